"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { OPERATIONS } from "@/server/catalog/core/permissions";
import type { Operation } from "@/server/catalog/core/permissions";
import type { BlueprintPermissions, Grant } from "@/server/catalog/schema";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { withoutKey } from "@/components/definition-editor/keys";
import { KeyGrants } from "./key-grants";
import { OperationCard } from "./operation-card";

type Entities = BlueprintPermissions["entities"];

interface PermissionsFormProps {
  identifier: string;
  /** What somebody has set; null: nothing, and all defaults hold. */
  stored: BlueprintPermissions | null;
  revision: number;
  onReload: () => void;
}

const words: Record<Operation, { title: string; description: string }> = {
  read: { title: "Read", description: "Whoever may not read an entity does not learn that it exists." },
  register: { title: "Create", description: "Make new entities." },
  update: { title: "Change", description: "Change what entities hold, and what they relate to." },
  unregister: { title: "Delete", description: "Delete entities." },
};

/** Grants by operation, and for single properties and relations. */
export function PermissionsForm({ identifier, stored, revision, onReload }: PermissionsFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const start = stored?.entities ?? {};
  const [entities, setEntities] = useState<Entities>(start);
  const [issues, setIssues] = useState<readonly DefinitionIssue[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const save = useMutation(trpc.catalog.blueprints.setPermissions.mutationOptions());
  const dirty = JSON.stringify(entities) !== JSON.stringify(start);
  const guard = useLeaveGuard({ when: dirty && !save.isPending, onUnload: true });
  const submit = async () => {
    setIssues([]);
    setFailure(null);
    try {
      await save.mutateAsync({
        identifier,
        permissions: Object.keys(entities).length === 0 ? null : { entities },
        revision,
      });
      toast.success("Permissions were saved");
      await queryClient.invalidateQueries(trpc.catalog.blueprints.pathFilter());
    } catch (error) {
      setIssues(readFailure(error).issues);
      setFailure(error);
    }
  };
  const setGrant = (operation: Operation, grant: Grant | undefined) =>
    setEntities((before) =>
      grant === undefined
        ? (withoutKey(before as Record<string, unknown>, operation) as Entities)
        : { ...before, [operation]: grant },
    );
  const setKeys = (part: "updateProperties" | "updateRelations", grants: Record<string, Grant>) =>
    setEntities((before) =>
      Object.keys(grants).length === 0
        ? (withoutKey(before as Record<string, unknown>, part) as Entities)
        : { ...before, [part]: grants },
    );
  const issueOf = (part: string) => issues.find(({ path }) => path.includes(part))?.message;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FormError error={failure} />
      {failure !== null && readFailure(failure).code === "conflict" && (
        <div>
          <Button onClick={onReload}>Load the newest</Button>
        </div>
      )}
      <p className="text-muted-foreground text-sm">
        Administrators may do everything. What you set here is saved apart from the definition, at once.
      </p>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {OPERATIONS.map((operation) => (
          <OperationCard
            key={operation}
            blueprint={identifier}
            operation={operation}
            {...words[operation]}
            grant={entities[operation]}
            error={issueOf(operation)}
            onChange={(grant) => setGrant(operation, grant)}
          />
        ))}
      </div>
      <KeyGrants
        blueprint={identifier}
        properties={entities.updateProperties ?? {}}
        relations={entities.updateRelations ?? {}}
        onProperties={(grants) => setKeys("updateProperties", grants)}
        onRelations={(grants) => setKeys("updateRelations", grants)}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span role="status" className="text-muted-foreground mr-auto text-xs">
          {dirty ? "Unsaved permissions" : ""}
        </span>
        {dirty && <Button onClick={() => setEntities(start)}>Discard</Button>}
        <Button type="submit" loading={save.isPending} aria-disabled={!dirty}>
          Save permissions
        </Button>
      </div>
      {guard}
    </form>
  );
}
