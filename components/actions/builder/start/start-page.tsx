"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { AdminPage } from "@/components/settings/admin-page";
import { useShell } from "@/components/shell/shell-context";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC, useTRPCClient } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { ActionDraft } from "../action-draft";
import { actionsHref } from "../action-paths";
import { basisOf } from "../basis";
import { copyOf, emptyAction, emptyAutomation, fromTemplate, fromWorkflow } from "./starting-points";

const WAYS = [
  { value: "empty" as const, label: "From nothing", description: "An empty form, built input by input." },
  {
    value: "template" as const,
    label: "From a template",
    description: "Asks for the variables of its Terraform module, and runs it.",
  },
  {
    value: "workflow" as const,
    label: "From a GitHub workflow",
    description: "Asks for the inputs that the workflow declares.",
  },
  {
    value: "automation" as const,
    label: "An automation",
    description: "Without a form: set off by a change in the catalog, a run, a timer or the clock.",
  },
  { value: "copy" as const, label: "Like another action", description: "A copy, to be changed." },
];
type Way = (typeof WAYS)[number]["value"];

/** With what a new action begins. */
export function StartPage({ onStart }: { onStart: (action: ActionDraft) => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [way, setWay] = useState<Way>(
    useSearchParams().get("begin") === "automation" ? "automation" : "empty",
  );
  const [chosen, setChosen] = useState<{ template: string | null; copy: string | null }>({
    template: null,
    copy: null,
  });
  const [yaml, setYaml] = useState("");
  const [error, setError] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const [starting, setStarting] = useState(false);
  // Others are told who may; they need not ask for what they would be refused.
  const { isAdmin } = useShell().viewer;
  const actions = useQuery(trpc.actions.definitions.queryOptions(undefined, { enabled: isAdmin }));
  const templates = useQuery(trpc.pipelines.templates.list.queryOptions(undefined, { enabled: isAdmin }));
  const taken = (actions.data ?? []).map(({ identifier }) => identifier);

  /** What was chosen as a definition; null when something has to be said first. */
  const prepare = async (): Promise<ActionDraft | null> => {
    if (way === "empty") return emptyAction;
    if (way === "automation") return emptyAutomation;
    if (way === "copy") {
      const action = actions.data?.find(({ identifier }) => identifier === chosen.copy);
      if (action) return copyOf(basisOf(action).definition, taken);
      setError("Choose the action to begin with.");
      return null;
    }
    if (way === "template") {
      if (chosen.template === null) {
        setError("Choose a template.");
        return null;
      }
      const [template, { importVariables }] = await Promise.all([
        client.pipelines.templates.get.query({ slug: chosen.template }),
        import("@/server/actions/core/payload/import-variables"),
      ]);
      const imported = importVariables(template.module.variables, { inputs: [], variables: [] });
      tell(imported.warnings);
      return fromTemplate(template, imported, taken);
    }
    const imported = await client.actions.importWorkflow.query({ yaml });
    tell(imported.warnings);
    return fromWorkflow(imported);
  };
  const start = async () => {
    if (starting) return;
    setError(undefined);
    setFailure(null);
    setStarting(true);
    try {
      const action = await prepare();
      if (action) onStart(action);
      else document.getElementById(`start/${way}`)?.focus();
    } catch (caught) {
      const [issue] = readFailure(caught).issues;
      if (issue) setError(issue.message);
      else setFailure(caught);
      document.getElementById(`start/${way}`)?.focus();
    } finally {
      setStarting(false);
    }
  };
  return (
    <AdminPage
      title="New action"
      description="Where do you want to begin? Everything can be changed afterwards."
      breadcrumbs={[{ label: "Action forms", href: actionsHref }, { label: "New action" }]}
    >
      <div className="grid max-w-3xl gap-4">
        <FormError error={failure} />
        <Card className="grid gap-5 p-4">
          <RadioGroup
            label="Begin"
            variant="cards"
            className="sm:grid-cols-2"
            options={WAYS}
            value={way}
            onValueChange={(next) => {
              setWay(next);
              setError(undefined);
            }}
          />
          {way === "template" && (
            <Field id="start/template" label="Template" required error={error}>
              <Combobox
                options={(templates.data ?? []).map(({ slug, title, description }) => ({
                  value: slug,
                  label: title,
                  description,
                }))}
                value={named(chosen.template, templates.data, ({ slug, title }) => [slug, title])}
                placeholder="Find a template…"
                emptyText="No template matches."
                onValueChange={(next) => setChosen({ ...chosen, template: next?.value ?? null })}
              />
            </Field>
          )}
          {way === "copy" && (
            <Field id="start/copy" label="Action" required error={error}>
              <Combobox
                options={(actions.data ?? []).map(({ identifier, title }) => ({
                  value: identifier,
                  label: title ?? identifier,
                  description: identifier,
                }))}
                value={named(chosen.copy, actions.data, (one) => [
                  one.identifier,
                  one.title ?? one.identifier,
                ])}
                placeholder="Find an action…"
                emptyText="No action matches."
                onValueChange={(next) => setChosen({ ...chosen, copy: next?.value ?? null })}
              />
            </Field>
          )}
          {way === "workflow" && (
            <Field
              id="start/workflow"
              label="Workflow, YAML"
              required
              error={error}
              description="The text of a file under .github/workflows with on: workflow_dispatch."
            >
              <Textarea
                mono
                rows={10}
                value={yaml}
                placeholder={
                  "on:\n  workflow_dispatch:\n    inputs:\n      environment:\n        required: true"
                }
                onChange={(event) => setYaml(event.target.value)}
              />
            </Field>
          )}
        </Card>
        <Button variant="primary" loading={starting} className="w-fit" onClick={() => void start()}>
          Continue
        </Button>
      </div>
    </AdminPage>
  );
}

function named<T>(
  value: string | null,
  all: readonly T[] | undefined,
  read: (one: T) => [string, string],
): { value: string; label: string } | null {
  if (value === null) return null;
  const found = all?.map(read).find(([key]) => key === value);
  return { value, label: found?.[1] ?? value };
}

/** What could not be taken over. */
function tell(warnings: readonly string[]): void {
  if (warnings.length > 0)
    toast.info("Not everything could be taken over", { description: warnings.join(" ") });
}
