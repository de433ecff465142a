"use client";

import { useQuery } from "@tanstack/react-query";
import { NumberAt, SelectAt } from "@/components/definition-editor/bound-fields";
import { useTRPC } from "@/components/trpc/provider";
import { Fieldset } from "@/components/ui/field";
import { useActionEditor } from "../editor-context";

/** Who answers for the action, and how long the same takes by hand. */
export function OwnershipFields() {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const { data: teams } = useQuery(trpc.identity.teams.list.queryOptions());
  const chosen = definition.ownerTeam;
  const known = (teams ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }));
  return (
    <Fieldset legend="Ownership" description="Who is asked for help, and sees what people say of its runs.">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectAt
          path={["ownerTeam"]}
          label="Team that answers for it"
          none="Nobody: administrators are asked"
          options={
            typeof chosen === "string" && !known.some(({ value }) => value === chosen)
              ? [...known, { value: chosen, label: chosen }]
              : known
          }
        />
        <NumberAt
          path={["manualMinutes"]}
          label="Minutes by hand"
          placeholder="45"
          description="As measured before. Without it no saved hours are claimed."
        />
      </div>
    </Fieldset>
  );
}
