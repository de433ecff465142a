"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { EMPTY_ROW, rowsOf, valueOf, type VariableRow } from "./rows";
import { VariableFields } from "./variable-fields";
import type { VariableSet } from "./variable-sets";

const FIELDS = ["title", "identifier", "description", "team", "environment", "variables"];

interface VariableSetSheetProps {
  set: VariableSet | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

/** A set with its variables. A sensitive value stays as it is while its field is left empty. */
export function VariableSetSheet({ set, onClose, onSaved }: VariableSetSheetProps) {
  const trpc = useTRPC();
  const [title, setTitle] = useState(set?.title ?? "");
  const [identifier, setIdentifier] = useState(set?.identifier ?? "");
  const [description, setDescription] = useState(set?.description ?? "");
  const [team, setTeam] = useState(set?.team ?? "");
  const [environment, setEnvironment] = useState(set?.environment ?? "");
  const [rows, setRows] = useState<VariableRow[]>(() => rowsOf(set));
  const save = useMutation(trpc.pipelines.variableSets.upsert.mutationOptions({ gcTime: 0 }));
  const failure = formFailure(save.error, { fields: FIELDS });
  const issueAt = failure.at;
  const named = rows.filter((row) => row.name.trim() !== "");
  const submit = () => {
    save.mutate(
      {
        title,
        identifier,
        description: description || null,
        team: team.trim() || null,
        environment: environment.trim() || null,
        variables: named.map((row) => ({
          kind: row.kind,
          name: row.name.trim(),
          sensitive: row.sensitive,
          ...valueOf(row),
        })),
      },
      {
        onSuccess: () => onSaved(title),
      },
    );
  };
  return (
    <FormSheet
      size="lg"
      title={set ? `Edit ${set.title}` : "New variable set"}
      description="Fills variables that a module declares and its action does not set, and the environment of Terraform."
      submit={set ? "Save variable set" : "Create variable set"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Name" required error={issueAt("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field
        label="Identifier"
        required
        error={issueAt("identifier")}
        description="Lower-case letters, digits and dashes. It cannot be changed later."
      >
        <Input
          mono
          value={identifier}
          readOnly={set !== null}
          onChange={(event) => setIdentifier(event.target.value)}
        />
      </Field>
      <Field label="Description" error={issueAt("description")}>
        <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <Field
        label="Team"
        error={issueAt("team")}
        description="Identifier of the team whose runs get it; empty for all teams."
      >
        <Input mono value={team} onChange={(event) => setTeam(event.target.value)} />
      </Field>
      <Field
        label="Environment"
        error={issueAt("environment")}
        description="Where the run works, such as production; empty for all environments."
      >
        <Input mono value={environment} onChange={(event) => setEnvironment(event.target.value)} />
      </Field>
      <Fieldset legend="Variables" description="Sensitive values are encrypted and never shown again.">
        {rows.map((row, index) => (
          <VariableFields
            key={row.row}
            row={row}
            index={index}
            nameError={issueAt("variables", named.indexOf(row), "name")}
            valueError={issueAt("variables", named.indexOf(row), "value")}
            onChange={(next) =>
              setRows((before) =>
                before.map((other) => (other.row === row.row ? { ...other, ...next } : other)),
              )
            }
            onRemove={() => setRows((before) => before.filter((other) => other.row !== row.row))}
          />
        ))}
        <div>
          <Button
            size="sm"
            onClick={() =>
              setRows((before) => [
                ...before,
                { ...EMPTY_ROW, row: Math.max(-1, ...before.map((other) => other.row)) + 1 },
              ])
            }
          >
            <Plus aria-hidden /> Add variable
          </Button>
        </div>
      </Fieldset>
    </FormSheet>
  );
}
