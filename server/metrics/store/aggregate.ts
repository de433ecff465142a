import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Quantiles } from "../core/facts";
import type { MetricResult, Window } from "../core/result";
import type { Ask, Computed } from "../definition";
import { inWindows, keyOf, scoped, segmentsOf } from "./windows";

/** What is told apart in the answers: the window, and the team or service. */
export interface Cell {
  window: number;
  key: string | null;
}

/**
 * A result for each cell: of the whole in every window, and of the keys that have facts in any window. `make` gets nothing for a
 * cell without facts.
 */
export function perCell<T extends Cell>(
  ask: Ask,
  cells: readonly T[],
  make: (cell: T | undefined, window: Window, key: string | null) => MetricResult,
): Computed[] {
  const keys = ask.by === null ? [null] : [...new Set(cells.map((c) => c.key))].sort();
  const at = new Map(cells.map((cell) => [`${cell.window} ${cell.key}`, cell]));
  return keys.flatMap((key) =>
    ask.windows.map((w, window) => ({ window, key, result: make(at.get(`${window} ${key}`), w, key) })),
  );
}

export interface Counts extends Cell {
  n: number;
  hits: number;
  /** Counts of the named flags. */
  flags: Record<string, number>;
}

/** Rows of which nobody is the owner are of the whole, and of no team or service. */
const owned = ({ by }: Ask) => (by === null ? sql`` : sql` where ${keyOf({ by })} is not null`);

/**
 * Counts facts, those with `hit`, and those with each named flag, by window and key in one pass. Each is counted once, in its
 * segment of time, however many windows it lies in; windows add up what their segments have. Cells without facts are absent.
 */
export async function countFacts(
  db: Executor,
  facts: SQL,
  ask: Ask,
  flags: string[] = [],
): Promise<Counts[]> {
  const segments = segmentsOf(ask);
  const named = (make: (flag: string, column: SQL) => SQL) =>
    sql.join(
      flags.map((flag, n) => make(flag, sql`${sql.identifier(`f${n}`)}`)),
      sql``,
    );
  const rows = await db.execute<
    { ix: number; key: string | null; n: number; hits: number } & Record<string, number>
  >(sql`
    select s.ix, c.key, sum(c.n)::int as n, sum(c.hits)::int as hits${named((_, column) => sql`, sum(c.${column})::int as ${column}`)}
    from (
      select ${segments.of(sql`f.at`)} as segment, ${keyOf(ask)} as key, count(*) as n, count(*) filter (where f.hit) as hits
        ${named((flag, column) => sql`, count(*) filter (where f.${sql.identifier(flag)}) as ${column}`)}
      from (${scoped(facts, ask)} offset 0) f${owned(ask)} group by 1, 2
    ) c join ${segments.pairs} on s.segment = c.segment group by 1, 2`);
  return rows.map((row) => ({
    window: row.ix,
    key: row.key,
    n: row.n,
    hits: row.hits,
    flags: Object.fromEntries(flags.map((flag, n) => [flag, row[`f${n}`]!])),
  }));
}

export interface Spread extends Cell, Quantiles {
  /** Medians of the named measurements. */
  parts: Record<string, number | null>;
}

/**
 * Quantiles of `value` and medians of the named measurements, by window and key in one pass. Windows beyond the detailed have
 * no parts: sorting is what takes time.
 */
export async function spreadFacts(
  db: Executor,
  facts: SQL,
  ask: Ask,
  parts: string[] = [],
): Promise<Spread[]> {
  const named = parts.map((part, n) => {
    const column = sql`f.${sql.identifier(part)}`;
    return sql`, percentile_disc(0.5) within group (order by ${column})
      filter (where f.ix < ${ask.detailed} and ${column} is not null) as ${sql.identifier(`p${n}`)}`;
  });
  type Row = { ix: number; key: string | null; n: number; q: number[] | null } & Record<
    string,
    number | null
  >;
  const rows = await db.execute<Row>(sql`
    select f.ix, ${keyOf(ask)} as key, count(f.value)::int as n,
      percentile_disc(array[0.5, 0.75, 0.9]::float8[]) within group (order by f.value) filter (where f.value is not null) as q
      ${sql.join(named, sql``)}
    from (${inWindows(facts, ask)}) f${owned(ask)} group by 1, 2`);
  return rows.map((row) => ({
    window: row.ix,
    key: row.key,
    n: row.n,
    p50: row.q?.[0] ?? null,
    p75: row.q?.[1] ?? null,
    p90: row.q?.[2] ?? null,
    parts: Object.fromEntries(parts.map((part, n) => [part, row[`p${n}`] ?? null])),
  }));
}
