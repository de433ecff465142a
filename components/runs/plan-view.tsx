"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { toneClasses } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import type { AttributeChange, PlanAction, PlanSummary, ResourceChange } from "@/server/pipelines/schema";
import { PlanCounts } from "./plan-counts";
import { attributeSides, PLAN_LOOK, planText, planValue } from "./plan-format";

const TEXT_TONE = {
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
  neutral: "text-muted-foreground",
} as const;

/** From so many resources on, one is found by typing. */
const SEARCH_FROM = 8;

interface PlanViewProps {
  plan: PlanSummary;
  /** Opens every change from the start. */
  expanded?: boolean;
  /** What is said where nothing changes. */
  nothing?: string;
  /** What is said below, in place of the version of Terraform. */
  note?: string;
}

/** A plan to read and decide on: counts, destructive changes first, each attribute before and after; the raw text one tab away. */
export function PlanView({ plan, expanded = true, nothing, note }: PlanViewProps) {
  const text = planText(plan);
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const resources = plan.resources.filter(
    ({ address, attributes }) =>
      wanted === "" ||
      address.toLowerCase().includes(wanted) ||
      attributes.some(({ path }) => path.toLowerCase().includes(wanted)),
  );
  return (
    <Tabs defaultValue="changes">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-2">
        <PlanCounts plan={plan} />
        <div className="print-hidden flex items-center gap-1.5">
          {plan.resources.length >= SEARCH_FROM && (
            <Input
              type="search"
              aria-label="Find a resource or attribute"
              placeholder="Find"
              className="w-40"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          <TabsList>
            <TabsTab value="changes">Changes</TabsTab>
            <TabsTab value="text">Text</TabsTab>
          </TabsList>
          <CopyButton value={text} label="Copy plan" />
        </div>
      </div>
      <TabsPanel value="changes">
        {plan.resources.length === 0 && plan.outputs.length === 0 ? (
          <p className="text-muted-foreground px-4 py-6">
            {nothing ?? "The infrastructure already is as it should be: nothing changes."}
          </p>
        ) : resources.length === 0 && wanted !== "" ? (
          <p className="text-muted-foreground px-4 py-6">
            No resource or attribute has “{search.trim()}” in it.
          </p>
        ) : (
          <ul className="divide-y">
            {resources.map((resource) => (
              <ResourceRow key={resource.address} resource={resource} expanded={expanded} />
            ))}
          </ul>
        )}
        {plan.outputs.length > 0 && <Outputs outputs={plan.outputs} />}
      </TabsPanel>
      <TabsPanel value="text">
        <pre
          tabIndex={0}
          aria-label="Plan as text"
          className="max-h-[36rem] overflow-auto p-4 font-mono text-xs leading-5"
        >
          {text}
        </pre>
      </TabsPanel>
      <p className="text-2xs text-muted-foreground border-t px-4 py-1.5">
        {note ?? `Terraform ${plan.terraformVersion}.`} Unchanged attributes are left out; sensitive values
        never leave the server.
      </p>
    </Tabs>
  );
}

function ActionSign({ action }: { action: PlanAction }) {
  const look = PLAN_LOOK[action];
  return (
    <span
      className={cn(
        "inline-flex h-5 w-20 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium",
        toneClasses[look.tone],
      )}
    >
      <span aria-hidden className="w-2 font-mono">
        {look.sign}
      </span>
      {look.word}
    </span>
  );
}

function ResourceRow({ resource, expanded }: { resource: ResourceChange; expanded: boolean }) {
  // While somebody has to decide, everything that changes is open: nobody should approve it unseen.
  const [open, setOpen] = useState(expanded && resource.action !== "no-op" && resource.action !== "read");
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="hover:bg-accent/60 flex w-full flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2 text-left"
      >
        <ChevronRight
          aria-hidden
          className={cn("text-muted-foreground size-3.5 shrink-0 transition-transform", open && "rotate-90")}
        />
        <ActionSign action={resource.action} />
        <span className="min-w-0 font-mono text-xs break-all">{resource.address}</span>
        {resource.reason && <span className="text-muted-foreground text-xs">{resource.reason}</span>}
      </button>
      {open && resource.attributes.length > 0 && (
        <dl
          className="mb-3 ml-4 grid gap-y-1.5 border-l-2 py-1 pr-4 pl-4 font-mono text-xs sm:ml-9 sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)] sm:gap-x-4"
          data-print-expand
        >
          {resource.attributes.map((attribute) => (
            <AttributeRow key={attribute.path} attribute={attribute} action={resource.action} />
          ))}
        </dl>
      )}
      {open && resource.attributes.length === 0 && (
        <p className="text-muted-foreground pb-3 pl-9 text-xs">No attribute to show.</p>
      )}
    </li>
  );
}

function AttributeRow({ attribute, action }: { attribute: AttributeChange; action: PlanAction }) {
  const { before, after } = attributeSides(attribute, action);
  return (
    <>
      <dt className="text-muted-foreground break-all">{attribute.path}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 pb-1 sm:pb-0">
        {before !== null && (
          <span
            className={cn(
              "break-all whitespace-pre-wrap",
              after !== null && "text-danger decoration-danger/40 line-through",
            )}
          >
            <span className="sr-only">before </span>
            {before}
          </span>
        )}
        {before !== null && after !== null && (
          <span aria-hidden className="text-muted-foreground">
            →
          </span>
        )}
        {after !== null && (
          <span
            className={cn(
              "break-all whitespace-pre-wrap",
              attribute.unknownAfter || attribute.sensitive
                ? "text-muted-foreground italic"
                : before !== null
                  ? TEXT_TONE.success
                  : undefined,
            )}
          >
            {before !== null && <span className="sr-only">after </span>}
            {after}
          </span>
        )}
        {attribute.forcesReplacement && (
          <span className="text-danger font-sans font-medium">forces replacement</span>
        )}
      </dd>
    </>
  );
}

function Outputs({ outputs }: { outputs: PlanSummary["outputs"] }) {
  return (
    <section aria-label="Outputs" className="border-t px-4 py-3">
      <h3 className="mb-2 text-xs font-semibold">Outputs</h3>
      <dl className="grid gap-x-4 gap-y-1 font-mono text-xs sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
        {outputs.map((output) => (
          <div key={output.name} className="contents">
            <dt className="text-muted-foreground break-all">
              <span className={TEXT_TONE[PLAN_LOOK[output.action].tone]}>
                {PLAN_LOOK[output.action].sign || " "}
              </span>{" "}
              {output.name}
            </dt>
            <dd
              className={cn(
                "break-all",
                (output.sensitive || output.unknownAfter) && "text-muted-foreground italic",
              )}
            >
              {output.sensitive
                ? "(sensitive)"
                : output.unknownAfter
                  ? "(known after apply)"
                  : output.action === "delete"
                    ? planValue(output.before)
                    : planValue(output.after)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
