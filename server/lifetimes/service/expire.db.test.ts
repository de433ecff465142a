import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAction, deleteAction, replaceAction } from "@/server/actions/service/definitions";
import { executeAction } from "@/server/actions/service/execute";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity } from "@/server/catalog/service/entities";
import { systemContext } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { saveChannel } from "@/server/notifications/service/channels";
import { eventually } from "@/server/pipelines/execution/testing";
import { page, visibleRun } from "@/server/runs/service/read";
import { action, type Stage, stage } from "@/server/runs/testing";
import { CREATE, DESTROY, defineActions, expire, lifetimeOf, living } from "../testing";
import { changeLifetime } from "./change";
import { tickLifetimes } from "./expire";
import { onEntityDeleted, onRunEnded } from "./heard";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  await defineActions(s);
  const settings = {
    kind: "email",
    host: "127.0.0.1",
    port: 25,
    encryption: "none",
    user: "",
    from: "w@x.example",
  } as const;
  await saveChannel(s.as(s.people.admin), null, {
    title: "Mail",
    settings,
    enabled: true,
    topics: [],
    secrets: {},
  });
});
afterAll(() => s.close());
beforeEach(() => s.database.sql`update lifetimes set next_at = null where ended_at is null`);

const system = () => systemContext(s.database.db, "Lifetimes", "t");
const tick = () => tickLifetimes(system());
/** Takes turns until the run that destroys has begun: one that the machine was too slow for is taken again. */
async function begun(entity: string): Promise<string> {
  for (let turn = 0; turn < 10; turn++) {
    await tick();
    const runId = (await lifetimeOf(s, entity))?.destroyRunId;
    if (runId) return runId;
  }
  throw new Error(`No run was begun that destroys ${entity}.`);
}
/** Who was told what about an entity. */
const toldOf = async (entity: string) =>
  (
    await s.database
      .sql`select target->>'email' as email, content->>'subject' as subject from notices where content->'data'->>'entity' = ${entity} order by created_at, target->>'email'`
  ).map((row) => `${row.email}: ${row.subject}`);
const eventsOf = async (id: string) =>
  (await s.database.sql`select type from lifetime_events where lifetime_id = ${id} order by at`).map(
    (row) => row.type as string,
  );
const runsOn = async (entity: string) =>
  s.database
    .sql`select id, status, requester_kind, team, approval_rule from runs where entity_identifier = ${entity} order by created_at`;
/** What a destroy needs: the entity was made by a run, and its workspace is there. */
const workspace = (entity: string) =>
  s.database
    .sql`insert into workspaces (name, template, blueprint, entity) values (${`database/${entity}`}, 'postgres-database', 'database', ${entity})`;
/** As if the worker had brought the run to this end. */
async function endedAs(runId: string, status: "succeeded" | "failed"): Promise<void> {
  await s.database.sql`update runs set status = ${status}, ended_at = now() where id = ${runId}`;
  await transaction(system(), (tx) => onRunEnded(tx, { runId, status }));
}

describe("what comes to its end", () => {
  it("is reminded of once, and not before its time", async () => {
    const { id } = await living(s, "soon", { ends: 0.5 }, { reminded: null });
    await tick();
    expect(await lifetimeOf(s, "soon")).toMatchObject({ status: "expiring", reminded: 3600 });
    await s.database.sql`update lifetimes set next_at = now() where entity = 'soon'`;
    await tick();
    await tick();
    expect(await eventsOf(id)).toEqual(["reminded"]);
    expect(await toldOf("soon")).toEqual(["dev@example.com: soon ends in 29 minutes"]);
    expect(await runsOn("soon")).toEqual([]);
  });

  it("is destroyed by one run of the system, without approval, however many workers look", async () => {
    await living(s, "over");
    await workspace("over");
    await expire(s, "over");
    await Promise.all(Array.from({ length: 6 }, tick));
    const runs = await runsOn("over");
    expect(runs).toMatchObject([{ status: "queued", requester_kind: "system", team: "payments" }]);
    expect(runs[0]!.approval_rule).toBeNull();
    const row = await lifetimeOf(s, "over");
    expect(row).toMatchObject({ status: "destroying", destroyRunId: runs[0]!.id, nextAt: null });
    await endedAs(runs[0]!.id as string, "succeeded");
    await endedAs(runs[0]!.id as string, "succeeded");
    expect(await lifetimeOf(s, "over")).toBeNull();
    expect(await eventsOf(row!.id)).toEqual(["destroying", "ended"]);
    expect(await toldOf("over")).toEqual(["dev@example.com: over has ended"]);
  });

  it("is seen to be destroyed by whoever made it, also where no team owns it", async () => {
    await living(s, "alone", {}, { team: null, ownerId: s.people.other.id });
    await s.database.sql`update entities set team = '{}' where identifier = 'alone'`;
    await workspace("alone");
    await expire(s, "alone");
    const runId = await begun("alone");
    expect(await visibleRun(s.as(s.people.other), runId)).toMatchObject({
      team: null,
      requesterKind: "system",
    });
    const { runs } = await page(s.as(s.people.other), { entity: "alone", limit: 5 });
    expect(runs.map(({ id }) => id)).toEqual([runId]);
    await expect(visibleRun(s.as(s.people.dev), runId)).rejects.toThrow("was not found");
    await endedAs(runId, "failed");
  });

  it("waits for a run that works on it, and goes on as soon as that is over", async () => {
    await living(s, "busy");
    await workspace("busy");
    const other = await s.submit({
      target: { blueprint: "database", identifier: "busy", title: null },
      action: action({ operation: "DAY-2" }, { template: "postgres-database" }),
    });
    await expire(s, "busy");
    await tick();
    expect(await lifetimeOf(s, "busy")).toMatchObject({ status: "active", destroyRunId: null });
    expect((await lifetimeOf(s, "busy"))!.note).toContain(other.id);
    await endedAs(other.id, "failed");
    await tick();
    expect(await lifetimeOf(s, "busy")).toMatchObject({ status: "destroying", note: null });
    expect(await runsOn("busy")).toHaveLength(2);
  });

  it("is tried again by new runs, later each time, and then left to a person, who can extend it", async () => {
    const { id } = await living(s, "stubborn");
    await workspace("stubborn");
    await expire(s, "stubborn");
    for (let attempt = 1; attempt <= 5; attempt++) {
      await s.database.sql`update lifetimes set next_at = now() where entity = 'stubborn'`;
      await endedAs(await begun("stubborn"), "failed");
      const row = (await lifetimeOf(s, "stubborn"))!;
      expect(row).toMatchObject({ attempts: attempt, destroyRunId: null });
      if (attempt < 5) expect(row.nextAt!.getTime()).toBeGreaterThan(row.updatedAt.getTime() + 59_000);
    }
    expect(await lifetimeOf(s, "stubborn")).toMatchObject({ status: "failed", nextAt: null });
    expect((await eventsOf(id)).filter((type) => type === "destroying")).toHaveLength(5);
    expect(await toldOf("stubborn")).toEqual([
      "ada@example.com: stubborn could not be destroyed",
      "dev@example.com: stubborn could not be destroyed",
    ]);
    const change = { by: "1h", reason: "somebody looks at it" };
    await changeLifetime(s.as(s.people.dev), { blueprint: "database", entity: "stubborn" }, change);
    expect(await lifetimeOf(s, "stubborn")).toMatchObject({ status: "active", attempts: 0 });
  });

  it("counts a run that could not even begin as an attempt, with its reason", async () => {
    await living(s, "never_made");
    await expire(s, "never_made");
    await tick();
    expect(await lifetimeOf(s, "never_made")).toMatchObject({ status: "destroying", attempts: 1 });
    expect((await lifetimeOf(s, "never_made"))!.note).toContain("nothing to destroy");
  });

  it("that was extended at the last moment is not destroyed", async () => {
    await living(s, "saved");
    await workspace("saved");
    await expire(s, "saved");
    const of = { blueprint: "database", entity: "saved" };
    await changeLifetime(s.as(s.people.dev), of, { by: "1h", reason: "just in time" });
    await tick();
    expect(await runsOn("saved")).toEqual([]);
  });
});

describe("an entity that is deleted otherwise", () => {
  it("ends its lifetime", async () => {
    const { id } = await living(s, "deleted");
    await deleteEntity(s.as(s.people.admin), "database", "deleted");
    const event = { blueprint: "database", identifier: "deleted", runId: null };
    await transaction(system(), (tx) => onEntityDeleted(tx, event));
    expect(await lifetimeOf(s, "deleted")).toBeNull();
    expect(await eventsOf(id)).toEqual(["ended"]);
  });

  it("does not end that of one that was made before the news came", async () => {
    await living(s, "again");
    const event = { blueprint: "database", identifier: "again", runId: null };
    await s.database.sql`update lifetimes set began_at = now() + interval '1 minute' where entity = 'again'`;
    await transaction(system(), (tx) => onEntityDeleted(tx, event));
    expect(await lifetimeOf(s, "again")).not.toBeNull();
  });
});

describe("an action with a lifetime", () => {
  const save = (lifetime: object) =>
    createAction(s.as(s.people.admin), {
      ...CREATE,
      identifier: "checked",
      lifetime: { ...CREATE.lifetime, ...lifetime },
    });

  it.each<[object, RegExp]>([
    [{ destroy: "nosuch" }, /no action "nosuch"/],
    [{ destroy: "make_it" }, /does not delete/],
    [{ from: "nosuch" }, /no input "nosuch"/],
    [{ default: "0h" }, /Use a duration/],
    [{ default: "1e9d" }, /Use a duration/],
    [{ default: "73h" }, /longer than the maximum/],
    [{ destroyInputs: {} }, /requires "reason"/],
    [{ destroyInputs: { reason: "x", other: 1 } }, /no input "other"/],
    [{ surprise: true }, /surprise/],
  ])("is refused with %j", async (lifetime, fault) => {
    await expect(save(lifetime)).rejects.toThrow(fault);
  });

  it("is refused where it does not create, or nothing is registered", async () => {
    const { lifetime } = CREATE;
    await expect(replaceAction(s.as(s.people.admin), "drop_it", { ...DESTROY, lifetime })).rejects.toThrow(
      /Only what an action creates/,
    );
    const { mapping: _, ...invocationMethod } = CREATE.invocationMethod;
    await expect(
      createAction(s.as(s.people.admin), { ...CREATE, identifier: "checked", invocationMethod }),
    ).rejects.toThrow(/registers no entity/);
  });

  it("keeps the action that destroys what it makes, as does what still lives", async () => {
    const admin = s.as(s.people.admin);
    await expect(deleteAction(admin, "drop_it")).rejects.toThrow(/what "make_it" makes for a time/);
    await createAction(admin, { ...DESTROY, identifier: "drop_all" });
    await living(s, "kept", {}, { destroyAction: "drop_all" });
    await expect(deleteAction(admin, "drop_all")).rejects.toThrow(/still lives for a time: database "kept"/);
    await deleteEntity(admin, "database", "kept");
    await transaction(system(), (tx) =>
      onEntityDeleted(tx, { blueprint: "database", identifier: "kept", runId: null }),
    );
    await deleteAction(admin, "drop_all");
  });

  it.each(["0h", "-1h", "1e9d", "73h", "2020-01-01", "2030-01-01T00:00", "soon"])(
    "refuses a request for %j at its input",
    async (ttl) => {
      const request = executeAction(s.as(s.people.dev), "make_it", { properties: { name: "refused", ttl } });
      await expect(request).rejects.toMatchObject({
        details: { issues: [{ path: ["properties", "ttl"] }] },
      });
    },
  );
});

it("makes, lets live and destroys what a person asked for, from the form to the end", async () => {
  s.startSupervisor();
  await s.startWorker();
  const run = await executeAction(s.as(s.people.dev), "make_it", {
    properties: { name: "brief", ttl: "2h" },
  });
  await s.reaches(run.id, "succeeded");
  const row = await eventually(() => lifetimeOf(s, "brief"));
  expect(row).toMatchObject({ status: "active", ownerId: s.people.dev.id, runId: run.id });
  expect(row!.expiresAt!.getTime() - row!.beganAt.getTime()).toBe(7_200_000);
  await expire(s, "brief");
  const [over] = await eventually(async () => {
    const rows = await s.database.sql`select status, destroy_run_id from lifetimes where entity = 'brief'`;
    return rows[0]?.status === "ended" ? rows : null;
  });
  expect((await s.run(over!.destroy_run_id as string)).status).toBe("succeeded");
  expect(await s.database.sql`select 1 from entities where identifier = 'brief'`).toEqual([]);
  await createEntity(s.as(s.people.admin), "database", { identifier: "brief" }, {});
  expect(await lifetimeOf(s, "brief")).toBeNull();
});
