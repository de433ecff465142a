import { ListFilter } from "lucide-react";
import { readFailure } from "@/components/states/domain-error";
import { StateFrame } from "@/components/states/state-frame";
import { Button } from "@/components/ui/button";

/** A filter, perhaps of an old link or view, that names what the blueprint does not have any more. */
export function RefusedFilter({ error, onClear }: { error: unknown; onClear: () => void }) {
  const { issues, message } = readFailure(error);
  return (
    <StateFrame
      icon={ListFilter}
      tone="warning"
      role="alert"
      title="This filter does not fit the blueprint"
      actions={<Button onClick={onClear}>Clear filters</Button>}
    >
      {issues.length > 0 ? issues.map((issue) => issue.message).join(" ") : message}
    </StateFrame>
  );
}

/** Whether the server refused what was asked, rather than failed to answer. */
export const isRefused = (error: unknown): boolean => Boolean(error) && readFailure(error).code === "invalid";
