"use client";

import type { FormFailure } from "@/components/forms/form-failure";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { AllocationDraft, Condition } from "./draft";
import { AssignFields, Conditions, TeamField } from "./parts";
import { Rows } from "./rows";

interface AllocationFieldsProps {
  draft: AllocationDraft;
  onChange: (change: Partial<AllocationDraft>) => void;
  failure: FormFailure;
}

const BASES = [
  { value: "effective", label: "Effective: advance payments spread" },
  { value: "billed", label: "Billed: as invoiced" },
] as const;
const SPLITS = [
  { value: "cost", label: "By what each costs anyway" },
  { value: "even", label: "In equal parts" },
  { value: "weights", label: "By fixed shares" },
] as const;

const BLANK: Condition = { field: "serviceName", operator: "is", value: "" };

/** Everything by which costs find who causes them, in the order in which it is asked. */
export function AllocationFields({ draft, onChange, failure }: AllocationFieldsProps) {
  const { tags } = draft;
  const tag = (key: keyof typeof tags, label: string) => (
    <Field label={label} error={failure.at("tags", key)}>
      <Input
        mono
        value={tags[key]}
        onChange={(event) => onChange({ tags: { ...tags, [key]: event.target.value } })}
      />
    </Field>
  );
  return (
    <div className="grid gap-4">
      <SectionCard
        title="1. Tags"
        description="Keys, the most telling first, with commas between; their case does not matter."
      >
        <div className="grid gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            {tag("team", "Tags that name the team")}
            {tag("environment", "Tags that name the environment")}
            {tag("costCentre", "Tags that name the cost centre")}
            {tag("entity", "Tags that name an entity")}
          </div>
          <Rows
            noun="name of a team"
            rows={draft.aliases}
            blank={{ name: "", team: "" }}
            onChange={(aliases) => onChange({ aliases })}
            nameOf={(row, n) => `name ${row.name || n + 1}`}
          >
            {(row, set) => (
              <div className="grid gap-3 sm:grid-cols-2">
                <Field label="Where a tag says" required>
                  <Input value={row.name} onChange={(event) => set({ name: event.target.value })} />
                </Field>
                <TeamField label="it means the team" value={row.team} onChange={(team) => set({ team })} />
              </div>
            )}
          </Rows>
        </div>
      </SectionCard>
      <SectionCard title="2. Accounts" description="Sub-accounts and billing accounts that are somebody's.">
        <Rows
          noun="account"
          rows={draft.accounts}
          blank={{ account: "", team: "", environment: "", costCentre: "" }}
          onChange={(accounts) => onChange({ accounts })}
          nameOf={(row, n) => `account ${row.account || n + 1}`}
        >
          {(row, set) => (
            <>
              <Field label="Account" required>
                <Input
                  mono
                  value={row.account}
                  onChange={(event) => set({ account: event.target.value })}
                  placeholder="123456789012"
                />
              </Field>
              <AssignFields
                value={row}
                onChange={set}
                error={row.account ? failure.at("accounts", row.account.trim()) : undefined}
              />
            </>
          )}
        </Rows>
      </SectionCard>
      <SectionCard
        title="3. Entities"
        description="The entity that has the resource, or that a tag names, gives its owning team and environment."
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Blueprints whose entities bear costs"
            error={failure.at("blueprints")}
            description="With commas between."
          >
            <Input
              mono
              value={draft.blueprints}
              onChange={(event) => onChange({ blueprints: event.target.value })}
            />
          </Field>
          <Field
            label="Properties with a provider's id of a resource"
            error={failure.at("resourceProperties")}
            description="With commas between."
          >
            <Input
              mono
              value={draft.resourceProperties}
              onChange={(event) => onChange({ resourceProperties: event.target.value })}
            />
          </Field>
        </div>
      </SectionCard>
      <SectionCard
        title="4. Rules"
        description="In their order; the first that holds says what nothing above said."
      >
        <Rows
          noun="rule"
          ordered
          rows={draft.rules}
          blank={{
            title: "",
            when: [BLANK],
            team: "",
            environment: "",
            costCentre: "",
          }}
          onChange={(rules) => onChange({ rules })}
          nameOf={(row, n) => `rule ${row.title || n + 1}`}
        >
          {(row, set, index) => (
            <>
              <Field
                label="Title of the rule"
                required
                error={
                  failure.at("rules", index, "title") ?? (index === 0 ? failure.exactly("rules") : undefined)
                }
              >
                <Input value={row.title} onChange={(event) => set({ title: event.target.value })} />
              </Field>
              <Conditions
                value={row.when}
                onChange={(when) => set({ when })}
                failure={failure}
                path={["rules", index, "when"]}
              />
              <AssignFields value={row} onChange={set} error={failure.at("rules", index, "assign")} />
            </>
          )}
        </Rows>
      </SectionCard>
      <SectionCard
        title="5. Everything else"
        description="Without a team here it stands as unallocated, which is more honest."
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TeamField
            label="Team for everything else"
            value={draft.defaultTeam}
            onChange={(defaultTeam) => onChange({ defaultTeam })}
            error={failure.at("defaultTeam")}
            none="Nobody"
          />
          <Field label="Amount that counts" required error={failure.at("basis")}>
            <Select options={BASES} value={draft.basis} onValueChange={(basis) => onChange({ basis })} />
          </Field>
        </div>
      </SectionCard>
      <SectionCard
        title="Pools"
        description="What teams share, such as a cluster or support. A cost in a pool has no team of its own."
      >
        <Rows
          noun="pool"
          ordered
          rows={draft.pools}
          blank={{
            title: "",
            when: [BLANK],
            by: "cost" as const,
            weights: [],
          }}
          onChange={(pools) => onChange({ pools })}
          nameOf={(row, n) => `pool ${row.title || n + 1}`}
        >
          {(row, set, index) => (
            <>
              <div className="grid gap-3 sm:grid-cols-2">
                <Field
                  label="Title of the pool"
                  required
                  error={
                    failure.at("pools", index, "title") ??
                    (index === 0 ? failure.exactly("pools") : undefined)
                  }
                >
                  <Input value={row.title} onChange={(event) => set({ title: event.target.value })} />
                </Field>
                <Field label="Shared" error={failure.exactly("pools", index, "split", "weights")}>
                  <Select options={SPLITS} value={row.by} onValueChange={(by) => set({ by })} />
                </Field>
              </div>
              <Conditions
                value={row.when}
                onChange={(when) => set({ when })}
                failure={failure}
                path={["pools", index, "when"]}
              />
              {row.by === "weights" && (
                <Rows
                  noun="share"
                  rows={row.weights}
                  blank={{ team: "", weight: "1" }}
                  onChange={(weights) => set({ weights })}
                  nameOf={(share, n) => `share of ${share.team || n + 1}`}
                >
                  {(share, setShare) => (
                    <div className="grid gap-3 sm:grid-cols-2">
                      <TeamField label="Team" value={share.team} onChange={(team) => setShare({ team })} />
                      <Field
                        label="Share"
                        required
                        error={failure.at("pools", index, "split", "weights", share.team)}
                      >
                        <Input
                          inputMode="decimal"
                          value={share.weight}
                          onChange={(event) => setShare({ weight: event.target.value })}
                        />
                      </Field>
                    </div>
                  )}
                </Rows>
              )}
            </>
          )}
        </Rows>
      </SectionCard>
    </div>
  );
}
