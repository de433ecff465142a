"use client";

import { NumberAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { type Granted, GrantParts } from "@/components/identity/grant-parts";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { inputsOf } from "../../action-draft";
import { useActionEditor } from "../../editor-context";
import { choiceOf, entityInputs, type OwnersChoice, ownersFor } from "./owners";
import { ROLES } from "./roles";

interface StageEditorProps {
  rule: number;
  stage: number;
  onRemove: (() => void) | undefined;
}

/** One stage: how many of whom. */
export function StageEditor({ rule, stage, onRemove }: StageEditorProps) {
  const at = ["approvalRules", rule, "stages", stage] as const;
  const { definition } = useActionEditor();
  const from = useBound([...at, "from"]);
  const value = (typeof from.value === "object" && from.value !== null ? from.value : {}) as Granted & {
    teamLeads?: boolean;
    owners?: unknown;
  };
  const set = (part: Record<string, unknown>) =>
    from.set(
      Object.fromEntries(
        Object.entries({ ...value, ...part }).filter(
          ([, one]) => one !== undefined && one !== false && !(Array.isArray(one) && !one.length),
        ),
      ),
    );
  const inputs = entityInputs(inputsOf(definition));
  const blueprint = (definition.trigger as { blueprintIdentifier?: string }).blueprintIdentifier ?? "";
  const choice = choiceOf(value.owners);
  const options: { value: OwnersChoice; label: string }[] = [
    { value: "none", label: "Nobody" },
    ...(definition.trigger.operation !== "CREATE"
      ? [{ value: "entity" as const, label: `Owners of the ${blueprint || "entity"} acted on` }]
      : []),
    ...inputs.map(({ key, title }) => ({
      value: `input:${key}` as const,
      label: `Owners of what "${title}" picks`,
    })),
    ...(choice === "search" ? [{ value: "search" as const, label: "A search, written in the code" }] : []),
  ];
  return (
    <section aria-label={`Stage ${stage + 1}`} className="bg-muted/40 grid gap-4 rounded-md border p-3">
      <div className="flex flex-wrap items-end gap-3">
        <NumberAt path={[...at, "count"]} label="How many approve" required className="w-32" />
        <TextAt
          path={[...at, "title"]}
          label="Title"
          placeholder={`Stage ${stage + 1}`}
          className="min-w-40 flex-1"
        />
        {onRemove && (
          <Button size="sm" onClick={onRemove}>
            Remove stage
          </Button>
        )}
      </div>
      {from.error && (
        <p role="alert" className="text-danger text-xs">
          {from.error}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <GrantParts value={value} roles={ROLES} label={`Stage ${stage + 1}`} onChange={set} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Leads of the owning team" orientation="inline">
          <Checkbox checked={value.teamLeads === true} onCheckedChange={(on) => set({ teamLeads: on })} />
        </Field>
        <Field label="Owners from the catalog" description="The teams that own it then.">
          <Select
            value={choice}
            options={options}
            onValueChange={(next) => {
              if (next !== "search") set({ owners: ownersFor(next, blueprint, inputs) });
            }}
          />
        </Field>
      </div>
    </section>
  );
}
