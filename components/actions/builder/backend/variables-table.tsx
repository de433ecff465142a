"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useBound } from "@/components/definition-editor/bound-fields";
import { issueAt } from "@/components/definition-editor/issues";
import { idOfPath } from "@/components/definition-editor/path";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { ErrorState } from "@/components/states/states";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { ModuleVariable } from "@/server/pipelines/core/variables";
import { inputsOf, INPUTS, objectAt, textsAt, USER_INPUTS } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { useRenderIssue } from "../trial/use-payload";
import { keptValue, typedText } from "./pair-values";
import { PairsField } from "./pairs-field";
import { TemplateInput } from "./template-field";
import { useTemplateModule } from "./use-template-module";
import { valueFault, variableHint } from "./variable-facts";

const AT = ["invocationMethod", "variables"] as const;

/** What each variable of the module is set to, beside what the module says of it. */
export function VariablesTable({ rendered }: { rendered: Record<string, unknown> }) {
  const { definition, change } = useActionEditor();
  const query = useTemplateModule();
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  const module = query.data?.module;
  const given = objectAt(definition, AT);
  const values = (rendered.variables ?? {}) as Record<string, unknown>;
  const unknown = module
    ? Object.keys(given).filter((key) => !module.variables.some((v) => v.name === key))
    : [];
  const missing = module?.variables.filter(({ name }) => !Object.hasOwn(given, name)) ?? [];
  const importAll = async () => {
    if (!module) return;
    const { importVariables } = await import("@/server/actions/core/payload/import-variables");
    const made = importVariables(module.variables, {
      inputs: Object.keys(inputsOf(definition)),
      variables: Object.keys(given),
    });
    const count = Object.keys(made.properties).length;
    change((before) => {
      const userInputs = objectAt(before, USER_INPUTS);
      const required = userInputs.required;
      return {
        ...before,
        trigger: {
          ...before.trigger,
          userInputs: {
            ...userInputs,
            properties: { ...objectAt(before, INPUTS), ...made.properties },
            // A computed list of required inputs is for a person to change.
            ...(required === undefined || Array.isArray(required)
              ? { required: [...textsAt(before, [...USER_INPUTS, "required"]), ...made.required] }
              : {}),
            ...(Array.isArray(userInputs.order)
              ? { order: [...(userInputs.order as string[]), ...Object.keys(made.properties)] }
              : {}),
          },
        },
        invocationMethod: {
          ...before.invocationMethod,
          variables: { ...objectAt(before, AT), ...made.variables },
        },
      };
    });
    setWarnings(made.warnings);
    toast.success(
      count === 0
        ? "Every variable has a value now"
        : `${count} ${count === 1 ? "input was" : "inputs were"} made from the module`,
    );
  };
  return (
    <SectionCard
      title="Variables"
      description="What the module is given. A template that is the whole value keeps its type."
      actions={
        module &&
        missing.length > 0 && (
          <Button size="sm" onClick={() => void importAll()}>
            <Download aria-hidden /> Import {missing.length} {missing.length === 1 ? "variable" : "variables"}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {module?.faults.map((fault) => (
          <p
            key={fault}
            role="note"
            className="border-warning-border bg-warning-subtle rounded-md border px-3 py-2 text-sm"
          >
            Part of the module could not be read, so variables may be missing here. {fault}
          </p>
        ))}
        {warnings.length > 0 && (
          <div
            role="status"
            className="border-info-border bg-info-subtle rounded-md border px-3 py-2 text-sm"
          >
            <p className="font-medium">Look these over</p>
            <ul className="mt-1 list-disc pl-4">
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        )}
        {query.isError && (
          <ErrorState error={query.error} what="the template" onRetry={() => void query.refetch()} />
        )}
        {module ? (
          <>
            {module.variables.length === 0 && (
              <p className="text-muted-foreground text-sm">The module declares no variables.</p>
            )}
            {module.variables.map((variable) => (
              <VariableRow key={variable.name} variable={variable} value={values[variable.name]} />
            ))}
            {unknown.map((key) => (
              <UnknownRow key={key} name={key} />
            ))}
          </>
        ) : (
          !query.isError &&
          (query.isLoading ? (
            <LoadingState label="Loading the variables of the module">
              <SkeletonLines />
            </LoadingState>
          ) : (
            <PairsField
              path={AT}
              label="Variables"
              noun="variable"
              description="Choose a template, or check the repository, to see what the module declares."
            />
          ))
        )}
      </div>
    </SectionCard>
  );
}

function VariableRow({ variable, value: rendered }: { variable: ModuleVariable; value: unknown }) {
  const path = [...AT, variable.name];
  const { issues } = useActionEditor();
  const { value, set, touch } = useBound(path);
  const failed = useRenderIssue(path);
  const fault =
    issueAt(issues, path)?.message ??
    failed ??
    valueFault(variable, value === undefined ? undefined : rendered);
  const missing = value === undefined && variable.default === undefined;
  return (
    <Field
      id={idOfPath(path)}
      required={variable.default === undefined}
      label={
        <span className="font-mono">
          {variable.name}
          {missing && (
            <Badge tone="danger" className="ml-2 font-sans">
              Missing
            </Badge>
          )}
        </span>
      }
      description={variable.description}
      hint={variableHint(variable)}
      error={fault ?? (missing ? "The module requires it, and nothing is sent." : undefined)}
    >
      <TemplateInput
        label={variable.name}
        text={typedText(value)}
        placeholder={variable.default ? "Not sent: the module's default" : undefined}
        onBlur={touch}
        onText={(text) => set(text === "" ? undefined : keptValue(text, value))}
      />
    </Field>
  );
}

/** A variable that is sent and that the module does not declare. */
function UnknownRow({ name }: { name: string }) {
  const path = [...AT, name];
  const { value, set } = useBound(path);
  return (
    <Field
      id={idOfPath(path)}
      required
      label={<span className="font-mono">{name}</span>}
      error="The module declares no such variable."
      hint={
        <button type="button" className="rounded-xs underline" onClick={() => set(undefined)}>
          Remove
        </button>
      }
    >
      <TemplateInput label={name} text={typedText(value)} onText={(text) => set(keptValue(text, value))} />
    </Field>
  );
}
