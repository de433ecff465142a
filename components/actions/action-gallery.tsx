"use client";

import { useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import type { ReactNode } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { TableFilter } from "@/components/data-table/table-filter";
import { useShell } from "@/components/shell/shell-context";
import { QueryState } from "@/components/states/query-state";
import { EmptyState, NoResults } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { ActionCard } from "./action-card";
import { actionHref, operationWords } from "./action-types";
import type { ActionSummary, GalleryAction } from "./action-types";
import { defaultGrouping, groupActions, matchingActions, recentFirst } from "./gallery-groups";
import { galleryGroups, galleryParams } from "./gallery-params";
import type { GalleryGroup } from "./gallery-params";
import { useFavourite } from "./use-favourite";

const groupWords: Record<GalleryGroup, string> = {
  group: "By topic",
  blueprint: "By blueprint",
  operation: "By what they do",
};

/** Everything the person may run: what they keep at hand and ran last first, then all of it in groups. */
export function ActionGallery() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [{ q, group }, setParams] = useQueryStates(galleryParams);
  const query = useQuery(trpc.actions.gallery.queryOptions());
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const favour = useFavourite();
  const titleOf = (by: GalleryGroup, key: string) => {
    if (by === "operation") return operationWords[key as ActionSummary["operation"]].label;
    if (by === "group") return key || "Everything else";
    return (
      blueprints.data?.find((blueprint) => blueprint.identifier === key)?.title ??
      (key || "Without a blueprint")
    );
  };
  const cards = (actions: readonly GalleryAction[]) => (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {actions.map((action) => (
        <li key={action.identifier}>
          <ActionCard
            action={action}
            starred={action.favourite}
            onStar={(starred) => favour(action.identifier, starred)}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <QueryState
      query={query}
      what="actions"
      isEmpty={({ actions }) => actions.length === 0}
      empty={
        <Card>
          <EmptyState
            icon={Zap}
            title="There is no action that you may run yet"
            action={
              viewer.isAdmin && (
                <ButtonLink variant="primary" href="/settings/actions/new">
                  Create an action
                </ButtonLink>
              )
            }
          >
            An action is a golden path: a form that creates or changes something by your platform’s rules.
            {!viewer.isAdmin &&
              " An administrator of the portal creates actions and decides who may run them."}
          </EmptyState>
        </Card>
      }
    >
      {({ actions, recent }) => {
        const found = matchingActions(actions, q);
        const by = group ?? defaultGrouping(actions);
        const offered = galleryGroups.filter(
          (each) => each !== "group" || defaultGrouping(actions) === "group",
        );
        const favourites = found.filter((action) => action.favourite);
        const last = q === "" ? recentFirst(actions, recent) : [];
        return (
          <div className="grid gap-6">
            <div className="flex flex-wrap items-center gap-2">
              <TableFilter
                label="Filter actions"
                value={q}
                onChange={(value) => void setParams({ q: value || null })}
              />
              <Select
                label="Group by"
                className="w-44"
                value={by}
                onValueChange={(value) => void setParams({ group: value })}
                options={offered.map((value) => ({ value, label: groupWords[value] }))}
              />
            </div>
            {found.length === 0 && (
              <NoResults what="actions" query={q} onClear={() => void setParams({ q: null })} />
            )}
            {favourites.length > 0 && (
              <Section id="favourites" title="Favourites">
                {cards(favourites)}
              </Section>
            )}
            {last.length > 0 && (
              <Section id="recent" title="Recent">
                <ul className="flex flex-wrap gap-2">
                  {last.map((action) => (
                    <li key={action.identifier} className="max-w-full min-w-0">
                      <ButtonLink href={actionHref(action.identifier)} className="max-w-full">
                        <NamedIcon name={action.icon} fallback="action" />
                        <span className="truncate">{action.title}</span>
                      </ButtonLink>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {groupActions(found, by).map(({ key, actions: members }, index) => (
              <Section key={key} id={`group-${index}`} title={titleOf(by, key)}>
                {cards(members)}
              </Section>
            ))}
          </div>
        );
      }}
    </QueryState>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-2.5">
      <h2 id={id} className="text-sm font-semibold tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}
