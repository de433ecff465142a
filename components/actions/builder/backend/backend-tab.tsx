"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { valueAt } from "@/components/definition-editor/path";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TriedExample } from "@/components/automations/tried-example";
import { isSelfService } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { RenderIssuesContext, usePayload } from "../trial/use-payload";
import { insertableValues } from "./insertable";
import { InsertableContext } from "./insertable-context";
import { BACKENDS, backendOf, runsHere } from "./kinds";
import { OtherFields } from "./other-fields";
import { RenderedExample } from "./rendered-example";
import { TerraformFields } from "./terraform-fields";
import { useTemplateModule } from "./use-template-module";

/** What carries out the action and what it is sent, beside an example of it. */
export function BackendTab() {
  const trpc = useTRPC();
  const { definition, blueprints, set, issuesAt } = useActionEditor();
  const query = usePayload({ samples: true });
  const secrets = useQuery(trpc.secrets.list.queryOptions());
  const outputs = useTemplateModule().data?.module.outputs;
  const type = valueAt(definition, ["invocationMethod", "type"]);
  const backend = backendOf(type);
  const blueprint = blueprints.find(
    ({ identifier }) =>
      identifier ===
      (definition.trigger.blueprintIdentifier ??
        valueAt(definition, ["trigger", "event", "blueprintIdentifier"])),
  );
  const insertable = useMemo(
    () =>
      insertableValues(definition, blueprint, {
        secrets: (secrets.data ?? NONE).map(({ name }) => name),
        outputs: type === "TERRAFORM" ? (outputs ?? []) : [],
      }),
    [definition, blueprint, secrets.data, outputs, type],
  );
  const payload = query.data?.payload;
  const rendered =
    typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};
  return (
    <InsertableContext value={insertable}>
      <RenderIssuesContext value={query.data?.issues ?? NONE}>
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="grid min-w-0 gap-5">
            <SectionCard title="Backend">
              <div className="grid gap-3">
                <Field
                  label="Carried out by"
                  required
                  error={issuesAt(["invocationMethod", "type"])[0]?.message}
                  description={backend?.description}
                >
                  <Select
                    className="sm:max-w-md"
                    value={backend?.kind ?? null}
                    options={BACKENDS.map(({ kind, label }) => ({
                      value: kind,
                      label,
                      description: runsHere(kind) ? "runs here" : "not run here yet",
                    }))}
                    onValueChange={(kind) =>
                      set(["invocationMethod"], { type: kind, ...backendOf(kind)?.start })
                    }
                  />
                </Field>
                <p className="flex flex-wrap items-center gap-2 text-sm">
                  {runsHere(type) ? (
                    <>
                      <Badge tone="success">Runs here</Badge>
                      <span className="text-muted-foreground">This portal carries it out.</span>
                    </>
                  ) : (
                    <>
                      <Badge tone="warning">Not run here yet</Badge>
                      <span className="text-muted-foreground">
                        The definition is stored and given out as it is. Nobody can run it from this portal.
                      </span>
                    </>
                  )}
                </p>
              </div>
            </SectionCard>
            {type === "TERRAFORM" ? (
              <TerraformFields rendered={rendered} />
            ) : (
              <OtherFields kind={backend?.kind} />
            )}
          </div>
          <div className="min-w-0 xl:sticky xl:top-4">
            {isSelfService(definition) ? <RenderedExample query={query} samples /> : <TriedExample />}
          </div>
        </div>
      </RenderIssuesContext>
    </InsertableContext>
  );
}

const NONE: readonly [] = [];
