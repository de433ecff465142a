"use client";

import { useQuery } from "@tanstack/react-query";
import { SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { useTRPC } from "@/components/trpc/provider";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import type { SelectOption } from "@/components/ui/select";
import { NamesField } from "../backend/names-field";
import { useActionEditor } from "../editor-context";
import { DestroyInputsFields } from "./destroy-inputs-fields";

const AT = ["lifetime"] as const;

/** How long what the action creates lives, and what destroys it then. */
export function LifetimeFields() {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const { id, value, set, error } = useBound(AT);
  const { data: all } = useQuery(trpc.actions.definitions.queryOptions());
  const { blueprintIdentifier } = definition.trigger;
  const destroyers = (all ?? []).flatMap(({ identifier, title, trigger }): SelectOption[] =>
    trigger.type === "self-service" &&
    trigger.operation === "DELETE" &&
    trigger.blueprintIdentifier === blueprintIdentifier
      ? [{ value: identifier, label: title ?? identifier }]
      : [],
  );
  const isOn = typeof value === "object" && value !== null;
  const chosen = isOn ? (value as { destroy?: unknown }).destroy : undefined;
  const destroyer = (all ?? []).find(({ identifier }) => identifier === chosen);
  const listed = destroyers.some((one) => one.value === chosen);
  return (
    <Fieldset legend="Lifetime" description="What it creates can end by itself.">
      <Field id={id} label="It ends by itself" orientation="inline" error={isOn ? undefined : error}>
        <Checkbox
          checked={isOn}
          onCheckedChange={(on) =>
            set(on ? { default: "4h", destroy: destroyers[0]?.value ?? "" } : undefined)
          }
        />
      </Field>
      {isOn && (
        <>
          <div className="mt-4 grid gap-4 sm:grid-cols-2">
            <TextAt
              path={[...AT, "default"]}
              label="Usually after"
              required
              mono
              placeholder="4h"
              description="90m, 4h, 3d, or PT4H."
            />
            <TextAt
              path={[...AT, "maximum"]}
              label="At the latest after"
              mono
              placeholder="72h"
              description="From its creation. Empty: no bound."
            />
            <SelectAt
              path={[...AT, "destroy"]}
              label="Destroyed by"
              required
              description="An action that deletes, on the same blueprint."
              options={
                typeof chosen === "string" && chosen !== "" && !listed
                  ? [...destroyers, { value: chosen, label: chosen }]
                  : destroyers
              }
            />
            <TextAt
              path={[...AT, "from"]}
              label="Chosen in the input"
              mono
              description="A text input with a duration, or a date and time."
            />
            <SelectAt
              path={[...AT, "extendBy"]}
              label="Extended by"
              none="Its requester and the owning team"
              options={[
                { value: "requester", label: "Its requester alone" },
                { value: "nobody", label: "Administrators alone" },
              ]}
            />
            <NamesField
              path={[...AT, "remindBefore"]}
              label="Reminds its owner"
              description="So long before the end, as in 24h, 1h; at most 5 times. Empty: a day and an hour."
            />
          </div>
          {destroyer && (
            <DestroyInputsFields
              action={destroyer.title ?? destroyer.identifier}
              userInputs={
                destroyer.trigger.type === "self-service" ? destroyer.trigger.userInputs : undefined
              }
            />
          )}
        </>
      )}
    </Fieldset>
  );
}
