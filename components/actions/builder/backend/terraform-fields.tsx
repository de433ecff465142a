"use client";

import { useQuery } from "@tanstack/react-query";
import { NumberAt, SelectAt, TextAt } from "@/components/definition-editor/bound-fields";
import { valueAt } from "@/components/definition-editor/path";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import type { SelectOption } from "@/components/ui/select";
import { useActionEditor } from "../editor-context";
import { MappingFields } from "./mapping-fields";
import { SourceFields } from "./source-fields";
import { VariablesTable } from "./variables-table";

const AT = ["invocationMethod"] as const;

/** What is chosen stays visible where the list does not have it: not yet, or no longer. */
const withChosen = (options: SelectOption[], chosen: unknown): SelectOption[] =>
  typeof chosen !== "string" || chosen === "" || options.some(({ value }) => value === chosen)
    ? options
    : [...options, { value: chosen, label: chosen }];

/** What Terraform is to plan and apply, with which values, and the entity that comes of it. */
export function TerraformFields({ rendered }: { rendered: Record<string, unknown> }) {
  const trpc = useTRPC();
  const { definition, change } = useActionEditor();
  const templates = useQuery(trpc.pipelines.templates.list.queryOptions());
  const connections = useQuery(trpc.pipelines.connections.list.queryOptions());
  const source = valueAt(definition, [...AT, "source"]);
  const isSource = source !== undefined;
  const connectionOptions = (connections.data ?? []).map(({ identifier, title }) => ({
    value: identifier,
    label: title,
  }));
  const destroys = valueAt(definition, [...AT, "operation"]) === "destroy";
  const blueprint = definition.trigger.blueprintIdentifier;
  return (
    <>
      <SectionCard title="Module">
        <Field label="Where it lies" className="mb-4">
          <RadioGroup
            value={isSource ? "source" : "template"}
            options={[
              { value: "template", label: "A template of this portal" },
              { value: "source", label: "A git repository" },
            ]}
            onValueChange={(next) =>
              change((before) => {
                const { template: _t, version: _v, source: _s, ...rest } = before.invocationMethod ?? {};
                const module =
                  next === "source" ? { source: { repository: "", commit: "" } } : { template: "" };
                return { ...before, invocationMethod: { ...rest, ...module } };
              })
            }
          />
        </Field>
        {isSource && (
          <SourceFields
            connections={withChosen(connectionOptions, valueAt(definition, [...AT, "source", "connection"]))}
          />
        )}
        <div className={cn("grid gap-4 sm:grid-cols-2", isSource && "mt-4 border-t pt-4")}>
          {!isSource && (
            <SelectAt
              path={[...AT, "template"]}
              label="Template"
              required
              description="A golden path in the templates of this portal."
              options={withChosen(
                (templates.data ?? []).map(({ slug, title, version, fault }) => ({
                  value: slug,
                  label: title,
                  description: fault ? "cannot be used" : version,
                  disabled: fault !== null,
                })),
                valueAt(definition, [...AT, "template"]),
              )}
            />
          )}
          <SelectAt
            path={[...AT, "operation"]}
            label="Operation"
            required
            value={valueAt(definition, [...AT, "operation"]) === undefined ? "apply" : undefined}
            options={[
              { value: "apply", label: "Apply", description: "make or change" },
              { value: "destroy", label: "Destroy", description: "remove what was made" },
            ]}
          />
          <SelectAt
            path={[...AT, "connection"]}
            label="Connection"
            none="None"
            description="Its variables are in Terraform's environment."
            options={withChosen(connectionOptions, valueAt(definition, [...AT, "connection"]))}
          />
          {!isSource && (
            <TextAt
              path={[...AT, "version"]}
              label="Version"
              mono
              placeholder="1.0.0"
              description="What it makes gets this version. Empty: the recommended one, or the one in the folder."
            />
          )}
          <NumberAt
            path={[...AT, "timeoutMinutes"]}
            label="Time limit in minutes"
            placeholder="60"
            description="Then Terraform is interrupted."
          />
          <SelectAt
            path={[...AT, "network"]}
            label="Network"
            none="As the portal's machine"
            description="Without one, the module reaches nothing but its state. Needs the sandbox."
            options={[{ value: "none", label: "None" }]}
          />
        </div>
      </SectionCard>
      <VariablesTable rendered={rendered} />
      {destroys ? (
        <p className="text-muted-foreground px-1 text-sm">
          The entity acted on is removed from the catalog once its resources are destroyed.
        </p>
      ) : (
        <MappingFields path={[...AT, "mapping"]} blueprint={blueprint} optional />
      )}
    </>
  );
}
