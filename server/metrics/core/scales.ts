import type { Level } from "./figure";

/** The five delivery metrics. Durations are in seconds, frequency in deployments a day, shares from 0 to 1. */
export type DeliveryMetric = "leadTime" | "frequency" | "recovery" | "failRate" | "reworkRate";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Thirty days: the scales say months and mean nothing finer. */
const MONTH = 30 * DAY;

/**
 * The score from 0 to 10 of the six answers that dora.dev's quick check offers (2025): a duration or a frequency falls into one
 * of six buckets, worth 0, 2, … 10; a share loses a point for each ten per cent.
 */
export function bucketScore(metric: DeliveryMetric, value: number): number {
  switch (metric) {
    case "failRate":
    case "reworkRate":
      return 10 - value * 10;
    case "leadTime":
    case "recovery":
      return (durationBucket(value) - 1) * 2;
    case "frequency":
      return (frequencyBucket(value) - 1) * 2;
  }
}

function durationBucket(seconds: number): number {
  if (seconds < HOUR) return 6;
  if (seconds < DAY) return 5;
  if (seconds < WEEK) return 4;
  if (seconds < MONTH) return 3;
  return seconds <= 6 * MONTH ? 2 : 1;
}

/** Once a day is still "between once an hour and once a day"; beyond once an hour is on demand. */
function frequencyBucket(perDay: number): number {
  if (perDay > 24) return 6;
  if (perDay >= 1) return 5;
  if (perDay >= 1 / 7) return 4;
  if (perDay >= 1 / 30) return 3;
  return perDay >= 1 / 180 ? 2 : 1;
}

export interface DeliveryScores {
  throughput: number | null;
  stability: number | null;
  overall: number | null;
}

/** Means of the scores: throughput of lead time, frequency and recovery, stability of both shares. Null where one is missing. */
export function deliveryScores(scores: Partial<Record<DeliveryMetric, number | null>>): DeliveryScores {
  const mean = (...metrics: DeliveryMetric[]) => {
    const values = metrics.map((m) => scores[m]).filter((s): s is number => typeof s === "number");
    return values.length === metrics.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
  };
  return {
    throughput: mean("leadTime", "frequency", "recovery"),
    stability: mean("failRate", "reworkRate"),
    overall: mean("leadTime", "frequency", "recovery", "failRate", "reworkRate"),
  };
}

/** Tables of levels from earlier reports, offered by their year: none of them is the scale that holds now. */
export const PRESETS = ["2021", "2023", "2024"] as const;
export type Preset = (typeof PRESETS)[number];
export const LEVELS = ["elite", "high", "medium", "low"] as const;
export type LevelName = (typeof LEVELS)[number];

/** Bounds of elite, high and medium: `under` is exclusive, `upTo` inclusive. Beyond them: low. */
type Bounds = { kind: "under" | "upTo"; bounds: [number, number, number] };

const TABLE: Record<Preset, Partial<Record<DeliveryMetric, Bounds>>> = {
  "2021": {
    leadTime: { kind: "under", bounds: [HOUR, WEEK, 6 * MONTH] },
    failRate: { kind: "upTo", bounds: [0.15, 0.2, 0.3] },
    recovery: { kind: "under", bounds: [HOUR, DAY, WEEK] },
  },
  "2023": {
    leadTime: { kind: "under", bounds: [DAY, WEEK, MONTH] },
    failRate: { kind: "upTo", bounds: [0.05, 0.1, 0.15] },
    recovery: { kind: "under", bounds: [HOUR, DAY, WEEK] },
  },
  // The share of failed changes did not fall from cluster to cluster in that year, and two clusters recovered alike within
  // a day: neither is a ladder that one could stand on, so there is no level for them.
  "2024": { leadTime: { kind: "under", bounds: [DAY, WEEK, MONTH] } },
};

/** What levels of frequency are told from. */
export interface FrequencyFacts {
  perDay: number;
  /** Median over whole ISO weeks of the days on which something was deployed. */
  deployDays: number | null;
}

/** The level of a value in a preset; null where the preset defines none. */
export function presetLevel(preset: Preset, metric: DeliveryMetric, value: number): LevelName | null {
  const rule = TABLE[preset][metric];
  if (!rule) return null;
  const within = (bound: number) => (rule.kind === "under" ? value < bound : value <= bound);
  return LEVELS[[...rule.bounds, Infinity].findIndex(within)] ?? "low";
}

/** The same of how often is deployed. */
export function frequencyLevel(preset: Preset, { perDay, deployDays }: FrequencyFacts): LevelName | null {
  if (preset === "2023") {
    if (deployDays === null) return null;
    if (deployDays >= 5) return "elite";
    if (deployDays >= 1) return "high";
    return perDay >= 1 / 30 ? "medium" : "low";
  }
  // 2021: several a day, from one a day to one a month, to one in six months; 2024: to one a week, a month.
  const [high, medium] = preset === "2021" ? [1 / 30, 1 / 180] : [1 / 7, 1 / 30];
  if (perDay > 1) return "elite";
  return perDay >= high ? "high" : perDay >= medium ? "medium" : "low";
}

const TONES = { elite: "good", high: "good", medium: "fair", low: "poor" } as const;

/** A level as figures show it. */
export function levelOf(preset: Preset, name: LevelName): Level {
  return { scale: `${preset} preset`, label: name[0]!.toUpperCase() + name.slice(1), tone: TONES[name] };
}

/** A bucket's score as figures show it. */
export function scoreLevel(metric: DeliveryMetric, value: number): Level {
  const score = bucketScore(metric, value);
  return {
    scale: "DORA score",
    label: `${Math.round(score * 10) / 10} of 10`,
    tone: score >= 7 ? "good" : score >= 4 ? "fair" : "poor",
    score,
  };
}
