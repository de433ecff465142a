import { z } from "zod";
import type { Direction, Insufficient, Level, Unit } from "./core/figure";
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
  compare: z.enum(["previous", "none"]).default("previous"),
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
  sources: string[];
  window: string;
  dimensions: readonly ("organisation" | "team" | "service")[];
  rules: string[];
  scale: DeliveryMetric | null;
  personal: boolean;
  parts: Record<string, { label: string; unit: Unit }>;
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
  result: MetricResult;
  previous: MetricResult | null;
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
  nextCursor: string | null;
  /** Set: they are not shown, and why. */
  insufficient: Insufficient | null;
}

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
