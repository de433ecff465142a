"use client";

import { Pencil, Trash2, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTRPCClient } from "@/components/trpc/provider";
import { readFailure } from "@/components/states/domain-error";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { toast } from "@/components/ui/toast";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { listInput } from "./table-query";

const BulkEditSheet = dynamic(() => import("./bulk-edit-sheet").then((module) => module.BulkEditSheet), {
  ssr: false,
});
const BulkDeleteDialog = dynamic(
  () => import("./bulk-delete-dialog").then((module) => module.BulkDeleteDialog),
  { ssr: false },
);

/** So many entities at most are changed by one command. */
export const MAX_BULK = 1000;

interface BulkBarProps {
  blueprint: BlueprintDefinition;
  noun: string;
  selected: ReadonlySet<string>;
  onSelected: (selected: ReadonlySet<string>) => void;
  /** What the table asks for, to choose everything that matches. */
  input: ReturnType<typeof listInput>;
  total: number | undefined;
}

/** What can be done with the chosen rows; stays in sight at the lower edge. */
export function BulkBar({ blueprint, noun, selected, onSelected, input, total }: BulkBarProps) {
  const client = useTRPCClient();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const [choosing, setChoosing] = useState(false);
  const clear = () => onSelected(new Set());
  const chooseAll = async () => {
    setChoosing(true);
    try {
      const { entities } = await client.catalog.entities.list.query({ ...input, limit: MAX_BULK, page: 1 });
      onSelected(new Set(entities.map(({ identifier }) => identifier)));
    } catch (error) {
      toast.error("The rows could not be chosen", { description: readFailure(error).message });
    } finally {
      setChoosing(false);
    }
  };
  const all = total !== undefined && total > selected.size ? Math.min(total, MAX_BULK) : null;
  return (
    <>
      <div
        role="toolbar"
        aria-label="Chosen rows"
        className="bg-popover shadow-popup sticky bottom-3 z-30 mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg px-3 py-2 text-sm"
      >
        <span aria-live="polite" className="tabular font-medium">
          {formatCount(selected.size)} selected
        </span>
        {all !== null && all > selected.size && (
          <Button size="sm" variant="link" loading={choosing} onClick={() => void chooseAll()}>
            Select{" "}
            {total !== undefined && total > MAX_BULK
              ? `the first ${formatCount(all)}`
              : `all ${formatCount(all)}`}
          </Button>
        )}
        <Button size="sm" onClick={() => setOpen("edit")} disabled={selected.size > MAX_BULK}>
          <Pencil aria-hidden className="size-3.5" /> Edit…
        </Button>
        <Button
          size="sm"
          variant="destructive-outline"
          onClick={() => setOpen("delete")}
          disabled={selected.size > MAX_BULK}
        >
          <Trash2 aria-hidden className="size-3.5" /> Remove…
        </Button>
        {selected.size > MAX_BULK && (
          <span className="text-muted-foreground text-xs">At most {formatCount(MAX_BULK)} at once.</span>
        )}
        <Button size="icon-sm" variant="ghost" aria-label="Clear selection" onClick={clear}>
          <X aria-hidden />
        </Button>
      </div>
      {open === "edit" && (
        <BulkEditSheet
          blueprint={blueprint}
          noun={noun}
          identifiers={[...selected]}
          onClose={() => setOpen(null)}
          onDone={(failed) => onSelected(new Set(failed))}
        />
      )}
      {open === "delete" && (
        <BulkDeleteDialog
          blueprint={blueprint.identifier}
          noun={noun}
          identifiers={[...selected]}
          onClose={() => setOpen(null)}
          onDone={clear}
        />
      )}
    </>
  );
}
