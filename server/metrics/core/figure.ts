/**
 * What a chart draws. Pure code in `core/prepare/` decides all of it: which value is missing, what is still under way, what
 * is compared with what. Components draw it and know no metric.
 */
export type Figure = NumberFigure | SeriesFigure | BarsFigure | DistributionFigure | TableFigure;

/**
 * How a value is written. `duration` is in seconds, `ratio` from 0 to 1, `score` from 0 to 10, `index` from 0 to 100,
 * `points` from -100 to 100, `per100` for each hundred developers, `money` in `currency`.
 */
export const UNITS = [
  "count",
  "perDay",
  "perWeek",
  "per100",
  "duration",
  "hours",
  "ratio",
  "score",
  "index",
  "points",
  "money",
] as const;
export type Unit = (typeof UNITS)[number];

/** Which way is better; `none` where neither is. */
export type Direction = "up" | "down" | "none";

/** Why a value is left out, or why a level is: what there was and what it takes. */
export interface Insufficient {
  why: string;
  have: number;
  need: number;
}

interface FigureBase {
  title: string;
  unit: Unit;
  /** ISO 4217, where the unit is money. */
  currency?: string;
  direction: Direction;
  /** Where the events come from, in words. */
  sources: string[];
  /** How many events it stands on; null where that says nothing. */
  n: number | null;
  /** What these events are, in the plural: "deployments". */
  counts?: string;
  /** One sentence to show beside it. */
  note?: string;
  /** Set: the value is null, or it has no level. */
  insufficient?: Insufficient;
  /** Id of the metric, for the page that says how it is computed. */
  metric?: string;
}

/** A level of a named scale, never of a standard: `score` is 0 to 10 where the scale has it. */
export interface Level {
  /** Which scale: "DORA buckets", "2023 preset". */
  scale: string;
  label: string;
  tone: "good" | "fair" | "poor" | "neutral";
  score?: number;
}

export interface NumberFigure extends FigureBase {
  shape: "number";
  value: number | null;
  /** Of the period before; null where there is none or it is not comparable. */
  previous: number | null;
  /** Why there is nothing to compare with, where somebody would look for it. */
  previousWhy?: string;
  /** How other teams do: half of them lie between the outer two. */
  peers?: { of: string; n: number; lower: number; median: number; upper: number };
  /** 95 %. */
  interval?: [number, number];
  /** For "3 of 17". */
  fraction?: { numerator: number; denominator: number };
  level?: Level;
  /** What it is made of, in order. */
  parts?: { id: string; label: string; unit: Unit; value: number | null }[];
  /** The frozen value, and what late events have made of it. */
  restated?: { frozen: number | null; now: number | null; at: string };
}

export interface FigureBucket {
  /** ISO 8601; `to` is not part of it. */
  from: string;
  to: string;
  /** Not over yet, or cut by the range: drawn dashed, and never compared. */
  partial: boolean;
}

export interface SeriesFigure extends FigureBase {
  shape: "series";
  interval: "hour" | "day" | "week" | "month" | "quarter";
  buckets: FigureBucket[];
  /** A value for each bucket: null is a gap and drawn as one. */
  series: {
    id: string;
    label: string;
    values: (number | null)[];
    n: (number | null)[];
    /** 95 % of each value, where it has one. */
    intervals?: ([number, number] | null)[];
    /** The period before, laid over this one. */
    compare?: boolean;
  }[];
  annotations: {
    at: string;
    /** Its day by the clock of the organisation, where somebody knows that. */
    day?: string;
    label: string;
    kind: "release" | "incident" | "adoption" | "note";
    href?: string;
  }[];
}

export interface BarsFigure extends FigureBase {
  shape: "bars";
  bars: {
    id: string;
    label: string;
    value: number | null;
    n: number | null;
    /** A few words under the name. */
    detail?: string;
    href?: string;
    insufficient?: Insufficient;
  }[];
  /** What the bars leave out. */
  others?: { count: number; value: number | null };
}

export interface DistributionFigure extends FigureBase {
  shape: "distribution";
  /** Half-open; `to` is null in the last where it has no end. */
  buckets: { from: number; to: number | null; count: number }[];
  marks: { label: string; value: number }[];
}

export interface TableFigure extends FigureBase {
  shape: "table";
  columns: { id: string; label: string; kind: "text" | "number" | "instant"; unit?: Unit }[];
  rows: { id: string; href?: string; cells: Record<string, string | number | null> }[];
  /** How many rows there are beyond these. */
  more?: number;
}
