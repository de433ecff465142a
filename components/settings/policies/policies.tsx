"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Scale } from "lucide-react";
import type { DataTableColumn } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { RowLink } from "@/components/data-table/row-link";
import { EFFECT_WORDS } from "@/components/policy/verdict-words";
import { AdminPage } from "@/components/settings/admin-page";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { PolicyStateBadge } from "./policy-state-badge";
import { type PolicyRow, scopeWords } from "./policy-types";
import { StarterList } from "./starter-list";
import { TimeZoneCard } from "./time-zone-card";

const columns: DataTableColumn<PolicyRow>[] = [
  {
    id: "title",
    header: "Policy",
    priority: 1,
    cell: (policy) => (
      <span className="grid min-w-0">
        <RowLink href={`/settings/policies/${encodeURIComponent(policy.identifier)}`}>
          {policy.definition.title}
        </RowLink>
        <span className="text-muted-foreground font-mono text-xs break-all">{policy.identifier}</span>
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    priority: 2,
    cell: (policy) => <PolicyStateBadge policy={policy} />,
    width: "w-44",
  },
  {
    id: "effect",
    header: "Effect",
    priority: 2,
    cell: ({ definition }) => (
      <Badge tone={EFFECT_WORDS[definition.effect].tone}>{EFFECT_WORDS[definition.effect].label}</Badge>
    ),
    width: "w-40",
  },
  {
    id: "scope",
    header: "Judges",
    priority: 2,
    cell: ({ definition }) => <span className="break-words">{scopeWords(definition.scope)}</span>,
  },
  {
    id: "hits",
    header: "Not passed, 30 days",
    priority: 2,
    align: "right",
    cell: ({ failed, judged }) =>
      judged === 0 ? (
        <span className="text-muted-foreground">No run</span>
      ) : (
        <span>
          {failed} <span className="text-muted-foreground">of {judged}</span>
        </span>
      ),
    width: "w-44",
  },
  {
    id: "updated",
    header: "Changed",
    priority: 3,
    cell: (policy) => (
      <span className="text-muted-foreground">
        <RelativeTime value={policy.updatedAt} /> by {policy.updatedByName}
      </span>
    ),
    width: "w-52",
  },
];

/** What judges runs before anybody approves them: policies with their state, effect, scope and hits. */
export function Policies() {
  const trpc = useTRPC();
  const query = useQuery(trpc.policies.list.queryOptions());
  const create = (
    <ButtonLink variant="primary" href="/settings/policies/new">
      <Plus aria-hidden /> New policy
    </ButtonLink>
  );
  return (
    <AdminPage
      title="Policies"
      description="Rules that look at each run and its plan before anybody approves it: they advise, ask for approval, or deny."
      breadcrumbs={[{ label: "Settings" }, { label: "Policies" }]}
      action={query.data && query.data.length > 0 && create}
    >
      <div className="grid gap-6">
        <DataTable
          label="policies"
          columns={columns}
          rows={query.data}
          rowId={(policy) => policy.identifier}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            <EmptyState icon={Scale} title="No policies yet" action={create}>
              Every run passes. Turn on a policy of the starter set below, or write one of your own and try it
              against past runs before it judges any.
            </EmptyState>
          }
        />
        <StarterList />
        <TimeZoneCard />
      </div>
    </AdminPage>
  );
}
