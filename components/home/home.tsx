"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Boxes, CircleCheck, Play, Zap } from "lucide-react";
import Link from "next/link";
import { ActionCard } from "@/components/actions/action-card";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { blueprintHref } from "@/components/catalog/catalog-types";
import { EndsSoon } from "@/components/lifetimes/ends-soon";
import { LoadingState, SkeletonRows } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card, SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { homeRunsInput } from "./home-queries";
import { popularActions } from "./popular";
import { RunRows } from "./run-rows";

/** What waits for the person, what they did last, and the ways on. */
export function Home() {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-5">
        <Waiting />
        <EndsSoon />
        <LatestRuns />
      </div>
      <CatalogCounts />
      <div className="lg:col-span-2">
        <PopularActions />
      </div>
    </div>
  );
}

function Waiting() {
  const trpc = useTRPC();
  const { data: count, isError } = useQuery(trpc.approvals.count.queryOptions());
  if (count === undefined && !isError) return null;
  if (isError) return null;
  if (!count)
    return (
      <p className="text-muted-foreground flex items-center gap-2 text-sm">
        <CircleCheck aria-hidden className="text-success size-4" /> Nothing waits for your decision.
      </p>
    );
  return (
    <Link
      href="/approvals"
      className="border-warning-border bg-warning-subtle text-warning hover:border-warning flex items-center gap-3 rounded-lg border px-4 py-3 transition-colors"
    >
      <span className="tabular text-xl font-semibold">{count}</span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">
          {count === 1 ? "One request waits" : "Requests wait"} for your decision
        </span>
        <span className="block text-sm">Each shows its plan; nothing runs before you decide.</span>
      </span>
      <ArrowRight aria-hidden className="size-4" />
    </Link>
  );
}

function LatestRuns() {
  const trpc = useTRPC();
  const query = useQuery(trpc.runs.list.queryOptions(homeRunsInput));
  return (
    <SectionCard
      title="My latest runs"
      padded={false}
      actions={
        <ButtonLink href="/runs" variant="ghost" size="sm">
          All runs
        </ButtonLink>
      }
    >
      <QueryState
        query={query}
        what="your runs"
        skeleton={<SkeletonRows rows={4} />}
        isEmpty={(page) => page.runs.length === 0}
        empty={
          <EmptyState
            icon={Play}
            title="You have not run anything yet"
            action={
              <ButtonLink variant="primary" href="/actions">
                Browse actions
              </ButtonLink>
            }
          >
            Pick an action and fill in its form. You see the plan before anything happens, and follow it here.
          </EmptyState>
        }
      >
        {(page) => <RunRows runs={page.runs} label="My latest runs" />}
      </QueryState>
    </SectionCard>
  );
}

function CatalogCounts() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions());
  return (
    <SectionCard
      title="Catalog"
      padded={false}
      actions={
        <ButtonLink href="/catalog" variant="ghost" size="sm">
          Open
        </ButtonLink>
      }
    >
      <QueryState
        query={query}
        what="the catalog"
        skeleton={<SkeletonRows rows={4} />}
        isEmpty={(blueprints) => blueprints.length === 0}
        empty={
          <EmptyState icon={Boxes} size="inline" title="The catalog is empty">
            {viewer.isAdmin
              ? "Begin with a blueprint: it says what a thing is made of."
              : "An administrator of the portal adds blueprints."}
          </EmptyState>
        }
      >
        {(blueprints) => (
          <ul className="divide-y">
            {blueprints.slice(0, 10).map((blueprint) => (
              <li key={blueprint.identifier}>
                <Link
                  href={blueprintHref(blueprint.identifier)}
                  className="hover:bg-muted/60 flex min-h-9 items-center gap-2.5 px-4 py-1.5"
                >
                  <NamedIcon name={blueprint.icon} className="text-muted-foreground" />
                  <span className="min-w-0 flex-1 truncate">{blueprint.title}</span>
                  <span className="text-muted-foreground tabular">{formatCount(blueprint.entityCount)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </SectionCard>
  );
}

function PopularActions() {
  const trpc = useTRPC();
  const actions = useQuery(trpc.actions.list.queryOptions({}));
  const runs = useQuery(trpc.runs.list.queryOptions(homeRunsInput));
  return (
    <section aria-labelledby="popular" className="grid gap-2.5">
      <h2 id="popular" className="text-sm font-semibold tracking-tight">
        Start something
      </h2>
      {actions.data ? (
        actions.data.length === 0 ? (
          <Card>
            <EmptyState icon={Zap} title="No actions yet">
              Actions are golden paths: forms that create or change something by your platform’s rules.
            </EmptyState>
          </Card>
        ) : (
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {popularActions(actions.data, runs.data?.runs ?? []).map((action) => (
              <li key={action.identifier}>
                <ActionCard action={action} />
              </li>
            ))}
          </ul>
        )
      ) : (
        <QueryState query={actions} what="actions">
          {() => <LoadingState />}
        </QueryState>
      )}
    </section>
  );
}
