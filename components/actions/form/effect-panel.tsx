"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Cable, FileCode2, ListChecks, ShieldCheck, Target } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useEffect, useState } from "react";
import type { ReactNode } from "react";
import { entityHref } from "@/components/catalog/catalog-types";
import type { PropertyFormModel } from "@/components/properties/use-property-form";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import { SectionCard } from "@/components/ui/card";
import type { ActionFormModel } from "../action-types";
import { EntityPreviewCard } from "./entity-preview-card";

interface EffectPanelProps {
  form: ActionFormModel;
  model: PropertyFormModel;
}

/** What the form will set off: what runs, where, who decides, and what comes of it. Follows what is filled in. */
export function EffectPanel({ form, model }: EffectPanelProps) {
  const trpc = useTRPC();
  const inputs = useDeferredValue(model.values);
  const settled = useSettled(JSON.stringify(inputs));
  const { invocation } = form;
  const template = useQuery(
    trpc.pipelines.templates.get.queryOptions({ slug: invocation.template }, { staleTime: 60_000 }),
  );
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
  const destroys = invocation.operation === "destroy";
  return (
    <aside aria-label="What will happen" className="grid gap-5 lg:sticky lg:top-16">
      <SectionCard title="What will happen" padded={false}>
        <ul className="divide-y">
          <Effect
            icon={<FileCode2 aria-hidden />}
            title={destroys ? "Terraform destroys" : "Terraform applies"}
          >
            {template.data ? `${template.data.title}, version ${template.data.version}` : invocation.template}
            {template.data?.fault && <span className="text-danger mt-1 block">{template.data.fault}</span>}
          </Effect>
          <Effect icon={<Cable aria-hidden />} title="Connection">
            {invocation.connection ? (
              <span className="font-mono text-xs">{invocation.connection}</span>
            ) : (
              "None: the template needs no credentials."
            )}
          </Effect>
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
              <Approvers approval={approval.data} />
            </Effect>
          ) : (
            <Effect icon={<ListChecks aria-hidden />} title="Approval">
              Not needed: it is applied as soon as it is planned.
            </Effect>
          )}
        </ul>
      </SectionCard>
      {invocation.mapping && !destroys && form.blueprint && (
        <EntityPreviewCard
          blueprint={form.blueprint}
          mapping={invocation.mapping}
          context={{
            inputs,
            entity: target.data ? { ...target.data } : form.entity,
            definitions: form.userInputs.properties,
          }}
          exists={form.entity !== null}
        />
      )}
    </aside>
  );
}

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

/** Approvers by name before the rest is counted. */
const NAMED = 4;

function Approvers({ approval }: { approval: NonNullable<ActionFormModel["approval"]> }) {
  if (approval.approvers.length === 0) {
    // Without a team, who decides is not known yet.
    return approval.owningTeam === null ? (
      <>Follows from what you fill in.</>
    ) : (
      <span className="text-warning">
        Nobody can approve this as filled in: {approval.text}. Choose another team or ask an administrator.
      </span>
    );
  }
  const rest = approval.approvers.length - NAMED;
  return (
    <>
      <ul className="mt-1 grid gap-1">
        {approval.approvers.slice(0, NAMED).map((person) => (
          <li key={person.email} className="flex items-center gap-2">
            <Avatar name={person.name} size="sm" />
            <span className="text-foreground min-w-0 truncate">{person.name}</span>
            <span className="truncate text-xs">{person.why.join(", ")}</span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="mt-1 text-xs">and {rest} more</p>}
    </>
  );
}
