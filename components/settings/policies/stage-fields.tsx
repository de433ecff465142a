"use client";

import { GrantParts } from "@/components/identity/grant-parts";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { PolicyStage } from "@/server/policy/schema";

const ROLES = [
  { value: "Admin", label: "Administrators" },
  { value: "Member", label: "Members" },
];

interface StageFieldsProps {
  legend: string;
  value: PolicyStage;
  onChange: (value: PolicyStage) => void;
  /** Message of what is wrong with the whole of it. */
  error: string | undefined;
}

/** Who approves, and how many of them. */
export function StageFields({ legend, value, onChange, error }: StageFieldsProps) {
  return (
    <Fieldset legend={legend} description="Never the requester. Whoever any part names may approve.">
      <Field label="Approvals needed" required error={error} className="w-40">
        <Input
          type="number"
          min={1}
          max={20}
          value={value.count}
          onChange={(event) => onChange({ ...value, count: Number(event.target.value) || 1 })}
        />
      </Field>
      <GrantParts
        label={legend}
        roles={ROLES}
        value={value}
        onChange={(part) =>
          onChange({
            ...value,
            ...part,
            ...(part.roles ? { roles: part.roles.filter(isRole) } : {}),
          } as PolicyStage)
        }
      />
      <Field label="Leads of the owning team" orientation="inline" required>
        <Checkbox
          checked={value.teamLeads}
          onCheckedChange={(teamLeads) => onChange({ ...value, teamLeads })}
        />
      </Field>
    </Fieldset>
  );
}

const isRole = (role: string): role is PolicyStage["roles"][number] => role === "Admin" || role === "Member";
