"use client";

import { Plus, X } from "lucide-react";
import { TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { focusPath } from "@/components/definition-editor/focus";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Field, Fieldset } from "@/components/ui/field";
import { firstCondition } from "../dynamic/condition-editor";
import { JqCondition } from "../dynamic/jq-condition";
import { subjectsOf } from "../dynamic/subjects";
import { useActionEditor } from "../editor-context";

const MAX_RULES = 10;
const MAX_MESSAGE = 100;

interface ValidationsFieldProps {
  path: DefinitionPath;
  legend: string;
  description: string;
}

/** Rules over several inputs: what must hold, and what is said where it does not. */
export function ValidationsField({ path, legend, description }: ValidationsFieldProps) {
  const { definition, blueprints } = useActionEditor();
  const { id, value, set, error } = useBound(path);
  const rules = Array.isArray(value) ? (value as { constraint?: unknown; message?: unknown }[]) : [];
  const add = () => {
    const [first] = subjectsOf(definition, blueprints);
    set([...rules, { constraint: first ? firstCondition(first) : "", message: "" }]);
    focusPath([...path, rules.length, "message"]);
  };
  return (
    <Fieldset legend={legend} description={description}>
      {rules.length > 0 && (
        <ol className="grid gap-4">
          {rules.map((rule, index) => (
            // Rules have no identity of their own: all controls are controlled, so the position serves as key.
            <li key={index} className="bg-muted/40 grid min-w-0 gap-3 rounded-md border p-3">
              <div className="flex items-center justify-between gap-2">
                <span className="text-sm font-medium">Rule {index + 1}</span>
                <Button
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Remove rule ${index + 1}`}
                  onClick={() => {
                    const rest = rules.filter((_, at) => at !== index);
                    set(rest.length > 0 ? rest : undefined);
                    document.getElementById(`${id}/add`)?.focus();
                  }}
                >
                  <X aria-hidden />
                </Button>
              </div>
              <Constraint path={[...path, index, "constraint"]} number={index + 1} />
              <TextAt
                path={[...path, index, "message"]}
                label="Message where it does not hold"
                required
                hint={`${typeof rule.message === "string" ? rule.message.length : 0} of ${MAX_MESSAGE}`}
                placeholder="Production needs an owner"
                onText={(text) =>
                  set(rules.map((one, at) => (at === index ? { ...one, message: text } : one)))
                }
              />
            </li>
          ))}
        </ol>
      )}
      {error && rules.length === 0 && <p className="text-danger text-xs">{error}</p>}
      <Button
        id={`${id}/add`}
        size="sm"
        className="w-fit"
        disabled={rules.length >= MAX_RULES}
        title={rules.length >= MAX_RULES ? `There are at most ${MAX_RULES} rules.` : undefined}
        onClick={add}
      >
        <Plus aria-hidden /> Add rule
      </Button>
    </Fieldset>
  );
}

function Constraint({ path, number }: { path: DefinitionPath; number: number }) {
  const { id, value, set, error, touch } = useBound(path);
  return (
    <Field id={`${id}/what`} label="Must hold" required error={error}>
      <JqCondition
        id={id}
        label={`Rule ${number} must hold`}
        value={typeof value === "string" ? value : ""}
        onChange={set}
        onBlur={touch}
      />
    </Field>
  );
}
