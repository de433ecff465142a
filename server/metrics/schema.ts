import { z } from "zod";
import type { Direction, Insufficient, Level, Unit } from "./core/figure";
import type { Peers } from "./core/peers";
import type { MetricResult } from "./core/result";
import type { DeliveryMetric, DeliveryScores } from "./core/scales";
import { INTERVALS, type Interval } from "./core/zone";

const identifier = z.string().trim().min(1).max(200);

export const scopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("organisation") }),
  /** With the teams below it. */
  z.strictObject({ kind: z.literal("team"), id: identifier }),
  z.strictObject({ kind: z.literal("service"), id: identifier }),
]);
export type MetricScope = z.infer<typeof scopeSchema>;

export const rangeSchema = z.union([
  /** The last whole periods: "28d", "12w", "12m", "4q". */
  z.strictObject({ last: z.string().max(8) }),
  /** Half-open: dates of the organisation's time zone, or instants with an offset. */
  z.strictObject({ from: z.string().max(40), to: z.string().max(40) }),
]);

export const valuesSchema = z.strictObject({
  metrics: z.array(z.string().max(80)).min(1).max(40),
  scope: scopeSchema.default({ kind: "organisation" }),
  /** Left out: the range that each metric is meant for. */
  range: rangeSchema.optional(),
  /** Set: also the course over the range. */
  interval: z.enum(INTERVALS).optional(),
  /** Also the course, at an interval that fits the range. */
  series: z.boolean().default(false),
  /** "peers": also with the other teams. */
  compare: z.enum(["previous", "peers", "none"]).default("previous"),
  /** A metric that is not computed by the scope says so, and does not refuse the others. */
  partial: z.boolean().default(false),
  /** Also a result for each team, or each service. */
  by: z.enum(["team", "service"]).optional(),
});
export type ValuesAsk = z.infer<typeof valuesSchema>;

export const eventsSchema = z.strictObject({
  metric: z.string().max(80),
  scope: scopeSchema.default({ kind: "organisation" }),
  range: rangeSchema.optional(),
  /** Only those that count above the line of a share. */
  hits: z.boolean().default(false),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type EventsAsk = z.infer<typeof eventsSchema>;

/** What a metric says of itself. */
export interface MetricWords {
  id: string;
  title: string;
  question: string;
  formula: string;
  unit: Unit;
  direction: Direction;
  floor: { need: number; of: string } | null;
  /** What is counted beside a value, in the plural. */
  counts: string;
  sources: string[];
  window: string;
  /** The shortest range that it can say something over, where that is long. */
  needs: string | null;
  dimensions: readonly ("organisation" | "team" | "service")[];
  rules: string[];
  scale: DeliveryMetric | null;
  personal: boolean;
  parts: Record<string, { label: string; unit: Unit }>;
  /** Whether the events behind it can be listed. */
  listed: boolean;
  /** Why it has no value yet; null: it has. */
  unavailable: string | null;
}

/** Levels of a value: the score that holds now, and those of earlier years by their name. Null where one is not defined. */
export interface MetricLevels {
  score: Level;
  presets: Record<"2021" | "2023" | "2024", Level | null>;
}

export interface MetricBucket {
  from: string;
  to: string;
  partial: boolean;
}

export interface MetricSeries {
  interval: Interval;
  buckets: MetricBucket[];
  results: MetricResult[];
  /** The course of the period before, bucket by bucket. */
  previous: MetricResult[] | null;
}

export interface MetricBreakdown {
  by: "team" | "service";
  rows: { key: string; label: string; result: MetricResult; previous: MetricResult | null }[];
}

export interface MetricValue {
  definition: MetricWords;
  /** What the result is over; half-open. */
  from: string;
  to: string;
  /** Set: longer than the range that was asked for, and why. The course is over that range all the same. */
  widened: string | null;
  result: MetricResult;
  previous: MetricResult | null;
  /** Why there is no period before to compare with; null: there is, or none was asked for. */
  previousWhy: string | null;
  /** Of the other teams, where they were asked for. */
  peers: Peers | null;
  levels: MetricLevels | null;
  series: MetricSeries | null;
  breakdown: MetricBreakdown | null;
}

export interface MetricValues {
  values: MetricValue[];
  /** Means of the delivery scores among them. */
  scores: DeliveryScores;
  timeZone: string;
  asOf: string;
}

export interface MetricEvent {
  id: string;
  at: string;
  team: string | null;
  service: string | null;
  label: string | null;
  /** Of a share: it counts above the line. */
  hit: boolean | null;
  /** In the unit of the metric. */
  value: number | null;
}

export interface MetricEvents {
  events: MetricEvent[];
  /** What services and teams of these events are called, by "service cart" or "team blue", where the portal knows. */
  titles: Record<string, string>;
  nextCursor: string | null;
  /** Set: they are not shown, and why. */
  insufficient: Insufficient | null;
}

export const distributionSchema = eventsSchema.pick({ metric: true, scope: true, range: true });
export type DistributionAsk = z.infer<typeof distributionSchema>;

/** How what a metric measures is spread. */
export interface MetricDistribution {
  definition: MetricWords;
  /** In the unit of the metric; `counts` has one more: below the first, between two, from the last on. */
  cuts: readonly number[];
  counts: number[];
  quantiles: MetricResult["quantiles"] | null;
  n: number;
}

export const spanSchema = z.strictObject({
  scope: scopeSchema.default({ kind: "organisation" }),
  range: rangeSchema.default({ last: "12w" }),
});
export type SpanAsk = z.infer<typeof spanSchema>;

/** Something that happened, and may explain a course. */
export interface Annotation {
  id: string;
  at: string;
  /** The day of it, by the organisation's time zone. */
  day: string;
  kind: "release" | "incident" | "adoption" | "note";
  label: string;
  /** Set: an administrator noted it. */
  note?: { id: string; team: string | null; by: string };
}

export const noteSchema = z.strictObject({
  /** A day of the organisation's time zone, or an instant with its offset. */
  at: z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: "Use a day, as in 2026-03-31, or an instant with its offset.",
  }),
  label: z.string().trim().min(1, "Say what happened.").max(120),
  /** Null: the organisation. */
  team: identifier.nullable().default(null),
});
export type NoteInput = z.infer<typeof noteSchema>;

export const snapshotsSchema = z.strictObject({
  metric: z.string().max(80),
  scope: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("organisation") }),
      z.strictObject({ kind: z.literal("team"), id: identifier }),
    ])
    .default({ kind: "organisation" }),
  limit: z.number().int().min(1).max(104).default(26),
});
export type SnapshotsAsk = z.infer<typeof snapshotsSchema>;

/** A metric as it was shown on a Monday. */
export interface MetricSnapshot {
  /** YYYY-MM-DD. */
  takenOn: string;
  from: string;
  to: string;
  result: MetricResult;
  /** How many events it stood on, and a hash of them. */
  inputs: number;
  inputsHash: string;
  /** What late events have made of it; null: nothing else. */
  restated: { at: string; result: MetricResult; inputs: number } | null;
}

/** How people get from a visit to what they asked for, and where they do not. */
export interface Adoption {
  from: string;
  to: string;
  /** Days on which people came, each person's day once; null of too few people. */
  visits: { days: number | null; people: number | null; insufficient: Insufficient | null };
  /** Forms that were opened, and how far they came; null: none was noted by then. `since`: the day that counting began, within the range. */
  forms: {
    started: number;
    submitted: number;
    approved: number;
    succeeded: number;
    since: string | null;
  } | null;
  abandoned: {
    action: string;
    started: number;
    submitted: number;
    abandoned: number;
    /** How often each step was the last that was open. */
    steps: Record<string, number>;
  }[];
  failed: {
    action: string;
    class: "user" | "upstream" | "platform" | "abandoned" | "helped";
    code: string;
    count: number;
  }[];
}

export interface TeamOnPlatform {
  team: string;
  title: string;
  onboardedAt: string | null;
  /** When it first worked through the platform, and when last. */
  since: string | null;
  last: string | null;
  deployments: number;
  viaPlatform: number;
  actions: number;
  /** "idle": it deployed nothing, by whatever way. */
  state: "on" | "off" | "idle";
}

/** How a team or the organisation stands now. */
export interface Standing {
  /** Name of the team; null of the organisation. */
  title: string | null;
  below: { identifier: string; title: string }[];
  /** Of services, for links. */
  blueprint: string;
  services: { identifier: string; title: string; known: boolean }[];
  incidents: {
    count: number;
    items: {
      id: string;
      title: string | null;
      service: string | null;
      severity: string | null;
      startedAt: string;
    }[];
  };
  findings: { critical: number; high: number; medium: number; low: number; overdue: number };
  runs: { requested: number; succeeded: number; failed: number; waiting: number };
  goldenPaths: {
    template: string;
    version: string | null;
    status: string | null;
    things: number;
    drifted: number;
  }[];
}
