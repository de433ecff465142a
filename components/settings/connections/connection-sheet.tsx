"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { CONNECTION_KINDS, kindInfo } from "@/server/pipelines/core/connection-kinds";
import type { ConnectionKind } from "@/server/pipelines/core/connection-kinds";
import type { Connection } from "./connections";
import { KindFields } from "./kind-fields";

const KINDS = Object.entries(CONNECTION_KINDS).map(([value, { label }]) => ({ value, label }));

const FIELDS = ["title", "identifier", "description", "kind", "settings", "variables"];

interface ConnectionSheetProps {
  connection: Connection | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

interface Variable {
  /** Identity of the row, since names change while one types. */
  row: number;
  name: string;
  value: string;
  /** Has a value that is stored and cannot be read. */
  stored: boolean;
}

/** A connection with its variables. A stored value stays as it is while its field is left empty. */
export function ConnectionSheet({ connection, onClose, onSaved }: ConnectionSheetProps) {
  const trpc = useTRPC();
  const [title, setTitle] = useState(connection?.title ?? "");
  const [identifier, setIdentifier] = useState(connection?.identifier ?? "");
  const [description, setDescription] = useState(connection?.description ?? "");
  const [kind, setKind] = useState<ConnectionKind>(connection?.kind ?? "environment");
  const [url, setUrl] = useState(connection?.settings.url ?? "");
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const stored = connection?.kind === kind ? connection.variableNames : [];
  const [variables, setVariables] = useState<Variable[]>(() =>
    (connection?.variableNames ?? [""]).map((name, row) => ({
      row,
      name,
      value: "",
      stored: connection !== null,
    })),
  );
  const save = useMutation(trpc.pipelines.connections.upsert.mutationOptions());
  const failure = formFailure(save.error, { fields: FIELDS });
  const issueAt = failure.at;
  const change = (row: number, next: Partial<Variable>) =>
    setVariables((before) =>
      before.map((variable) => (variable.row === row ? { ...variable, ...next } : variable)),
    );
  const submit = () => {
    const named = variables.filter((variable) => variable.name.trim() !== "");
    // What is left empty keeps its stored value, and is left out where there is none.
    const credentials = (kindInfo(kind).secrets ?? []).flatMap(({ name }): [string, string | null][] =>
      secrets[name] ? [[name, secrets[name]]] : stored.includes(name) ? [[name, null]] : [],
    );
    save.mutate(
      {
        title,
        identifier,
        description: description || null,
        kind,
        settings: kindInfo(kind).url && url.trim() !== "" ? { url: url.trim() } : {},
        variables: Object.fromEntries(
          kind === "environment"
            ? named.map((variable) => [
                variable.name.trim(),
                variable.stored && variable.value === "" ? null : variable.value,
              ])
            : credentials,
        ),
      },
      {
        onSuccess: () => onSaved(title),
      },
    );
  };
  return (
    <FormSheet
      size="lg"
      title={connection ? `Edit ${connection.title}` : "New connection"}
      description={kindInfo(kind).description}
      submit={connection ? "Save connection" : "Create connection"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Kind" required error={issueAt("kind")}>
        <Select value={kind} options={KINDS} onValueChange={(value) => setKind(value as ConnectionKind)} />
      </Field>
      <Field label="Name" required error={issueAt("title")}>
        <Input value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field
        label="Identifier"
        required
        error={issueAt("identifier")}
        description="What actions name it by. Lower-case letters, digits and dashes."
      >
        <Input
          mono
          value={identifier}
          readOnly={connection !== null}
          onChange={(event) => setIdentifier(event.target.value)}
        />
      </Field>
      <Field label="Description" error={issueAt("description")}>
        <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      {kind === "environment" ? (
        <Fieldset legend="Variables" description="Values are encrypted and never shown again.">
          {variables.map((variable, index) => (
            <div key={variable.row} className="flex items-start gap-1.5">
              <Field
                className="flex-1"
                label={`Variable ${index + 1}`}
                required
                error={issueAt("variables", variable.name)}
              >
                <Input
                  mono
                  placeholder="AWS_REGION"
                  value={variable.name}
                  onChange={(event) => change(variable.row, { name: event.target.value, stored: false })}
                />
              </Field>
              <Field className="flex-1" label={`Value ${index + 1}`} required>
                <Input
                  mono
                  type="password"
                  autoComplete="new-password"
                  placeholder={variable.stored ? "Stored; leave empty to keep" : ""}
                  value={variable.value}
                  onChange={(event) => change(variable.row, { value: event.target.value })}
                />
              </Field>
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove variable ${index + 1}`}
                className="text-muted-foreground mt-6.5"
                onClick={() => setVariables((before) => before.filter((other) => other.row !== variable.row))}
              >
                <X aria-hidden />
              </Button>
            </div>
          ))}
          <div>
            <Button
              size="sm"
              onClick={() =>
                setVariables((before) => [
                  ...before,
                  {
                    row: Math.max(-1, ...before.map((other) => other.row)) + 1,
                    name: "",
                    value: "",
                    stored: false,
                  },
                ])
              }
            >
              <Plus aria-hidden /> Add variable
            </Button>
          </div>
        </Fieldset>
      ) : (
        <KindFields
          kind={kind}
          url={url}
          onUrl={setUrl}
          secrets={secrets}
          onSecret={(name, value) => setSecrets((before) => ({ ...before, [name]: value }))}
          stored={stored}
          issueAt={issueAt}
        />
      )}
    </FormSheet>
  );
}
