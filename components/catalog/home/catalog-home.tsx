"use client";

import { useQuery } from "@tanstack/react-query";
import { LayoutGrid, List, Shapes } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { TableFilter } from "@/components/data-table/table-filter";
import { SkeletonRows } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, NoResults } from "@/components/states/states";
import { useShell } from "@/components/shell/shell-context";
import { useTRPC } from "@/components/trpc/provider";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { NamedIcon } from "../blueprint-icon";
import { entityHref } from "../catalog-types";
import type { BlueprintSummary } from "../catalog-types";
import { BlueprintCard } from "./blueprint-card";
import { catalogParams } from "./home-params";
import { useFavourites, useVisits } from "./kept";

const BlueprintRows = dynamic(() => import("./blueprint-rows").then((module) => module.BlueprintRows), {
  loading: () => <SkeletonRows rows={6} />,
});

/** Every kind of thing in the catalog with how many there are, favourites first. */
export function CatalogHome() {
  const trpc = useTRPC();
  const [{ q, as }, setParams] = useQueryStates(catalogParams);
  const [favourites, toggleFavourite] = useFavourites();
  const query = useQuery(trpc.catalog.blueprints.list.queryOptions());
  return (
    <QueryState
      query={query}
      what="blueprints"
      skeleton={<SkeletonCards />}
      isEmpty={(data) => shownOf(data, "").length === 0}
      empty={<FirstUse />}
    >
      {(blueprints) => {
        const shown = shownOf(blueprints, q);
        const starred = shown.filter(({ identifier }) => favourites.has(identifier));
        const others = shown.filter(({ identifier }) => !favourites.has(identifier));
        const cards = (list: readonly BlueprintSummary[], label: string) => (
          <ul aria-label={label} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {list.map((blueprint) => (
              <li key={blueprint.identifier}>
                <BlueprintCard
                  blueprint={blueprint}
                  starred={favourites.has(blueprint.identifier)}
                  onStar={() => toggleFavourite(blueprint.identifier)}
                />
              </li>
            ))}
          </ul>
        );
        return (
          <div className="grid gap-4">
            <div className="flex flex-wrap items-center gap-2">
              <TableFilter
                label="Filter blueprints"
                value={q}
                onChange={(value) => setParams({ q: value || null })}
              />
              <div role="group" aria-label="Show as" className="ml-auto flex gap-1 max-sm:hidden">
                {(
                  [
                    ["cards", LayoutGrid],
                    ["list", List],
                  ] as const
                ).map(([kind, Icon]) => (
                  <Button
                    key={kind}
                    variant="ghost"
                    size="icon"
                    aria-label={`Show as ${kind}`}
                    aria-pressed={as === kind}
                    onClick={() => setParams({ as: kind })}
                    className="text-muted-foreground aria-pressed:bg-accent aria-pressed:text-foreground"
                  >
                    <Icon aria-hidden />
                  </Button>
                ))}
              </div>
            </div>
            {q === "" && <Visits blueprints={blueprints} />}
            {shown.length === 0 && (
              <NoResults what="blueprints" query={q} onClear={() => setParams({ q: null })} />
            )}
            {as === "list" && shown.length > 0 && (
              <BlueprintRows
                blueprints={[...starred, ...others]}
                favourites={favourites}
                onStar={toggleFavourite}
              />
            )}
            {as === "cards" && starred.length > 0 && (
              <section className="grid gap-2">
                <h2 className="text-muted-foreground text-xs font-medium">Favourites</h2>
                {cards(starred, "Favourites")}
              </section>
            )}
            {as === "cards" && others.length > 0 && (
              <section className="grid gap-2">
                {starred.length > 0 && (
                  <h2 className="text-muted-foreground text-xs font-medium">Everything else</h2>
                )}
                {cards(others, "Blueprints")}
              </section>
            )}
          </div>
        );
      }}
    </QueryState>
  );
}

/** What is not hidden and fits the words; the portal's own blueprints come last. */
function shownOf(blueprints: readonly BlueprintSummary[], words: string): BlueprintSummary[] {
  const text = words.trim().toLowerCase();
  const isOwn = ({ identifier }: BlueprintSummary) => identifier.startsWith("_");
  const fitting = blueprints.filter(
    (blueprint) =>
      blueprint.hidden !== true &&
      `${blueprint.title} ${blueprint.identifier} ${blueprint.description ?? ""}`
        .toLowerCase()
        .includes(text),
  );
  return [...fitting.filter((one) => !isOwn(one)), ...fitting.filter(isOwn)];
}

function Visits({ blueprints }: { blueprints: readonly BlueprintSummary[] }) {
  const visits = useVisits();
  if (visits.length === 0) return null;
  return (
    <section aria-label="Recently viewed" className="flex min-w-0 flex-wrap items-center gap-1.5">
      <h2 className="text-muted-foreground mr-1 text-xs font-medium">Recently viewed</h2>
      {visits.map(({ blueprint, identifier, title }) => (
        <Link
          key={`${blueprint} ${identifier}`}
          href={entityHref(blueprint, identifier)}
          className="bg-card hover:border-border-strong hover:bg-muted/40 inline-flex h-7 max-w-56 min-w-0 items-center gap-1.5 rounded-md border px-2 text-xs"
        >
          <NamedIcon
            name={blueprints.find((one) => one.identifier === blueprint)?.icon}
            className="text-muted-foreground size-3.5"
          />
          <span className="truncate">{title}</span>
        </Link>
      ))}
    </section>
  );
}

function FirstUse() {
  const { viewer } = useShell();
  return (
    <Card>
      <EmptyState
        icon={Shapes}
        title="The catalog has no blueprints yet"
        action={
          viewer.isAdmin && (
            <ButtonLink href="/settings/blueprints/new" variant="primary">
              Create a blueprint
            </ButtonLink>
          )
        }
      >
        A blueprint says what a service, a database or an environment is made of. Entities of it appear here,
        with their owner and the run that made them.
        {!viewer.isAdmin && " An administrator of the portal creates blueprints."}
      </EmptyState>
    </Card>
  );
}

function SkeletonCards() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex h-18 items-start gap-3 rounded-lg border px-4 py-3">
          <Skeleton className="size-7 rounded-md" />
          <div className="grid flex-1 gap-2">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-3/4" />
          </div>
        </div>
      ))}
    </div>
  );
}
