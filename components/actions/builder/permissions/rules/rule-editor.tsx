"use client";

import { CheckAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { type Granted, GrantParts } from "@/components/identity/grant-parts";
import { Button } from "@/components/ui/button";
import { MultiCombobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { ROLES } from "./roles";
import { StageEditor } from "./stage-editor";

const OPERATIONS = [
  { value: "CREATE", label: "Creating" },
  { value: "DAY-2", label: "Changing" },
  { value: "DELETE", label: "Deleting" },
];
const NEW_STAGE = { count: 1, from: { roles: ["Admin"] } };

/** One rule: when it applies, its stages, its times, and who may start without it. */
export function RuleEditor({ index, onRemove }: { index: number; onRemove: () => void }) {
  const at = ["approvalRules", index] as const;
  const title = useBound([...at, "title"]);
  const stages = useBound([...at, "stages"]);
  const list = Array.isArray(stages.value) ? (stages.value as unknown[]) : [];
  const name = typeof title.value === "string" && title.value ? title.value : `Rule ${index + 1}`;
  return (
    <section aria-label={name} className="grid gap-5 rounded-lg border p-4">
      <div className="flex items-end gap-3">
        <TextAt path={[...at, "title"]} label="Title" required placeholder="Production" className="flex-1" />
        <Button size="sm" variant="destructive-outline" onClick={onRemove}>
          Remove rule
        </Button>
      </div>
      <Conditions index={index} />
      <div className="grid gap-3">
        <h4 className="font-medium">Stages, one after another</h4>
        {stages.error && (
          <p role="alert" className="text-danger text-xs">
            {stages.error}
          </p>
        )}
        <ol className="grid gap-3">
          {list.map((_, i) => (
            <li key={i}>
              <StageEditor
                rule={index}
                stage={i}
                onRemove={list.length > 1 ? () => stages.set(list.filter((__, n) => n !== i)) : undefined}
              />
            </li>
          ))}
        </ol>
        <div>
          <Button size="sm" onClick={() => stages.set([...list, NEW_STAGE])}>
            Add stage
          </Button>
        </div>
      </div>
      <div className="grid gap-4 border-t pt-4 sm:grid-cols-2">
        <TextAt
          path={[...at, "requestExpiresIn"]}
          label="Expires undecided after"
          placeholder="7d"
          hint="8h, 7d"
        />
        <TextAt path={[...at, "executionExpiresIn"]} label="Approval is good for" placeholder="24h" />
        <TextAt path={[...at, "remindAfter"]} label="Remind after" placeholder="Never" />
        <TextAt path={[...at, "escalateAfter"]} label="Escalate after" placeholder="Never" />
      </div>
      <People
        index={index}
        part="escalateTo"
        label="Escalate to"
        description="They may decide too from then on."
      />
      <People
        index={index}
        part="breakGlass"
        label="May start without approval"
        description="Beside administrators: with a reason, and everybody is told."
      />
      <CheckAt
        path={[...at, "allowSelfApproval"]}
        label="Requesters may approve their own requests"
        description="Only where they are among the approvers of a stage."
      />
    </section>
  );
}

function Conditions({ index }: { index: number }) {
  const when = useBound(["approvalRules", index, "when"]);
  const value = (typeof when.value === "object" && when.value !== null ? when.value : {}) as Record<
    string,
    unknown
  >;
  const set = (part: Record<string, unknown>) => {
    const next = Object.fromEntries(
      Object.entries({ ...value, ...part }).filter(
        ([, one]) => one !== undefined && one !== false && one !== "" && !(Array.isArray(one) && !one.length),
      ),
    );
    when.set(Object.keys(next).length ? next : undefined);
  };
  const at = ["approvalRules", index, "when"] as const;
  const operations = Array.isArray(value.operations) ? (value.operations as string[]) : [];
  const environments = useBound([...at, "environments"]);
  const cost = useBound([...at, "monthlyCostAbove"]);
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 font-medium">When all of these hold</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id={environments.id}
          label="Environments"
          description="Separated by commas; empty: any."
          error={environments.error}
        >
          <Input
            value={Array.isArray(value.environments) ? (value.environments as string[]).join(",") : ""}
            placeholder="production"
            onChange={(event) =>
              set({
                environments:
                  event.target.value === ""
                    ? []
                    : event.target.value.split(",").map((one) => one.trimStart()),
              })
            }
          />
        </Field>
        <Field label="Operations" description="Empty: any.">
          <MultiCombobox
            label="Operations"
            options={OPERATIONS}
            value={OPERATIONS.filter((option) => operations.includes(option.value))}
            placeholder="Any"
            onValueChange={(next) => set({ operations: next.map((one) => one.value) })}
          />
        </Field>
        <Field
          id={cost.id}
          label="Monthly cost grows by more than"
          description="Also when nobody can estimate it."
          error={cost.error}
        >
          <Input
            inputMode="decimal"
            className="tabular"
            value={typeof value.monthlyCostAbove === "string" ? value.monthlyCostAbove : ""}
            placeholder="Any amount"
            onChange={(event) => set({ monthlyCostAbove: event.target.value })}
          />
        </Field>
        <Field label="Only when something is destroyed or replaced" orientation="inline">
          <Switch checked={value.destructive === true} onCheckedChange={(on) => set({ destructive: on })} />
        </Field>
      </div>
      <TextAt
        path={[...at, "jq"]}
        label="And this jq is true"
        mono
        rows={2}
        placeholder='.inputs.size == "large"'
        description="Over .inputs, .entity, .user, .team, .environment, .plan and .cost."
        onText={(text) => set({ jq: text })}
      />
    </fieldset>
  );
}

interface PeopleProps {
  index: number;
  part: "escalateTo" | "breakGlass";
  label: string;
  description: string;
}

function People({ index, part, label, description }: PeopleProps) {
  const bound = useBound(["approvalRules", index, part]);
  const value = (typeof bound.value === "object" && bound.value !== null ? bound.value : {}) as Granted;
  const set = (change: Partial<Granted>) => {
    const next = Object.fromEntries(
      Object.entries({ ...value, ...change }).filter(([, list]) => list?.length),
    );
    bound.set(Object.keys(next).length ? next : undefined);
  };
  return (
    <fieldset className="grid gap-3 border-t pt-4">
      <legend className="sr-only">{label}</legend>
      <p>
        <span className="font-medium">{label}</span>{" "}
        <span className="text-muted-foreground text-xs">{description}</span>
      </p>
      {bound.error && (
        <p role="alert" className="text-danger text-xs">
          {bound.error}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <GrantParts value={value} roles={ROLES} label={label} onChange={set} />
      </div>
    </fieldset>
  );
}
