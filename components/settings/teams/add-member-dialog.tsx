"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { formFailure } from "@/components/forms/form-failure";
import type { Team } from "./people";
import { useRefreshPeople } from "./use-refresh-people";

/** Asks who joins a team, and as what. */
export function AddMemberDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const [person, setPerson] = useState<{ value: string; label: string } | null>(null);
  const [role, setRole] = useState<"lead" | "member">("member");
  const [missing, setMissing] = useState(false);
  const add = useMutation(trpc.identity.teams.setMember.mutationOptions());
  const failure = formFailure(add.error, { fields: ["userId", "role"], taken: "userId" });
  const already = new Set(team.members.map((member) => member.id));
  const options = (people.data ?? [])
    .filter((one) => one.status === "active" && !already.has(one.id))
    .map((one) => ({ value: one.id, label: one.name, description: one.email }));
  const submit = () => {
    if (!person) return;
    add.mutate(
      { team: team.identifier, userId: person.value, role },
      {
        onSuccess: async () => {
          await refresh();
          toast.success(`${person.label} is ${role === "lead" ? "a lead" : "a member"} of ${team.title}`);
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={`Add member to ${team.title}`}
      submit="Add member"
      check={() => {
        setMissing(!person);
        return person !== null;
      }}
      onSubmit={submit}
      onClose={onClose}
      save={add}
      failure={failure}
    >
      <Field
        label="Person"
        required
        error={missing && !person ? "Choose who joins the team." : failure.at("userId")}
      >
        <Combobox
          value={person}
          onValueChange={setPerson}
          options={options}
          placeholder="Name"
          emptyText="Nobody like that who is not in the team."
        />
      </Field>
      <Field label="Role in the team" required error={failure.at("role")}>
        <Select
          value={role}
          onValueChange={setRole}
          options={[
            { value: "member", label: "Member", description: "Changes what the team owns." },
            { value: "lead", label: "Lead", description: "Also approves what members ask for." },
          ]}
        />
      </Field>
    </FormDialog>
  );
}
