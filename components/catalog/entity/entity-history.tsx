"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Entity } from "@/server/catalog/schema";

/** Every revision of the entity with what it changed, newest first. */
export function EntityHistory({ blueprint, identifier }: { blueprint: string; identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.catalog.entities.history.queryOptions({ blueprint, identifier }));
  return (
    <QueryState
      query={query}
      what="the history"
      isEmpty={(revisions) => revisions.length === 0}
      empty={
        <Card>
          <EmptyState icon={History} title="No history">
            Changes are recorded from now on.
          </EmptyState>
        </Card>
      }
    >
      {(revisions) => (
        <ol className="grid gap-3">
          {revisions.map((revision) => (
            <li key={revision.revision}>
              <Card className="grid gap-3 px-4 py-3">
                <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Badge mono>r{revision.revision}</Badge>
                  <span className="inline-flex items-center gap-1.5">
                    <Avatar name={revision.byName} size="sm" /> {revision.byName}
                  </span>
                  <span className="text-muted-foreground">
                    {revision.change} this <RelativeTime value={revision.at} />
                  </span>
                  {revision.runId && (
                    <Link
                      href={`/runs/${encodeURIComponent(revision.runId)}`}
                      className="text-primary-text ml-auto font-mono text-xs underline-offset-2 hover:underline"
                    >
                      {revision.runId}
                    </Link>
                  )}
                </div>
                <JsonDiffView
                  before={content(revision.before)}
                  after={content(revision.after)}
                  empty="No value changed."
                />
              </Card>
            </li>
          ))}
        </ol>
      )}
    </QueryState>
  );
}

/** The part of an entity that people change: stamps would differ in every revision, and empty lists say nothing. */
function content(entity: Partial<Entity> | null): unknown {
  if (!entity) return undefined;
  const { identifier, title, icon, team, properties, relations } = entity;
  return Object.fromEntries(
    Object.entries({ identifier, title, icon, team, properties, relations }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  );
}
