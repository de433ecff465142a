"use client";

import { Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { idOfPath } from "@/components/definition-editor/path";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { issueAt } from "@/components/definition-editor/issues";
import { useActionEditor } from "../editor-context";
import { useRenderIssue } from "../trial/use-payload";
import { keptValue, renamed, typedText } from "./pair-values";
import { TemplateInput } from "./template-field";

const JsonField = dynamic(() => import("./json-field").then((module) => module.JsonField), { ssr: false });

interface PairsFieldProps {
  path: DefinitionPath;
  label: string;
  description?: string;
  /** What one is called: "header". */
  noun: string;
  /** Whether the keys are given and none may be added. */
  keys?: readonly { key: string; label: string; hint?: string | undefined; required?: boolean }[];
  keyPlaceholder?: string;
}

const asObject = (value: unknown): Record<string, unknown> | null =>
  value === undefined
    ? {}
    : typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;

/** Names and what they are set to, each a template; or all of it as JSON, where there is more than that in it. */
export function PairsField({ path, label, description, noun, keys, keyPlaceholder }: PairsFieldProps) {
  const { value, set } = useBound(path);
  const object = asObject(value);
  const [asJson, setAsJson] = useState(false);
  const json = asJson || object === null;
  const rows = keys
    ? [
        ...keys,
        ...Object.keys(object ?? {})
          .filter((key) => !keys.some((known) => known.key === key))
          .map((key) => ({ key, label: key, hint: undefined, required: false })),
      ]
    : null;
  return (
    <Fieldset legend={label} className="gap-3">
      <div className="flex items-start justify-between gap-3">
        <p className="text-muted-foreground text-xs text-pretty">{description}</p>
        <Button size="sm" variant="ghost" aria-pressed={json} onClick={() => setAsJson((before) => !before)}>
          {json ? "Edit by key" : "Edit as JSON"}
        </Button>
      </div>
      {json ? (
        <JsonField path={path} label={`${label} as JSON`} />
      ) : rows ? (
        rows.map(({ key, label: name, hint, required }) => (
          <KnownPair key={key} path={[...path, key]} name={name} hint={hint} required={required ?? false} />
        ))
      ) : (
        Object.keys(object).map((key, index) => (
          <Pair
            key={index}
            path={path}
            name={key}
            noun={noun}
            object={object}
            onChange={set}
            {...(keyPlaceholder !== undefined && { placeholder: keyPlaceholder })}
          />
        ))
      )}
      {!json && !rows && (
        <div>
          <Button size="sm" disabled={Object.hasOwn(object, "")} onClick={() => set({ ...object, "": "" })}>
            <Plus aria-hidden /> Add {noun}
          </Button>
        </div>
      )}
    </Fieldset>
  );
}

/** A value whose key is given. */
function KnownPair({
  path,
  name,
  hint,
  required,
}: {
  path: DefinitionPath;
  name: string;
  hint: string | undefined;
  required: boolean;
}) {
  const { id, value, set, error, touch } = useBound(path);
  const failed = useRenderIssue(path);
  return (
    <Field id={id} label={name} required={required} error={error ?? failed} hint={hint}>
      <TemplateInput
        label={name}
        text={typedText(value)}
        onBlur={touch}
        onText={(text) => set(text === "" ? undefined : keptValue(text, value))}
      />
    </Field>
  );
}

interface PairProps {
  path: DefinitionPath;
  name: string;
  noun: string;
  object: Record<string, unknown>;
  onChange: (object: Record<string, unknown>) => void;
  placeholder?: string;
}

function Pair({ path, name, noun, object, onChange, placeholder }: PairProps) {
  const { issues, touch } = useActionEditor();
  const at = [...path, name];
  const failed = useRenderIssue(at);
  const { [name]: value, ...others } = object;
  const problem = issueAt(issues, at)?.message ?? failed;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
      <Field label={`Name of the ${noun}`} required className="[&_label]:sr-only">
        <Input
          mono
          value={name}
          placeholder={placeholder ?? "name"}
          onChange={(event) => onChange(renamed(object, name, event.target.value))}
        />
      </Field>
      <Field
        id={idOfPath(at)}
        label={`Value of ${name || `the ${noun}`}`}
        required
        error={problem}
        className="col-start-1 sm:col-start-2 [&_label]:sr-only"
      >
        <TemplateInput
          label={name || noun}
          text={typedText(value)}
          placeholder="{{ .inputs.name }}"
          onBlur={() => touch(at)}
          onText={(text) => onChange({ ...object, [name]: keptValue(text, value) })}
        />
      </Field>
      <Button
        size="icon"
        variant="ghost"
        className="row-start-1 mt-1.5 sm:col-start-3"
        aria-label={`Remove the ${noun} ${name}`}
        onClick={() => onChange(others)}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
