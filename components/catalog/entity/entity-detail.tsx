"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useQueryState } from "@/components/url-state/use-query-state";
import { DetailPage } from "@/components/shell/page";
import { TeamName, PersonName } from "@/components/properties/reference-names";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkTabs } from "@/components/ui/link-tabs";
import { RelativeTime } from "@/components/ui/relative-time";
import { IconTile } from "../blueprint-icon";
import { blueprintHref, entityHref } from "../catalog-types";
import { EntityCommands } from "./entity-commands";
import { EntityOverview } from "./entity-overview";
import { entityParams } from "./entity-params";

// Tabs bring their code when they are opened.
const EntityHistory = dynamic(() => import("./entity-history").then((module) => module.EntityHistory));
const EntityRelated = dynamic(() => import("./entity-related").then((module) => module.EntityRelated));
const EntityRuns = dynamic(() => import("./entity-runs").then((module) => module.EntityRuns));

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
  const href = entityHref(blueprint, identifier);
  const title = entity.title ?? entity.identifier;
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
          current={tab}
          tabs={[
            { value: "overview", label: "Overview", href },
            { value: "related", label: "Related", href: `${href}?tab=related` },
            { value: "runs", label: "Runs", href: `${href}?tab=runs` },
            { value: "history", label: "History", href: `${href}?tab=history` },
          ]}
        />
      }
      aside={
        <SectionCard title="Record">
          <DescriptionList
            items={[
              { term: "Created", value: <RelativeTime value={entity.createdAt} /> },
              { term: "By", value: <PersonName email={entity.createdBy} /> },
              { term: "Updated", value: <RelativeTime value={entity.updatedAt} /> },
              { term: "By", key: "updated-by", value: <PersonName email={entity.updatedBy} /> },
              ...(entity.runId
                ? [
                    {
                      term: "Made by run",
                      value: (
                        <Link
                          href={`/runs/${encodeURIComponent(entity.runId)}`}
                          className="text-primary-text font-mono text-xs underline-offset-2 hover:underline"
                        >
                          {entity.runId}
                        </Link>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </SectionCard>
      }
    >
      {tab === "overview" && <EntityOverview blueprint={definition} entity={entity} />}
      {tab === "related" && <EntityRelated blueprint={definition} entity={entity} />}
      {tab === "runs" && <EntityRuns blueprint={blueprint} identifier={identifier} />}
      {tab === "history" && <EntityHistory blueprint={blueprint} identifier={identifier} />}
    </DetailPage>
  );
}
