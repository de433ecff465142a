import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { foldVersions } from "@/server/insights/store/versions";
import { seeded } from "../core/statistics/difference";
import { type Ask, type Computed, type MetricDefinition, VERSIONED } from "../definition";
import { METRICS } from "../definitions/registry";
import { versions } from "../store/versions";
import { storeEvents } from "../testing-events";
import { forgetEvents } from "../testing-forget";
import { BEGIN, END, randomEvents, SERVICES, TEAMS, ZONE } from "../testing-random";
import { computeKnown } from "./known";

const DAY = 86_400_000;
const KNOWN = METRICS.filter((metric) => metric.reads);
let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());
beforeEach(() => forgetEvents(database.db));

const windows = [0, 30, 60].map((day) => ({
  from: new Date(BEGIN + day * DAY),
  to: new Date(BEGIN + (day + 40) * DAY),
}));
const ask: Ask = {
  teams: null,
  service: null,
  windows,
  detailed: 1,
  by: null,
  zone: ZONE,
  asOf: new Date(END + 5 * DAY),
};
const scopes = (metric: MetricDefinition): Ask[] =>
  [
    ask,
    { ...ask, teams: [TEAMS[0]!] },
    { ...ask, service: SERVICES[0]! },
    ...(["team", "service"] as const).map((by) => ({ ...ask, by })),
  ].filter(({ teams, service, by }) =>
    metric.dimensions.includes(by ?? (teams ? "team" : service ? "service" : "organisation")),
  );
const known = async (metric: MetricDefinition, of: Ask) =>
  computeKnown(database.db, metric, of, await versions(database.db));

/** Sums of fractions differ in their last digits by the order in which they are added up. */
const rounded = (found: readonly Computed[]): unknown =>
  JSON.parse(
    JSON.stringify(found, (_, v: unknown) => (typeof v === "number" ? Number(v.toPrecision(10)) : v)),
  );

/** The same executor, and what its statements read. */
function listening(db: Executor): { db: Executor; read: Set<string>; statements(): number } {
  const read = new Set<string>();
  let statements = 0;
  const execute = (query: SQL) => {
    statements += 1;
    const text = new PgDialect({ casing: "snake_case" }).sqlToQuery(query).sql;
    for (const [, name] of text.matchAll(/\b(?:from|join)\s+"?([a-z_]+)"?/gi)) read.add(name!);
    return db.execute(query);
  };
  return { db: { execute } as unknown as Executor, read, statements: () => statements };
}

describe("what is known of figures", () => {
  it("has a trigger on each table for each way in which it changes", async () => {
    const rows = await database.db.execute<{ name: string; n: number }>(sql`
      select relname as name, count(*)::int as n from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where t.tgfoid = 'insight_note_version'::regproc group by 1`);
    expect(Object.fromEntries(rows.map(({ name, n }) => [name, n]))).toEqual(
      Object.fromEntries(VERSIONED.map((name) => [name, 4])),
    );
  });

  it.each(KNOWN.map((metric) => [metric.id, metric] as const))(
    "%s reads what it says, and nothing else",
    async (_, metric) => {
      const tables = await database.db.execute<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
      );
      const all = new Set(tables.map(({ name }) => name));
      const to = listening(database.db);
      for (const of of scopes(metric)) await metric.compute(to.db, of);
      expect([...to.read].filter((name) => all.has(name)).sort()).toEqual([...metric.reads!].sort());
    },
  );

  it("is asked of the database once, until an event is told", async () => {
    await storeEvents(database.db, randomEvents(seeded(7)));
    const metric = KNOWN.find(({ id }) => id === "change-fail-rate")!;
    const to = listening(database.db);
    const once = async (of: Ask) => computeKnown(to.db, metric, of, await versions(database.db));
    const first = await once(ask);
    const before = to.statements();
    expect(await once(ask)).toEqual(first);
    expect(to.statements()).toBe(before);
    await database.db.execute(sql`update insight_deployments set kind = 'rework' where kind = 'planned'`);
    expect(await once(ask)).not.toEqual(first);
  });

  it("does not age by writes that change nothing, nor by folding", async () => {
    await storeEvents(database.db, randomEvents(seeded(3)));
    const before = await versions(database.db);
    await database.db.execute(sql`delete from insight_deployments where false`);
    await database.db.execute(sql`update insight_changes set title = 'x' where false`);
    await database.db.transaction((tx) => foldVersions(tx, 0));
    const after = await versions(database.db);
    expect(after.of).toEqual(before.of);
    expect(await database.db.$count(sql`insight_versions`)).toBe(before.of.size);
  });

  for (let seed = 1; seed <= 3; seed += 1)
    it(`is what is computed anew, whatever was written in between, seed ${seed}`, async () => {
      const random = seeded(100 + seed);
      const int = (below: number) => Math.floor(random() * below);
      await storeEvents(database.db, randomEvents(random));
      const writes: (() => SQL)[] = [
        () => sql`delete from insight_deployments where id % 7 = ${int(7)}`,
        () =>
          sql`update insight_deployments set finished_at = finished_at - interval '9 days' where id % 5 = ${int(5)}`,
        () => sql`update insight_deployments set team = ${TEAMS[int(4)]!} where id % 3 = ${int(3)}`,
        () => sql`delete from insight_changes where id % 9 = ${int(9)}`,
        () =>
          sql`update insight_changes set first_commit_at = first_commit_at - interval '2 days' where id % 3 = ${int(3)}`,
        () => sql`delete from insight_deployment_changes where change_id % 4 = ${int(4)}`,
        () => sql`update insight_incidents set deployment_id = null where id % 3 = ${int(3)}`,
        () => sql`delete from insight_findings where id % 6 = ${int(6)}`,
        () => sql`update insight_tickets set automatic = not automatic where id % 5 = ${int(5)}`,
        () => sql`update insight_people set is_bot = not is_bot where id % 5 = ${int(5)}`,
        () => sql`delete from insight_memberships where id % 7 = ${int(7)}`,
        () => sql`update insight_probes set ok = not ok where random() < 0.3`,
        () => sql`truncate insight_maintenance`,
      ];
      for (let step = 0; step < 8; step += 1) {
        for (const metric of KNOWN.filter(() => random() < 0.5))
          for (const of of scopes(metric)) {
            const which = { metric: metric.id, step };
            const fresh = await metric.compute(database.db, of);
            expect({ ...which, found: rounded(await known(metric, of)) }).toEqual({
              ...which,
              found: rounded(fresh),
            });
          }
        await database.db.execute(writes[int(writes.length)]!());
        if (random() < 0.3) await database.db.transaction((tx) => foldVersions(tx, 2));
      }
    });
});
