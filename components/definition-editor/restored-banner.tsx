import { History } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Says that what is shown was brought back after a reload, and offers to let it go. */
export function RestoredBanner({ shown, onDiscard }: { shown: boolean; onDiscard: () => void }) {
  if (!shown) return null;
  return (
    <div
      role="status"
      className="border-info-border bg-info-subtle text-info flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm"
    >
      <History aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">Your unsaved changes were brought back.</span>
      <Button size="sm" onClick={onDiscard}>
        Discard them
      </Button>
    </div>
  );
}
