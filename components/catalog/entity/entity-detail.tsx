"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useQueryState } from "@/components/url-state/use-query-state";
import { DetailPage } from "@/components/shell/page";
import { useShell } from "@/components/shell/shell-context";
import { TeamName } from "@/components/properties/reference-names";
import { useTRPC } from "@/components/trpc/provider";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { WorkspaceLink } from "@/components/workspaces/workspace-link";
import { IconTile } from "../blueprint-icon";
import { blueprintHref, entityHref } from "../catalog-types";
import { useVisit } from "../home/kept";
import { EntityCommands } from "./entity-commands";
import { EntityRecordCard } from "./overview/record-card";
import { entityParams } from "./entity-params";
import { specTabs } from "./spec/spec-kind";
import { useViewed } from "./use-viewed";

// Tabs bring their code when they are opened.
const EntityOverview = dynamic(() => import("./entity-overview").then((module) => module.EntityOverview));
const HistoryTab = dynamic(() => import("./history/history-tab").then((module) => module.HistoryTab));
const SpecTab = dynamic(() => import("./spec/spec-tab").then((module) => module.SpecTab));
const RelatedTab = dynamic(() => import("./related/related-tab").then((module) => module.RelatedTab));
const GraphTab = dynamic(() => import("./graph/graph-tab").then((module) => module.GraphTab));
const EntityRuns = dynamic(() => import("./entity-runs").then((module) => module.EntityRuns));
const EntityScorecards = dynamic(() =>
  import("./entity-scorecards").then((module) => module.EntityScorecards),
);
const EntityBoard = dynamic(() =>
  import("@/components/dashboards/view/entity-board").then((module) => module.EntityBoard),
);
const LifetimeBadge = dynamic(() =>
  import("@/components/lifetimes/entity-lifetime").then((module) => module.LifetimeBadge),
);
const LifetimeCard = dynamic(() =>
  import("@/components/lifetimes/entity-lifetime").then((module) => module.LifetimeCard),
);
const TeamBudgetsCard = dynamic(() =>
  import("@/components/cost/team-budgets").then((module) => module.TeamBudgetsCard),
);
const InstanceCard = dynamic(() =>
  import("@/components/templates/instance-card").then((module) => module.InstanceCard),
);
const EntityAudit = dynamic(() => import("./entity-audit").then((module) => module.EntityAudit));

/** The blueprint of teams. */
const TEAM = "_team";

const pageTab = ({ identifier }: { identifier: string }) => `page:${identifier}` as const;

/** One entity: what it is, what it belongs to, what was done to it. */
export function EntityDetail({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const trpc = useTRPC();
  const { data: definition } = useSuspenseQuery(
    trpc.catalog.blueprints.get.queryOptions({ identifier: blueprint }),
  );
  const { data: entity } = useSuspenseQuery(
    trpc.catalog.entities.get.queryOptions({ blueprint, identifier }),
  );
  const [tab] = useQueryState("tab", entityParams.tab);
  const { viewer } = useShell();
  const specs = specTabs(definition, entity);
  const spec = specs.find(({ key }) => tab === `spec:${key}`);
  const { data: pages = [] } = useQuery(trpc.dashboards.forEntities.queryOptions({ blueprint }));
  const page = pages.find((one) => tab === pageTab(one));
  // A link to a tab whose property is empty by now, or whose page has gone, still opens the page.
  const shown = (tab.startsWith("spec:") && !spec) || (tab.startsWith("page:") && !page) ? "overview" : tab;
  const href = entityHref(blueprint, identifier);
  const title = entity.title ?? entity.identifier;
  useVisit(blueprint, identifier, title);
  useViewed(blueprint, identifier);
  return (
    <DetailPage
      title={title}
      icon={<IconTile size="lg" name={entity.icon ?? definition.icon} />}
      meta={
        <>
          <Link href={blueprintHref(blueprint)} className="hover:text-foreground">
            {definition.title}
          </Link>
          {entity.team.map((team) => (
            <TeamName key={team} identifier={team} />
          ))}
          <span className="inline-flex items-center gap-0.5 font-mono text-xs">
            {entity.identifier}
            <CopyButton value={entity.identifier} label="Copy identifier" />
          </span>
          <LifetimeBadge blueprint={blueprint} entity={identifier} />
          <WorkspaceLink blueprint={blueprint} entity={identifier} />
        </>
      }
      breadcrumbs={[
        { label: "Catalog", href: "/catalog" },
        { label: definition.title, href: blueprintHref(blueprint) },
        { label: title },
      ]}
      secondaryActions={<EntityCommands blueprint={definition} entity={entity} />}
      tabs={
        <LinkTabs
          label="Entity"
          current={shown}
          tabs={[
            { value: "overview", label: "Overview", href },
            ...pages.map((one) => ({
              value: pageTab(one),
              label: one.title,
              href: `${href}?tab=${encodeURIComponent(pageTab(one))}`,
            })),
            ...specs.map(({ key, label }) => ({
              value: `spec:${key}`,
              label,
              href: `${href}?tab=${encodeURIComponent(`spec:${key}`)}`,
            })),
            { value: "related", label: "Related", href: `${href}?tab=related` },
            { value: "graph", label: "Graph", href: `${href}?tab=graph` },
            { value: "runs", label: "Runs", href: `${href}?tab=runs` },
            { value: "history", label: "History", href: `${href}?tab=history` },
            { value: "scorecards", label: "Scorecards", href: `${href}?tab=scorecards` },
            ...(viewer.isAdmin ? [{ value: "audit", label: "Audit", href: `${href}?tab=audit` }] : []),
          ]}
        />
      }
      aside={
        shown === "overview" && (
          <>
            <LifetimeCard blueprint={blueprint} entity={identifier} />
            {blueprint === TEAM && <TeamBudgetsCard team={identifier} />}
            <InstanceCard blueprint={blueprint} entity={identifier} />
            <EntityRecordCard entity={entity} />
          </>
        )
      }
    >
      {shown === "overview" && <EntityOverview blueprint={definition} entity={entity} />}
      {spec && shown === tab && (
        <SpecTab label={spec.label} definition={spec.definition} value={spec.value} />
      )}
      {page && <EntityBoard page={page.identifier} blueprint={blueprint} identifier={identifier} />}
      {shown === "related" && <RelatedTab blueprint={definition} entity={entity} />}
      {shown === "graph" && <GraphTab blueprint={blueprint} identifier={identifier} />}
      {shown === "runs" && <EntityRuns blueprint={blueprint} identifier={identifier} />}
      {shown === "history" && <HistoryTab blueprint={definition} entity={entity} />}
      {shown === "scorecards" && <EntityScorecards />}
      {shown === "audit" && <EntityAudit blueprint={blueprint} identifier={identifier} />}
    </DetailPage>
  );
}
