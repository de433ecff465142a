"use client";

import { useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
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
import { operationWords } from "./action-types";
import type { ActionSummary } from "./action-types";
import { groupActions, matchingActions } from "./gallery-groups";
import { galleryParams } from "./gallery-params";

/** Everything the person may run. */
export function ActionGallery() {
  const trpc = useTRPC();
  const { viewer } = useShell();
  const [{ q, group }, setParams] = useQueryStates(galleryParams);
  const query = useQuery(trpc.actions.list.queryOptions({}));
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const titleOf = (key: string) =>
    group === "operation"
      ? operationWords[key as ActionSummary["operation"]].label
      : (blueprints.data?.find((blueprint) => blueprint.identifier === key)?.title ??
        (key || "Without a blueprint"));
  return (
    <QueryState
      query={query}
      what="actions"
      isEmpty={(actions) => actions.length === 0}
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
      {(actions) => {
        const found = matchingActions(actions, q);
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
                value={group}
                onValueChange={(value) => void setParams({ group: value })}
                options={[
                  { value: "blueprint", label: "By blueprint" },
                  { value: "operation", label: "By what they do" },
                ]}
              />
            </div>
            {found.length === 0 && (
              <NoResults what="actions" query={q} onClear={() => void setParams({ q: null })} />
            )}
            {groupActions(found, group).map(({ key, actions: members }) => (
              <section key={key} aria-labelledby={`group-${key}`} className="grid gap-2.5">
                <h2 id={`group-${key}`} className="text-sm font-semibold tracking-tight">
                  {titleOf(key)}
                </h2>
                <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
                  {members.map((action) => (
                    <li key={action.identifier}>
                      <ActionCard action={action} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        );
      }}
    </QueryState>
  );
}
