"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { useActionEditor } from "../editor-context";
import { useTrial } from "./trial-store";

/** As whom, and on which entity, the action is tried. */
export function TrialBar() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { definition } = useActionEditor();
  const [trial, setTrial] = useTrial();
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const { operation, blueprintIdentifier: blueprint } = definition.trigger;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="As" description="Sees what this person may read.">
        <Combobox
          value={trial.as === null ? null : { value: trial.as, label: trial.asName ?? trial.as }}
          placeholder="Yourself"
          options={(people.data ?? []).map(({ email, name }) => ({
            value: email,
            label: name,
            description: email,
          }))}
          onValueChange={(next) => setTrial({ as: next?.value ?? null, asName: next?.label ?? null })}
        />
      </Field>
      {operation !== "CREATE" && blueprint !== undefined && (
        <Field label="On" description={`The ${blueprint} that it works on.`}>
          <Combobox
            value={
              trial.entity === null ? null : { value: trial.entity, label: trial.entityTitle ?? trial.entity }
            }
            placeholder="Choose an entity…"
            loadOptions={async (text) =>
              (await client.catalog.entities.options.query({ blueprint, text })).map((one) => ({
                value: one.identifier,
                label: one.title ?? one.identifier,
                description: one.identifier,
              }))
            }
            onValueChange={(next) =>
              setTrial({ entity: next?.value ?? null, entityTitle: next?.label ?? null })
            }
          />
        </Field>
      )}
    </div>
  );
}
