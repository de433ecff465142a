"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Cable, Coins, FileCode2, Hourglass, ListChecks, ShieldCheck, Target } from "lucide-react";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { entityHref } from "@/components/catalog/catalog-types";
import { LifetimeEffect } from "@/components/lifetimes/lifetime-effect";
import { FormPolicies } from "@/components/policy/form-policies";
import { FormCost } from "@/components/cost/form-cost";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Card, SectionCard } from "@/components/ui/card";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import type { ActionFormModel } from "../action-types";
import { Approvers } from "./approvers";
import { backendWords } from "./backend-words";
import { EntityPreviewCard } from "./entity-preview-card";
import type { SessionSnapshot } from "./form-session";
import { isOpen, sentValues, withoutSecrets } from "./form-values";
import { useLateForm } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";
import { usePreviewInputs } from "./use-preview-inputs";

interface EffectPanelProps {
  form: ActionFormModel;
  model: ActionFieldsModel;
  /** Null where a tab says it. */
  title: string | null;
}

/** What the form will set off: what runs, where, who decides, what it costs, and what comes of it. Follows what is filled in. */
export function EffectPanel({ form, model, title }: EffectPanelProps) {
  const trpc = useTRPC();
  const { properties } = model.session.userInputs;
  const snapshot = useLateForm(model);
  const filled = useMemo(() => knownValues(properties, snapshot), [properties, snapshot]);
  const settled = useSettled(JSON.stringify(filled));
  const inputs = usePreviewInputs(properties, filled);
  const { invocation } = form;
  const approval = useQuery(
    trpc.actions.approval.queryOptions(
      {
        identifier: form.identifier,
        properties: JSON.parse(settled) as Record<string, unknown>,
        ...(form.entity && { entity: form.entity.identifier }),
      },
      {
        enabled: form.approval !== null,
        placeholderData: keepPreviousData,
        initialData: form.approval,
        staleTime: 5_000,
      },
    ),
  );
  const target = useQuery(
    trpc.catalog.entities.get.queryOptions(
      { blueprint: form.entity?.blueprint ?? "", identifier: form.entity?.identifier ?? "" },
      { enabled: form.entity !== null },
    ),
  );
  const destroys = invocation.type === "TERRAFORM" && invocation.operation === "destroy";
  const mapping =
    "mapping" in invocation && invocation.type !== "UPSERT_ENTITY" ? invocation.mapping : undefined;
  return (
    <div className="grid gap-5">
      <Frame title={title}>
        <ul className="divide-y">
          <BackendEffect form={form} />
          {form.entity && (
            <Effect icon={<Target aria-hidden />} title={destroys ? "Destroys" : "Changes"}>
              <Link
                href={entityHref(form.entity.blueprint, form.entity.identifier)}
                className="text-primary-text underline-offset-2 hover:underline"
              >
                {form.entity.title ?? form.entity.identifier}
              </Link>
            </Effect>
          )}
          {form.approval && approval.data ? (
            <Effect
              icon={<ShieldCheck aria-hidden />}
              title={approval.data.type === "ALL" ? "All of these must approve" : "One of these must approve"}
            >
              {approval.error ? (
                <span className="text-warning">{readFailure(approval.error).message}</span>
              ) : (
                <Approvers approval={approval.data} teamFollows={mapping?.team !== undefined} />
              )}
            </Effect>
          ) : (
            <Effect icon={<ListChecks aria-hidden />} title="Approval">
              Not needed: it is applied as soon as it is planned.
            </Effect>
          )}
          {form.lifetime && (
            <Effect icon={<Hourglass aria-hidden />} title="Lifetime">
              <LifetimeEffect lifetime={form.lifetime} values={inputs} />
            </Effect>
          )}
          <Effect icon={<Coins aria-hidden />} title="Monthly cost">
            <FormCost
              action={form.identifier}
              entity={form.entity?.identifier}
              properties={JSON.parse(settled) as Record<string, unknown>}
            />
          </Effect>
        </ul>
      </Frame>
      <FormPolicies
        action={form.identifier}
        entity={form.entity?.identifier}
        properties={JSON.parse(settled) as Record<string, unknown>}
      />
      {mapping && !destroys && form.blueprint && (
        <EntityPreviewCard
          blueprint={form.blueprint}
          mapping={mapping}
          context={{
            inputs,
            entity: target.data ? { ...target.data } : form.entity,
            definitions: form.userInputs.properties,
          }}
          exists={form.entity !== null}
        />
      )}
    </div>
  );
}

/** What would be sent, and what the form itself sets; no secrets. */
function knownValues(
  properties: InputDefinitions,
  { state, ...filled }: SessionSnapshot,
): Record<string, unknown> {
  const closed = Object.entries(state.values).filter(([key]) => !isOpen(state.inputs[key]));
  return withoutSecrets(properties, {
    ...Object.fromEntries(closed),
    ...sentValues(properties, filled, state).values,
  });
}

const Frame = ({ title, children }: { title: string | null; children: ReactNode }) =>
  title === null ? (
    <Card>
      <h2 className="sr-only">What will happen</h2>
      {children}
    </Card>
  ) : (
    <SectionCard title={title} padded={false}>
      {children}
    </SectionCard>
  );

/** Milliseconds after the last change before the server is asked who would decide. */
const SETTLE_MS = 350;

/** A value once it has stopped changing. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What runs, and with which credentials. */
function BackendEffect({ form: { invocation } }: { form: ActionFormModel }) {
  const trpc = useTRPC();
  const words = backendWords(invocation);
  const slug = "template" in invocation ? invocation.template : undefined;
  const connection = "connection" in invocation ? invocation.connection : undefined;
  const template = useQuery(
    trpc.pipelines.templates.get.queryOptions(
      { slug: slug ?? "" },
      { staleTime: 60_000, enabled: slug !== undefined },
    ),
  );
  return (
    <>
      <Effect icon={<FileCode2 aria-hidden />} title={words.title}>
        {template.data ? `${template.data.title}, version ${template.data.version}` : words.detail}
        {template.data?.fault && <span className="text-danger mt-1 block">{template.data.fault}</span>}
      </Effect>
      <Effect icon={<Cable aria-hidden />} title="Connection">
        {connection ? (
          <span className="font-mono text-xs">{connection}</span>
        ) : (
          "None: the template needs no credentials."
        )}
      </Effect>
    </>
  );
}

function Effect({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className="[&_svg]:text-muted-foreground grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 px-4 py-2.5 [&_svg]:mt-0.5 [&_svg]:size-4">
      {icon}
      <div className="min-w-0">
        <h3 className="font-medium">{title}</h3>
        <div className="text-muted-foreground [overflow-wrap:anywhere]">{children}</div>
      </div>
    </li>
  );
}
