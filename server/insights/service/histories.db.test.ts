import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { memberships, teams, users } from "@/db/schema/identity";
import { createEntity } from "@/server/catalog/service/entities";
import { teamAt, type Period } from "../core/history";
import { resettleTeams } from "../store/histories";
import { transaction } from "@/server/kernel/transaction";
import { type InsightStage, insightStage } from "../testing";
import { followHistories } from "./histories";
import { ingest } from "./ingest";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

const day = (n: number) => new Date(Date.UTC(2026, 2, n)).toISOString();
const deployment = (externalId: string, on: number, service = "shop") => ({
  externalId,
  service,
  environment: "production",
  status: "success",
  finishedAt: day(on),
});
const teamsOfEvents = async (table: "insight_deployments" | "insight_changes") =>
  Object.fromEntries(
    (
      await s.rows<{ name: string; team: string | null }>(
        sql`select external_id as name, team from ${sql.identifier(table)} order by external_id`,
      )
    ).map(({ name, team }) => [name, team]),
  );

it("events get the team of their time, also those that came before anybody knew the owner", async () => {
  await ingest(s.sender, "deployments", [deployment("early", 1), deployment("nobody's", 1, "search")]);
  expect(await teamsOfEvents("insight_deployments")).toEqual({ early: null, "nobody's": null });
  await followHistories(s.admin);
  expect(await teamsOfEvents("insight_deployments")).toEqual({ early: "red", "nobody's": null });
});

it("a service that changes hands keeps what was under its old team", async () => {
  await createEntity(
    s.admin,
    "service",
    { identifier: "shop", team: ["blue"] },
    { upsert: true, merge: true },
  );
  await followHistories(s.admin);
  // The change of hands is put on the 10th, as if it had been followed then.
  await s.database.db.execute(sql`
    update insight_service_owners set ends_at = ${day(10)} where service = 'shop' and team = 'red'`);
  await s.database.db.execute(sql`
    update insight_service_owners set starts_at = ${day(10)} where service = 'shop' and team = 'blue'`);
  await ingest(s.sender, "deployments", [deployment("before", 9), deployment("on-the-day", 10)]);
  expect(await teamsOfEvents("insight_deployments")).toMatchObject({
    early: "red",
    before: "red",
    "on-the-day": "blue",
  });
  await followHistories(s.admin);
  const [{ n }] = (await s.rows<{ n: number }>(
    sql`select count(*)::int as n from insight_service_owners where service = 'shop'`,
  )) as [{ n: number }];
  expect(n).toBe(2);
});

it("changes go with their authors, whom the portal may get to know later", async () => {
  const change = { repository: "acme/shop", author: "Ada@Example.com", mergedAt: day(12), openedAt: day(11) };
  await ingest(s.sender, "changes", [{ ...change, externalId: "ada" }]);
  expect(await teamsOfEvents("insight_changes")).toEqual({ ada: "blue" });
  const [team] = await s.database.db
    .insert(teams)
    .values({ identifier: "green", title: "Green" })
    .returning();
  const [ada] = await s.database.db
    .insert(users)
    .values({ email: "ada@example.com", name: "Ada" })
    .returning();
  await s.database.db.insert(memberships).values({ teamId: team!.id, userId: ada!.id });
  await followHistories(s.admin);
  expect(await teamsOfEvents("insight_changes")).toEqual({ ada: "green" });
  await s.database.db.delete(memberships);
  await followHistories(s.admin);
  await ingest(s.sender, "changes", [{ ...change, externalId: "left since" }]);
  expect(await teamsOfEvents("insight_changes")).toEqual({ ada: "green", "left since": "green" });
});

it("a move is known by its beginning alone, and a second owner in the catalog takes nothing over", () => {
  const since = (team: string, on: number, told: boolean): Period => ({
    ...{ team, told },
    startsAt: new Date(day(on)),
    endsAt: null,
  });
  const at = new Date(day(12));
  expect(teamAt([since("a", 1, true), since("b", 10, true)], at)).toBe("b");
  expect(teamAt([since("a", 1, true), since("b", 13, true)], at)).toBe("a");
  expect(teamAt([since("a", 1, false), since("b", 10, false)], at)).toBe("a");
  expect(teamAt([since("a", 5, true), since("b", 1, false)], at)).toBe("a");
  expect(teamAt([since("a", 1, true), since("b", 10, true)], at, "a")).toBe("a");
});

it("SQL finds the team that pure code finds, whatever the history", async () => {
  const random = (seed: number) => ((seed * 7919) % 104_729) / 104_729;
  const periods: Period[] = Array.from({ length: 12 }, (_, n) => {
    const from = 1 + Math.floor(random(n + 3) * 15);
    return {
      team: ["a", "B", "c"][n % 3]!,
      startsAt: new Date(day(from)),
      endsAt: n % 4 === 0 ? null : new Date(day(from + 1 + Math.floor(random(n + 40) * 8))),
      told: n % 5 !== 0,
    };
  });
  await s.database.db.execute(sql`delete from insight_service_owners where service = 'pay'`);
  for (const { team, startsAt, endsAt, told } of periods)
    await s.database.db
      .execute(sql`insert into insight_service_owners (service, team, starts_at, ends_at, source)
      values ('pay', ${team}, ${startsAt.toISOString()}, ${endsAt?.toISOString() ?? null},
        ${told ? "test" : "catalog"})`);
  await ingest(
    s.sender,
    "deployments",
    Array.from({ length: 24 }, (_, n) => deployment(`pay-${n}`, n + 1, "pay")),
  );
  const atIngest = await teamsOfEvents("insight_deployments");
  for (let n = 0; n < 24; n += 1)
    expect([n, atIngest[`pay-${n}`]]).toEqual([n, teamAt(periods, new Date(day(n + 1)))]);
  expect(await transaction(s.admin, (tx) => resettleTeams(tx.db, ["pay"], []))).toBe(0);
});
