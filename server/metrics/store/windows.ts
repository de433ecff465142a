import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../definition";

/** Values as one bound parameter. Instants go as text, which the server reads with their offset. */
export const texts = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;
export const instants = (values: readonly Date[]) =>
  sql`${sql.param(values.map((v) => v.toISOString()))}::text[]::timestamptz[]`;
export const instant = (value: Date) => sql`${value.toISOString()}::timestamptz`;
const integers = (values: readonly number[]) => sql`${sql.param(values.map(String))}::text[]::int[]`;

/** The span that all windows lie in. */
export function spanOf({ windows }: Pick<Ask, "windows">): { from: Date; to: Date } {
  return {
    from: new Date(Math.min(...windows.map((w) => w.from.getTime()))),
    to: new Date(Math.max(...windows.map((w) => w.to.getTime()))),
  };
}

/** Rows (ix, starts, ends): the windows, counted from 0. */
export const windowRows = ({ windows }: Ask): SQL => sql`
  select ix, starts, ends from unnest(
    ${integers(windows.map((_, ix) => ix))}, ${instants(windows.map((w) => w.from))}, ${instants(windows.map((w) => w.to))})
    as w(ix, starts, ends)`;

/**
 * The begins and ends of all windows cut time into segments, found by halving, and each window consists of a known list of them.
 * Out: the segment of a fact, and rows (ix, segment). The bounds are read once, in a query of their own: as a part of a condition
 * they would be read from text for each row.
 */
export function segmentsOf(ask: Ask): { of(at: SQL): SQL; pairs: SQL } {
  const cuts = [...new Set(ask.windows.flatMap((w) => [w.from.getTime(), w.to.getTime()]))].sort(
    (a, b) => a - b,
  );
  const pairs = ask.windows.flatMap((w, ix) =>
    cuts.flatMap((cut, n) =>
      cut >= w.from.getTime() && cut < w.to.getTime() ? [{ ix, segment: n + 1 }] : [],
    ),
  );
  return {
    of: (at) => sql`width_bucket(${at}, (select ${instants(cuts.map((c) => new Date(c)))}))`,
    pairs: sql`unnest(${integers(pairs.map((p) => p.ix))}, ${integers(pairs.map((p) => p.segment))}) as s(ix, segment)`,
  };
}

/**
 * Puts each row of `facts`, which has a column `at`, into all windows that it lies in, reading it once. Rows have the columns of
 * `facts` and `ix`, the window.
 */
export function inWindows(facts: SQL, ask: Ask): SQL {
  const segments = segmentsOf(ask);
  // "offset 0": the facts are planned by themselves, by how many they are, and not by how many windows there are.
  return sql`
    select s.ix, f.* from (${scoped(facts, ask)} offset 0) f
    join ${segments.pairs} on s.segment = ${segments.of(sql`f.at`)}`;
}

/** The rows of `facts` within the windows' span and the scope. */
export function scoped(facts: SQL, ask: Ask): SQL {
  const { from, to } = spanOf(ask);
  return sql`
    select x.* from (${facts}) x where x.at >= ${instant(from)} and x.at < ${instant(to)}${inScope(sql`x`, ask)}`;
}

/** The condition that a row, named by `row`, is of the scope. */
export const inScope = (row: SQL, { teams, service }: Pick<Ask, "teams" | "service">): SQL =>
  sql`${teams === null ? sql`` : sql` and ${row}.team = any(${texts(teams)})`}${
    service === null ? sql`` : sql` and ${row}.service = ${service}`
  }`;

/** The column that results are told apart by; null of the whole. */
export const keyOf = ({ by }: Pick<Ask, "by">, row = sql`f`): SQL =>
  by === "team" ? sql`${row}.team` : by === "service" ? sql`${row}.service` : sql`null::text`;
