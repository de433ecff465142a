"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { DefinitionEditor } from "./definition-editor";
import { newBlueprint } from "./starting-points";

const paths = {
  hrefOf: (identifier: string) => `/settings/blueprints/edit/${encodeURIComponent(identifier)}`,
  backHref: "/settings/blueprints",
};

/** A new blueprint. */
export function NewBlueprint() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const create = useMutation(
    trpc.catalog.blueprints.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.catalog.pathFilter()),
    }),
  );
  return (
    <DefinitionEditor
      noun="blueprint"
      isNew
      initial={newBlueprint}
      {...paths}
      onSave={(definition) => create.mutateAsync({ definition })}
    />
  );
}

/** An existing one; a change made by somebody else meanwhile is not overwritten. */
export function EditBlueprint({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(
    trpc.catalog.blueprints.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  const update = useMutation(trpc.catalog.blueprints.update.mutationOptions());
  const {
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    ...definition
  } = data;
  return (
    <DefinitionEditor
      noun="blueprint"
      isNew={false}
      initial={definition}
      {...paths}
      onSave={async (next) => {
        const saved = await update.mutateAsync({ identifier, definition: next, revision });
        await queryClient.invalidateQueries(trpc.catalog.pathFilter());
        return saved;
      }}
    />
  );
}
