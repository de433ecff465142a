"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Skeleton } from "@/components/ui/skeleton";
import { useQueryStates } from "@/components/url-state/use-query-state";
import { metricsOf } from "../boards";
import { boardAsk, spanAsk } from "../board-ask";
import { FilledGrid } from "../filled-grid";
import { insightParams } from "../insight-params";
import { InsightsPage } from "../insights-page";
import { MetricTile } from "../metric-tile";
import { teamHref } from "../team-href";
import { TEAM_SECTIONS } from "./team-metrics";

const TeamCost = dynamic(() => import("./team-cost").then((module) => module.TeamCost), {
  loading: () => <Skeleton className="h-80" />,
});
const TeamStanding = dynamic(() => import("./team-standing").then((module) => module.TeamStanding), {
  loading: () => <Skeleton className="h-80" />,
});

/** One team with those below it, all of it: how it delivers beside others, what it owns, what is open, what it costs. */
export function TeamPage({ team }: { team: string }) {
  const [{ range }] = useQueryStates(insightParams);
  const router = useRouter();
  const search = useSearchParams().toString();
  const trpc = useTRPC();
  const metrics = metricsOf(TEAM_SECTIONS);
  const ask = spanAsk({ range, team });
  const standing = useQuery({
    ...trpc.metrics.standing.queryOptions(ask),
    placeholderData: keepPreviousData,
  });
  const values = useQuery({
    ...trpc.metrics.values.queryOptions({ ...boardAsk(metrics, { range, team }), compare: "peers" }),
    placeholderData: keepPreviousData,
  });
  const whole = useQuery(
    trpc.metrics.values.queryOptions({
      metrics,
      ...spanAsk({ range, team: "" }),
      compare: "none",
      partial: true,
    }),
  );
  const ofTeam = new URLSearchParams(search);
  ofTeam.set("team", team);
  return (
    <InsightsPage
      current="teams"
      title={standing.data?.title ?? team}
      description="One team with the teams below it. Nothing here is about a single person."
      team={{
        value: team,
        onChange: (next) => router.push(next ? teamHref(next, search) : "/insights/teams"),
      }}
    >
      <QueryState query={standing} what="the team">
        {({ below }) =>
          below.length > 0 && (
            <p className="text-sm">
              <span className="text-muted-foreground">With </span>
              {below.map(({ identifier, title }, n) => (
                <span key={identifier}>
                  {n > 0 && ", "}
                  <Link href={teamHref(identifier, search)} className="text-primary-text hover:underline">
                    {title}
                  </Link>
                </span>
              ))}
            </p>
          )
        }
      </QueryState>
      <QueryState query={values} what="metrics" skeleton={<Skeleton className="h-80" />}>
        {(found) => (
          <div className="grid gap-6" aria-busy={values.isPlaceholderData}>
            {TEAM_SECTIONS.map(({ title, description, metrics: ids }) => (
              <section key={title} className="grid gap-2" aria-label={title}>
                <div>
                  <h2 className="text-base font-semibold tracking-tight">{title}</h2>
                  <p className="text-muted-foreground text-xs">{description}</p>
                </div>
                <FilledGrid dense>
                  {ids.map((id) => {
                    const value = found.values.find(({ definition }) => definition.id === id);
                    return (
                      value && (
                        <MetricTile
                          key={id}
                          value={value}
                          search={ofTeam.toString()}
                          organisation={whole.data?.values.find(({ definition }) => definition.id === id)}
                        />
                      )
                    );
                  })}
                </FilledGrid>
              </section>
            ))}
          </div>
        )}
      </QueryState>
      {standing.data && <TeamStanding standing={standing.data} team={team} />}
      <TeamCost team={team} />
    </InsightsPage>
  );
}
