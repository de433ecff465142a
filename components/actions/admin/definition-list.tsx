"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Workflow, Zap } from "lucide-react";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { TableFilter } from "@/components/data-table/table-filter";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Select } from "@/components/ui/select";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { operationWords } from "../action-types";
import { actionsHref, newActionHref, newAutomationHref } from "../builder/action-paths";
import { backendLabel } from "./backend-label";
import { definitionColumns } from "./definition-columns";
import { filtered, subjectOf } from "./list-filter";
import { listParams } from "./list-params";

const ANY = "any";
const STATE_WORDS = {
  published: "Published",
  hidden: "Hidden",
  draft: "Draft pending",
  "not-run": "Not run here",
} as const;

/** Actions and automations for those who look after them: found, hidden, published, copied and deleted. */
export function DefinitionList() {
  const trpc = useTRPC();
  const query = useQuery(trpc.actions.overview.queryOptions());
  const [params, setParams] = useQueryStates(listParams);
  const { tab, q, state, operation, backend, blueprint } = params;
  const all = useMemo(() => query.data ?? [], [query.data]);
  const ofTab = all.filter(({ trigger }) => (trigger.type === "automation") === (tab === "automations"));
  const rows = query.data && filtered(ofTab, params);
  const activity = useQuery(
    trpc.automations.activity.queryOptions(undefined, {
      enabled: tab === "automations",
      refetchInterval: 10_000,
    }),
  );
  const columns = useMemo(
    () => definitionColumns(tab, all, new Map((activity.data ?? []).map((one) => [one.actionId, one]))),
    [tab, all, activity.data],
  );
  const backends = [...new Set(ofTab.map((entry) => entry.backend))].sort();
  const blueprints = [...new Set(ofTab.flatMap((entry) => subjectOf(entry).blueprint ?? []))].sort();
  const count = (automation: boolean) =>
    query.data && all.filter(({ trigger }) => (trigger.type === "automation") === automation).length;
  return (
    <div className="grid min-w-0 gap-4">
      <LinkTabs
        label="Kinds of definitions"
        current={tab}
        tabs={[
          { value: "actions", label: "Actions", href: actionsHref, count: count(false) },
          {
            value: "automations",
            label: "Automations",
            href: `${actionsHref}?tab=automations`,
            count: count(true),
          },
        ]}
      />
      {tab === "automations" && (
        <p className="text-muted-foreground text-sm text-pretty">
          An automation runs by itself: when an entity or a run changes, a timer expires, or the clock says
          so.
        </p>
      )}
      <DataTable
        key={tab}
        label={tab}
        columns={columns}
        rows={rows}
        rowId={(entry) => entry.identifier}
        error={query.error}
        onRetry={() => void query.refetch()}
        filtered={q !== "" || state !== null || operation !== null || backend !== "" || blueprint !== ""}
        onClearFilters={() =>
          setParams({ q: null, state: null, operation: null, backend: null, blueprint: null })
        }
        toolbar={
          <>
            {tab === "automations" && (
              <ButtonLink href={newAutomationHref}>
                <Plus aria-hidden /> New automation
              </ButtonLink>
            )}
            <TableFilter value={q} label={`Filter ${tab}`} onChange={(next) => setParams({ q: next })} />
            <Choice
              label="State"
              value={state}
              options={Object.entries(STATE_WORDS).map(([value, label]) => ({ value, label }))}
              onChange={(next) => setParams({ state: next as typeof state })}
            />
            {tab === "actions" && (
              <Choice
                label="Operation"
                value={operation}
                options={Object.entries(operationWords).map(([value, { label }]) => ({ value, label }))}
                onChange={(next) => setParams({ operation: next as typeof operation })}
              />
            )}
            <Choice
              label="Backend"
              value={backend || null}
              options={backends.map((kind) => ({ value: kind, label: backendLabel(kind) }))}
              onChange={(next) => setParams({ backend: next })}
            />
            <Choice
              label="Blueprint"
              value={blueprint || null}
              options={blueprints.map((one) => ({ value: one, label: one }))}
              onChange={(next) => setParams({ blueprint: next })}
            />
          </>
        }
        empty={
          tab === "actions" ? (
            <EmptyState
              icon={Zap}
              title="No actions yet"
              action={
                <ButtonLink variant="primary" href={newActionHref}>
                  <Plus aria-hidden /> New action
                </ButtonLink>
              }
            >
              An action is a golden path: a form, what it runs, and who has to approve.
            </EmptyState>
          ) : (
            <EmptyState
              icon={Workflow}
              title="No automations yet"
              action={
                <ButtonLink variant="primary" href={newAutomationHref}>
                  <Plus aria-hidden /> New automation
                </ButtonLink>
              }
            >
              An automation runs something by itself when an entity or a run changes, a timer expires, or on a
              schedule.
            </EmptyState>
          )
        }
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

/** A filter by one value; "Any" takes it away. */
function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      label={label}
      className="w-auto"
      value={value ?? ANY}
      options={[{ value: ANY, label: `${label}: any` }, ...options]}
      onValueChange={(next) => onChange(next === ANY ? null : next)}
    />
  );
}
