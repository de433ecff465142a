"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { foldersFor } from "./page-tree";
import type { PageHandle } from "./page-types";
import { useRefreshPages } from "./use-refresh-pages";

const TOP = "";

/** Asks into which folder a page goes. */
export function MoveDialog({ page, onClose }: { page: PageHandle; onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshPages();
  const tree = useQuery(trpc.dashboards.list.queryOptions());
  const [parent, setParent] = useState(page.parent ?? TOP);
  const move = useMutation(trpc.dashboards.move.mutationOptions());
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Move ${page.title}`}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              loading={move.isPending}
              onClick={() =>
                move.mutate(
                  { identifier: page.identifier, parent: parent || null },
                  {
                    onSuccess: async () => {
                      await refresh();
                      toast.success(`${page.title} was moved`);
                      onClose();
                    },
                  },
                )
              }
            >
              Move
            </Button>
          </>
        }
      >
        <QueryState query={tree} what="folders" size="inline">
          {(nodes) => (
            <div className="grid gap-4">
              <Field label="Folder">
                <Select
                  value={parent}
                  onValueChange={setParent}
                  options={[
                    { value: TOP, label: "No folder, at the top" },
                    ...foldersFor(nodes, page.identifier).map(({ identifier, label }) => ({
                      value: identifier,
                      label,
                    })),
                  ]}
                />
              </Field>
              <FormError error={move.error} />
            </div>
          )}
        </QueryState>
      </DialogContent>
    </Dialog>
  );
}
