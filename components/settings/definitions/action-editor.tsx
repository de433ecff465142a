"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { DefinitionEditor } from "./definition-editor";
import { newAction } from "./starting-points";

const paths = {
  hrefOf: (identifier: string) => `/settings/actions/edit/${encodeURIComponent(identifier)}`,
  backHref: "/settings/actions",
};

/** A new action. */
export function NewAction() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.actions.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.actions.pathFilter()),
    }),
  );
  return (
    <DefinitionEditor
      noun="action"
      isNew
      initial={newAction}
      {...paths}
      onSave={(definition) => create.mutateAsync({ definition })}
    />
  );
}

/** An existing one; runs under way keep the revision that they were started with. */
export function EditAction({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(
    trpc.actions.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  const update = useMutation(trpc.actions.update.mutationOptions());
  const {
    id: _id,
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    ...definition
  } = data;
  return (
    <DefinitionEditor
      noun="action"
      isNew={false}
      initial={definition}
      {...paths}
      onSave={async (next) => {
        const saved = await update.mutateAsync({ identifier, definition: next, revision });
        await queryClient.invalidateQueries(trpc.actions.pathFilter());
        return saved;
      }}
    />
  );
}
