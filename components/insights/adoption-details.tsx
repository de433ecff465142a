"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { FigureCard } from "@/components/charts/figure-card";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { useQueryStates } from "@/components/url-state/use-query-state";
import {
  abandonedFigure,
  failuresFigure,
  funnelFigure,
  teamsCourse,
  teamsFigure,
} from "@/server/metrics/core/prepare/adoption";
import { spanAsk } from "./board-ask";
import { insightParams } from "./insight-params";
import { teamHref } from "./team-href";

/** From a visit to success: where people leave, what fails and why, and which teams are on the platform since when. */
export function AdoptionDetails() {
  const [state] = useQueryStates(insightParams);
  const search = useSearchParams().toString();
  const trpc = useTRPC();
  const ask = spanAsk(state);
  const adoption = useQuery(trpc.metrics.adoption.queryOptions(ask));
  const actions = useQuery(trpc.actions.list.queryOptions());
  const titleOf = (action: string) =>
    actions.data?.find(({ identifier }) => identifier === action)?.title ?? undefined;
  const teams = useQuery(trpc.metrics.teamsOnPlatform.queryOptions(ask));
  const months = useQuery(
    trpc.metrics.values.queryOptions({
      metrics: ["platform-adoption"],
      scope: ask.scope,
      range: { last: "12m" },
      interval: "month",
      compare: "none",
    }),
  );
  return (
    <>
      <QueryState query={adoption} what="the funnel">
        {(found) => {
          const days = `from=${found.from.slice(0, 10)}&to=${found.to.slice(0, 10)}`;
          const runsOf = (action: string, failure: string) =>
            `/runs?action=${encodeURIComponent(action)}&${days}${state.team && `&team=${encodeURIComponent(state.team)}`}${
              failure === "helped" ? "&show=succeeded" : failure === "abandoned" ? "" : "&show=attention"
            }`;
          return (
            <div className="grid gap-4 lg:grid-cols-2">
              <FigureCard
                figure={funnelFigure(found)}
                description="How many who come get what they came for, by themselves."
              />
              <FigureCard
                figure={abandonedFigure(found, (action) => `/actions/${encodeURIComponent(action)}`, titleOf)}
                description="Forms that were opened and never sent, by action."
              />
              <div className="min-w-0 lg:col-span-2">
                <FigureCard
                  figure={failuresFigure(found, runsOf, titleOf)}
                  description="Requests that did not succeed by themselves, each with all its repetitions once. An action leads to its runs."
                />
              </div>
            </div>
          );
        }}
      </QueryState>
      <div className="grid gap-4 lg:grid-cols-2">
        <QueryState query={teams} what="teams">
          {(found) => (
            <FigureCard
              figure={teamsFigure(found, (team) => teamHref(team, search))}
              description="By what each did in the span; since its first deployment or action through it."
            />
          )}
        </QueryState>
        <QueryState query={months} what="the months">
          {({ values }) => {
            const course = values[0] && teamsCourse(values[0]);
            return (
              course && <FigureCard figure={course} stacked description="Teams that deploy to production." />
            );
          }}
        </QueryState>
      </div>
    </>
  );
}
