import { z } from "@hono/zod-openapi";
import { restRouter, route } from "@/server/api/rest";
import { INTERVALS } from "./core/zone";
import { eventsSchema, type MetricScope, snapshotsSchema, valuesSchema } from "./schema";
import { metricEvents } from "./service/events";
import { metricSnapshotsOf } from "./service/snapshots";
import { metricValues } from "./service/values";
import { listMetrics } from "./service/words";

const insufficient = z.object({ why: z.string(), have: z.number(), need: z.number() });
const numbers = z.record(z.string(), z.number().nullable());
const result = z
  .object({
    value: z.number().nullable(),
    n: z.number(),
    numerator: z.number().optional(),
    denominator: z.number().optional(),
    interval: z.tuple([z.number(), z.number()]).optional(),
    insufficient: insufficient.optional(),
    parts: numbers.optional(),
    quantiles: z
      .object({ p50: z.number().nullable(), p75: z.number().nullable(), p90: z.number().nullable() })
      .optional(),
  })
  .openapi("MetricResult");
const definition = z
  .object({
    id: z.string(),
    title: z.string(),
    question: z.string(),
    formula: z.string(),
    unit: z.string(),
    direction: z.enum(["up", "down", "none"]),
    floor: z.object({ need: z.number(), of: z.string() }).nullable(),
    counts: z.string().openapi({ description: "What n counts, in the plural", example: "deployments" }),
    sources: z.array(z.string()),
    window: z.string(),
    needs: z.string().nullable(),
    dimensions: z.array(z.enum(["organisation", "team", "service"])),
    rules: z.array(z.string()),
    personal: z.boolean(),
    listed: z.boolean(),
    unavailable: z.string().nullable(),
  })
  .openapi("Metric");
const level = z.object({
  scale: z.string(),
  label: z.string(),
  tone: z.enum(["good", "fair", "poor", "neutral"]),
  score: z.number().optional(),
});
const value = z
  .object({
    definition,
    from: z.string(),
    to: z.string(),
    widened: z.string().nullable(),
    result,
    previous: result.nullable(),
    previousWhy: z.string().nullable(),
    peers: z
      .object({
        of: z.string(),
        n: z.number(),
        band: z.object({ lower: z.number(), median: z.number(), upper: z.number() }).nullable(),
        insufficient: insufficient.nullable(),
      })
      .nullable(),
    levels: z.object({ score: level, presets: z.record(z.string(), level.nullable()) }).nullable(),
    series: z
      .object({
        interval: z.enum(INTERVALS),
        buckets: z.array(z.object({ from: z.string(), to: z.string(), partial: z.boolean() })),
        results: z.array(result),
        previous: z.array(result).nullable(),
      })
      .nullable(),
    breakdown: z
      .object({
        by: z.enum(["team", "service"]),
        rows: z.array(z.object({ key: z.string(), label: z.string(), result, previous: result.nullable() })),
      })
      .nullable(),
  })
  .openapi("MetricValue");

const params = z.object({ id: z.string() });
/** The range and whose it is, as parameters of the address. */
const about = {
  team: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  last: z.string().max(8).optional().openapi({ example: "12w" }),
  from: z.string().max(40).optional().openapi({ example: "2026-01-05" }),
  to: z.string().max(40).optional().openapi({ example: "2026-03-30" }),
};
const query = z
  .strictObject({
    ...about,
    interval: z.enum(INTERVALS).optional(),
    compare: z.enum(["previous", "peers", "none"]).optional(),
    by: z.enum(["team", "service"]).optional(),
  })
  .refine(isOneRange, { message: `Give "last", or "from" and "to", or none of them.`, path: ["last"] })
  .refine((q) => !(q.team && q.service), { message: `Give "team" or "service".`, path: ["team"] });

function isOneRange({ last, from, to }: { last?: string; from?: string; to?: string }): boolean {
  return (from === undefined) === (to === undefined) && !(last !== undefined && from !== undefined);
}

type About = { team?: string; service?: string; last?: string; from?: string; to?: string };
const scopeOf = ({ team, service }: About): MetricScope =>
  team ? { kind: "team", id: team } : service ? { kind: "service", id: service } : { kind: "organisation" };
const rangeOf = ({ last, from, to }: About) =>
  last !== undefined ? { last } : from !== undefined && to !== undefined ? { from, to } : undefined;

export const metricsRest = restRouter();

metricsRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/metrics",
    summary: "List the metrics, with how each is computed",
    answers: {
      200: {
        description: "The metrics",
        schema: z.object({ ok: z.literal(true), metrics: z.array(definition) }),
      },
    },
  }),
  (c) => c.json({ ok: true as const, metrics: listMetrics(c.get("context")) }, 200),
);

metricsRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/metrics/{id}",
    summary: "Get the value of a metric over a range",
    description:
      "`from` is part of the range, `to` is not; dates are days of the organisation's time zone. Without a range the metric's own. A range that is too short for the metric and tells too little is widened, and `widened` says so. A value that would not be true is null, with the reason.",
    request: { params, query },
    answers: {
      200: {
        description: "The value",
        schema: z.object({ ok: z.literal(true), timeZone: z.string(), asOf: z.string(), value }),
      },
    },
  }),
  async (c) => {
    const { interval, compare, by, ...of } = c.req.valid("query");
    const ask = valuesSchema.parse({
      metrics: [c.req.valid("param").id],
      scope: scopeOf(of),
      range: rangeOf(of),
      interval,
      compare,
      by,
    });
    const { values, timeZone, asOf } = await metricValues(c.get("context"), ask);
    return c.json(
      { ok: true as const, timeZone, asOf, value: values[0]! as unknown as z.infer<typeof value> },
      200,
    );
  },
);

metricsRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/metrics/{id}/events",
    summary: "List the events that a value stands on, the latest first",
    request: {
      params,
      query: z.strictObject({
        ...about,
        hits: z.enum(["true", "false"]).optional(),
        limit: z.coerce.number().int().min(1).max(200).optional(),
        cursor: z.string().max(200).optional(),
      }),
    },
    answers: {
      200: {
        description: "The events; give `nextCursor` back as `cursor` for the next page",
        schema: z.object({
          ok: z.literal(true),
          events: z.array(
            z.object({
              id: z.string(),
              at: z.string(),
              team: z.string().nullable(),
              service: z.string().nullable(),
              label: z.string().nullable(),
              hit: z.boolean().nullable(),
              value: z.number().nullable(),
            }),
          ),
          titles: z.record(z.string(), z.string()).openapi({
            description: "What their services and teams are called",
            example: { "service cart": "Cart", "team blue": "Blue" },
          }),
          nextCursor: z.string().nullable(),
          insufficient: insufficient.nullable(),
        }),
      },
    },
  }),
  async (c) => {
    const { hits, limit, cursor, ...of } = c.req.valid("query");
    const ask = eventsSchema.parse({
      metric: c.req.valid("param").id,
      scope: scopeOf(of),
      range: rangeOf(of),
      hits: hits === "true",
      limit,
      cursor,
    });
    return c.json({ ok: true as const, ...(await metricEvents(c.get("context"), ask)) }, 200);
  },
);

metricsRest.openapi(
  route({
    permission: "insights.read",
    method: "get",
    path: "/insights/metrics/{id}/snapshots",
    summary: "List a metric as it was shown on past Mondays, with what late events made of it",
    request: {
      params,
      query: z.strictObject({
        team: about.team,
        limit: z.coerce.number().int().min(1).max(104).optional(),
      }),
    },
    answers: {
      200: {
        description: "The snapshots, the latest first",
        schema: z.object({
          ok: z.literal(true),
          snapshots: z.array(
            z.object({
              takenOn: z.string(),
              from: z.string(),
              to: z.string(),
              result,
              inputs: z.number(),
              inputsHash: z.string(),
              restated: z.object({ at: z.string(), result, inputs: z.number() }).nullable(),
            }),
          ),
        }),
      },
    },
  }),
  async (c) => {
    const { team, limit } = c.req.valid("query");
    const ask = snapshotsSchema.parse({ metric: c.req.valid("param").id, scope: scopeOf({ team }), limit });
    return c.json({ ok: true as const, snapshots: await metricSnapshotsOf(c.get("context"), ask) }, 200);
  },
);
