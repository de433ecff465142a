"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { teamsFigure } from "@/server/metrics/core/prepare/adoption";
import { spanAsk } from "../board-ask";
import { insightParams } from "../insight-params";
import { InsightsPage } from "../insights-page";
import { teamHref } from "../team-href";

/** The teams, each leading to its page. */
export function TeamsPage() {
  const [{ range }] = useQueryStates(insightParams);
  const router = useRouter();
  const search = useSearchParams().toString();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.metrics.teamsOnPlatform.queryOptions(spanAsk({ range, team: "" })),
    placeholderData: keepPreviousData,
  });
  return (
    <InsightsPage
      current="teams"
      title="Teams"
      description="Choose a team to see all of it. Teams are compared with bands of others, never ranked."
      team={{ value: "", onChange: (team) => team && router.push(teamHref(team, search)) }}
    >
      <QueryState
        query={query}
        what="teams"
        isEmpty={(teams) => teams.length === 0}
        empty={
          <Card>
            <EmptyState icon={Users} title="No teams yet">
              Teams come from the portal, and from the histories that are sent on the page of data sources.
            </EmptyState>
          </Card>
        }
      >
        {(teams) => (
          <FigureCard
            figure={{ ...teamsFigure(teams, (team) => teamHref(team, search)), title: "All teams" }}
            description="Those that are not on the platform first; what each did in the span."
          />
        )}
      </QueryState>
    </InsightsPage>
  );
}
