"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LoadingState } from "@/components/states/loading";
import { ErrorState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";
import type { Dependent, Dependents } from "@/server/catalog/core/related-schema";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { blueprintHref, entityHref } from "../catalog-types";

interface DeleteEntityProps {
  blueprint: BlueprintDefinition;
  entity: EntityRecord;
  onClose: () => void;
}

/** Asks before an entity is removed, and shows what depends on it and what would become of that. */
export function DeleteEntity({ blueprint, entity, onClose }: DeleteEntityProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const ids = { blueprint: blueprint.identifier, identifier: entity.identifier };
  const dependents = useQuery(trpc.catalog.entities.dependents.queryOptions(ids, { staleTime: 0 }));
  const remove = useMutation(trpc.catalog.entities.delete.mutationOptions());
  const [along, setAlong] = useState(false);
  const title = entity.title ?? entity.identifier;
  const needed = dependents.data?.entities.some((one) => one.level === 1 && one.required) ?? false;
  const some = dependents.data && dependents.data.entities.length > 0;
  const count = dependents.data ? countOf(dependents.data) : "";
  const withThem = along || needed;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${title} from the catalog?`}
      description="Only the record is removed. What it stands for goes on existing; use an action to destroy that."
      confirmLabel={some && withThem ? `Remove with ${count}` : "Remove from catalog"}
      typeToConfirm={entity.identifier}
      onConfirm={async () => {
        await remove.mutateAsync({
          ...ids,
          revision: entity.revision,
          deleteDependents: some ? withThem : false,
        });
        await queryClient.invalidateQueries(trpc.catalog.pathFilter());
        toast.success(`${title} was removed from the catalog`);
        router.push(blueprintHref(blueprint.identifier));
      }}
    >
      {dependents.isPending && <LoadingState label="Looking for what depends on it">{null}</LoadingState>}
      {dependents.error && (
        <ErrorState
          size="inline"
          error={dependents.error}
          what="what depends on it"
          onRetry={() => void dependents.refetch()}
        />
      )}
      {some && (
        <>
          <DependentList dependents={dependents.data} />
          {needed ? (
            <p className="text-danger text-sm">
              Some of them cannot be without {title}. Change these first, or remove all {count} along with it.
            </p>
          ) : (
            <RadioGroup
              label="What becomes of them"
              value={along ? "along" : "keep"}
              onValueChange={(value) => setAlong(value === "along")}
              options={[
                { value: "keep", label: "Keep them", description: "They only lose their relation to it." },
                { value: "along", label: `Remove ${count} too`, description: "This cannot be taken back." },
              ]}
            />
          )}
        </>
      )}
    </ConfirmDialog>
  );
}

const countOf = ({ entities, truncated }: Dependents): string =>
  truncated
    ? `more than ${entities.length}`
    : `${entities.length} ${entities.length === 1 ? "other" : "others"}`;

function DependentList({ dependents }: { dependents: Dependents }) {
  return (
    <div className="grid gap-1">
      <p className="text-sm font-medium">
        {dependents.entities.length === 1 ? "One entity depends" : "Entities depend"} on it
        {dependents.truncated && `; the first ${dependents.entities.length} are listed`}
      </p>
      <ul
        tabIndex={0}
        aria-label="Dependents"
        className="max-h-44 divide-y overflow-auto rounded-md border text-sm"
      >
        {dependents.entities.map((one) => (
          <li
            key={`${one.blueprint} ${one.identifier}`}
            className="flex flex-wrap items-baseline gap-x-2 px-3 py-1.5"
          >
            <Link
              href={entityHref(one.blueprint, one.identifier)}
              target="_blank"
              className="min-w-0 font-medium [overflow-wrap:anywhere] underline-offset-2 hover:underline"
            >
              {one.title}
            </Link>
            <span className="text-muted-foreground ml-auto shrink-0 text-xs max-sm:w-full">
              {reasonOf(one)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const reasonOf = (one: Dependent): string =>
  `${one.blueprintTitle}, ${one.required ? "needs it" : "relates"} by ${one.relation}${one.level > 1 ? `, ${one.level} away` : ""}`;
