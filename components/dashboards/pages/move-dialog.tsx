"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
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
  const failure = formFailure(move.error, { fields: ["parent"] });
  return (
    <FormDialog
      title={`Move ${page.title}`}
      submit="Move"
      onSubmit={() =>
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
      onClose={onClose}
      save={move}
      failure={failure}
    >
      <QueryState query={tree} what="folders" size="inline">
        {(nodes) => (
          <Field label="Folder" error={failure.at("parent")}>
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
        )}
      </QueryState>
    </FormDialog>
  );
}
