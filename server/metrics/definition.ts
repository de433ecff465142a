import type { SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { EventSet } from "./core/events";
import type { Floor, PlainAsk, Scope } from "./core/facts";
import type { Direction, Unit } from "./core/figure";
import type { MetricResult, Window } from "./core/result";
import type { DeliveryMetric } from "./core/scales";

export const DIMENSIONS = ["organisation", "team", "service"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Tables whose changes are counted, whoever makes them: what was computed of them is known to be old when they change. */
export const VERSIONED = [
  "insight_deployments",
  "insight_changes",
  "insight_deployment_changes",
  "insight_incidents",
  "insight_tickets",
  "insight_findings",
  "insight_probes",
  "insight_maintenance",
  "insight_people",
  "insight_memberships",
  "insight_service_owners",
  "insight_teams",
  "insight_visits",
  "insight_tool_uses",
  "insight_time_entries",
  "template_versions",
  "workspaces",
  "insight_settings",
] as const;
export type Versioned = (typeof VERSIONED)[number];

/** What a metric is asked by its statement: any number of windows at once. */
export interface Ask extends Scope {
  /** Ended by `asOf`, each not empty. They may overlap. */
  windows: readonly Window[];
  /** The first so many windows get the parts and quantiles that a page shows; the others a value alone. */
  detailed: number;
  /** A result for each team or service beside, or in place of, the whole. */
  by: "team" | "service" | null;
  zone: string;
  asOf: Date;
}

/** A result of one window, of the whole or of one team or service. */
export interface Computed {
  window: number;
  key: string | null;
  result: MetricResult;
}

/** One of the events that a figure stands on. */
export interface EventRow {
  id: string;
  at: string;
  team: string | null;
  service: string | null;
  label: string | null;
  hit: boolean | null;
  value: number | null;
}

/**
 * A metric: what it says, in words for people, and how it is computed, twice. `compute` is what pages show; `evaluate` says the
 * same in plain code, and tests compare both.
 */
export interface MetricDefinition {
  id: string;
  title: string;
  /** The question that it answers. */
  question: string;
  /** How it is computed, in words. */
  formula: string;
  unit: Unit;
  direction: Direction;
  /** Below it there is no level; where the metric is about people, no value. */
  floor: Floor | null;
  /** What its `n` counts, in the plural, where that is not what the floor is of. */
  counts?: string;
  /** Where its events come from. */
  sources: string[];
  /** The range that it is shown over unless another is asked for, as "12w". */
  window: string;
  /** The shortest range that it can say something over, where that is long; over a shorter one that tells too little it is widened. */
  needs?: string;
  dimensions: readonly Dimension[];
  /**
   * All tables that its statement reads, where they are these alone, and where a result depends on nothing but them, its window
   * and the scope, least of all on `asOf`: then it is kept until one of them changes.
   */
  reads?: readonly Versioned[];
  /** Edge cases and their rules, a sentence each. */
  rules: string[];
  /** Which of the delivery scales it has. */
  scale?: DeliveryMetric;
  /** About people: nothing is shown of a group smaller than the floor, nor what would give one away. */
  personal?: boolean;
  /** How its parts are called and written, by key. */
  parts?: Record<string, { label: string; unit: Unit }>;
  /** Says that nothing feeds it yet; then there is neither value nor zero. */
  unavailable?: string;
  evaluate(events: EventSet, ask: PlainAsk): MetricResult;
  compute(db: Executor, ask: Ask): Promise<Computed[]>;
  /** Rows with the columns of `EventRow`, for looking behind a figure. */
  facts?(ask: Ask): SQL;
}
