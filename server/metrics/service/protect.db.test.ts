import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { type Context, systemContext } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { valuesSchema } from "../schema";
import { storeEvents } from "../testing-events";
import { change } from "../testing-made";
import { person } from "../testing-platform";
import { metricValues } from "./values";

let database: TestDatabase;
let ctx: Context;
const at = (day: string) => new Date(`2026-${day}T00:00:00Z`);

/** Six in each of three teams of the catalog, of which one leaves amber but for one person, and one in a team that it does not know. */
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  await database.db.execute(
    sql`insert into insight_teams (team, parent) values ('amber', null), ('blue', null), ('coral', null)`,
  );
  const team = (id: number) => (id > 18 ? "told" : ["amber", "blue", "coral"][Math.floor((id - 1) / 6)]!);
  const ids = Array.from({ length: 19 }, (_, n) => n + 1);
  await storeEvents(database.db, {
    ...noEvents(),
    people: ids.map((id) => person(id)),
    memberships: ids.map((id) => ({
      personId: id,
      team: team(id),
      startsAt: at("01-01"),
      endsAt: id < 6 ? at("03-09") : null,
    })),
    changes: ids.map((id) => change(id, { authorId: id, team: team(id), mergedAt: at("03-05") })),
  });
});
afterAll(() => database.close());

async function diffs(of: object, from = "2026-03-02", to = "2026-03-09") {
  const { values } = await metricValues(
    ctx,
    valuesSchema.parse({ metrics: ["diffs-per-engineer"], range: { from, to }, ...of }),
  );
  return values[0]!;
}
const shown = (result: { value: number | null }) => result.value !== null;
const teamsShown = async (from?: string, to?: string) =>
  (await diffs({ by: "team" }, from, to)).breakdown!.rows.filter((r) => shown(r.result)).map((r) => r.key);

describe("what one person did", () => {
  it("does not follow from the whole less the teams, whether they are asked for together or one by one", async () => {
    const hidden = (key: string) => diffs({ scope: { kind: "team", id: key } }).then((v) => !shown(v.result));
    // Told has one person, so the first of the smallest is hidden with it.
    expect(await teamsShown()).toEqual(["blue", "coral"]);
    expect([await hidden("amber"), await hidden("blue"), await hidden("coral")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("does not follow from the whole less the teams where they are in none", async () => {
    await database.db.execute(sql`delete from insight_memberships where team = 'told'`);
    expect(await teamsShown()).toEqual(["blue", "coral"]);
    expect(shown((await diffs({ scope: { kind: "team", id: "amber" } })).result)).toBe(false);
  });

  it("does not follow from two ranges of which one goes on after all others have left", async () => {
    await database.db.execute(sql`delete from insight_changes where id = 19`);
    await database.db.execute(sql`update insight_people set is_developer = false where id = 19`);
    expect(await teamsShown()).toEqual(["amber", "blue", "coral"]);
    expect(await teamsShown("2026-03-02", "2026-03-16")).not.toContain("amber");
    const { result } = await diffs({ scope: { kind: "team", id: "amber" } }, "2026-03-02", "2026-03-16");
    expect(result).toEqual({
      value: null,
      n: 0,
      insufficient: expect.objectContaining({ have: 1 }) as object,
    });
  });

  it("does not follow from the course of the period before, in which somebody was alone", async () => {
    await database.db.execute(sql`update insight_memberships set ends_at = null where team = 'amber'`);
    await database.db.execute(
      sql`update insight_people set is_developer = true, left_on = '2026-03-08' where id = 19`,
    );
    await database.db
      .execute(sql`insert into insight_memberships (id, person_id, team, starts_at, ends_at, source)
      values (1000, 19, 'solo', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z', 'test')`);
    const ask = { series: true, interval: "day", scope: { kind: "team", id: "amber" } };
    const { result, series } = await diffs(ask, "2026-03-09", "2026-03-16");
    expect(shown(result)).toBe(true);
    expect(series!.results.every(shown)).toBe(true);
    expect(series!.previous!.some(shown)).toBe(false);
  });
});
