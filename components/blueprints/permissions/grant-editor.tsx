"use client";

import { GrantParts } from "@/components/identity/grant-parts";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { moderatorOf } from "@/server/catalog/core/permissions";
import type { Grant } from "@/server/catalog/schema";

interface GrantEditorProps {
  blueprint: string;
  grant: Grant;
  onChange: (grant: Grant) => void;
  /** What is granted, for assistive technology: "Read". */
  label: string;
}

/** Roles as people read them. */
export const roleName = (role: string, blueprint: string): string =>
  role === "Admin"
    ? "Administrators"
    : role === "Member"
      ? "Everybody"
      : role === moderatorOf(blueprint)
        ? "Moderators"
        : role;

/** Whom something is granted: whoever any part names. */
export function GrantEditor({ blueprint, grant, onChange, label }: GrantEditorProps) {
  const roles = ["Admin", moderatorOf(blueprint), "Member"].map((role) => ({
    value: role,
    label: roleName(role, blueprint),
  }));
  return (
    <div className="grid gap-3">
      <GrantParts
        value={grant}
        roles={roles}
        label={label}
        onChange={(part) => onChange({ ...grant, ...part })}
      />
      <Field label="Members of the owning team" orientation="inline">
        <Checkbox
          checked={grant.ownedByTeam === true}
          onCheckedChange={(ownedByTeam) => onChange({ ...grant, ownedByTeam })}
        />
      </Field>
    </div>
  );
}

/** A grant in words: "Administrators, Moderators and members of the owning team". */
export function grantWords(grant: Grant | undefined, blueprint: string): string {
  const parts = [
    ...(grant?.roles ?? []).map((role) => roleName(role, blueprint)),
    ...(grant?.teams ?? []).map((team) => `team ${team}`),
    ...(grant?.users ?? []),
    ...(grant?.ownedByTeam ? ["members of the owning team"] : []),
  ];
  if (parts.length === 0) return "Nobody";
  return parts.length === 1 ? String(parts[0]) : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
