import { BOARDS, boardOf, metricsOf } from "@/components/insights/boards";
import { SUMMARY_METRICS } from "@/components/insights/summary/summary-metrics";
import { TEAM_SECTIONS } from "@/components/insights/team/team-metrics";
import type { Context } from "@/server/kernel/context";
import type { Dimension } from "@/server/metrics/definition";
import { metricOf } from "@/server/metrics/definitions/registry";
import { spanSchema, valuesSchema } from "@/server/metrics/schema";
import { adoptionOf, teamsOnPlatform } from "@/server/metrics/service/adoption";
import { metricAnnotations } from "@/server/metrics/service/annotations";
import { standingOf } from "@/server/metrics/service/standing";
import { metricValues } from "@/server/metrics/service/values";
import { SERVICES, TEAMS } from "./data";

/** All that a page asks for, together, as it does. */
export interface Page {
  ask: (ctx: Context, n: number) => Promise<unknown>;
  /** So many calls ask for something of their own, each of which has a first time. */
  firsts: number;
}

/** What pages ask; teams and services differ from one request to the next. */
const teamOf = (n: number) => ({ kind: "team" as const, id: `team-${n % TEAMS}` });
const serviceOf = (n: number) => ({ kind: "service" as const, id: `service-${n % SERVICES}` });
const WHOLE = { kind: "organisation" as const };
const board = (id: string, alternative = false) => {
  const found = boardOf(id);
  const sections = alternative ? found?.alternative?.sections : found?.sections;
  if (!sections) throw new Error(`There is no page "${id}".`);
  return metricsOf(sections);
};
/** Those of a page that are computed by team or service, where it is one's. */
const those = (metrics: string[], by: Dimension) =>
  metrics.filter((id) => metricOf(id)?.dimensions.includes(by));

const values = (ctx: Context, ask: object) =>
  metricValues(ctx, valuesSchema.parse({ series: true, partial: true, ...ask }));
const page = (...asks: Page["ask"][]): Page => ({
  ask: (ctx, n) => Promise.all(asks.map((ask) => ask(ctx, n))),
  firsts: 1,
});
const ofValues = (ask: (n: number) => object): Page => page((ctx, n) => values(ctx, ask(n)));
const span = (scope: typeof WHOLE | ReturnType<typeof teamOf>) =>
  spanSchema.parse({ scope, range: { last: "12w" } });

const delivery = board("delivery");
const byTeam = (last: string): Page => ({
  ...ofValues((n) => ({
    metrics: [delivery[n % delivery.length]],
    ...{ range: { last }, by: "team", compare: "peers" },
  })),
  firsts: delivery.length,
});

/** As the pages ask it, boards over a year too, which is the longest that they offer. */
export const PAGES: Record<string, Page> = {
  ...Object.fromEntries(
    BOARDS.flatMap(({ id, title }) => [
      [`${title}, 12 weeks`, ofValues(() => ({ metrics: board(id), range: { last: "12w" } }))],
      [`${title}, 12 months`, ofValues(() => ({ metrics: board(id), range: { last: "12m" } }))],
      [
        `${title}, one team`,
        ofValues((n) => ({ metrics: those(board(id), "team"), range: { last: "12w" }, scope: teamOf(n) })),
      ],
    ]),
  ),
  "Core 4, platform set": ofValues(() => ({ metrics: board("core4", true), range: { last: "12w" } })),
  "All of it, 4 quarters": ofValues(() => ({
    metrics: [...new Set([...board("core4"), ...board("core4", true), ...delivery])],
    range: { last: "4q" },
  })),
  "Delivery, one service": ofValues((n) => ({
    metrics: those(delivery, "service"),
    ...{ range: { last: "12w" }, scope: serviceOf(n) },
  })),
  "Summary, its own": page(
    (ctx) => values(ctx, { metrics: SUMMARY_METRICS, range: { last: "12w" } }),
    (ctx) => standingOf(ctx, span(WHOLE)),
    (ctx) => metricAnnotations(ctx, span(WHOLE)),
  ),
  "Team, its own": page(
    (ctx, n) =>
      values(ctx, {
        metrics: metricsOf(TEAM_SECTIONS),
        ...{ range: { last: "12w" }, scope: teamOf(n), compare: "peers" },
      }),
    (ctx) =>
      values(ctx, {
        metrics: metricsOf(TEAM_SECTIONS),
        ...{ range: { last: "12w" }, series: false, compare: "none" },
      }),
    (ctx, n) => standingOf(ctx, span(teamOf(n))),
    (ctx, n) => metricAnnotations(ctx, span(teamOf(n))),
  ),
  "Teams, its own": page((ctx) => teamsOnPlatform(ctx, span(WHOLE))),
  "Adoption, its own": page(
    (ctx) => adoptionOf(ctx, span(WHOLE)),
    (ctx) => teamsOnPlatform(ctx, span(WHOLE)),
    (ctx) =>
      values(ctx, {
        metrics: ["platform-adoption"],
        ...{ range: { last: "12m" }, interval: "month", compare: "none" },
      }),
  ),
  "Metric page, 12 weeks by team": byTeam("12w"),
  "Metric page, 12 months by team": byTeam("12m"),
};
