import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createAction, replaceAction } from "@/server/actions/service/definitions";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity } from "@/server/catalog/service/entities";
import { recompute } from "@/server/catalog/service/recompute";
import { fireTimers } from "@/server/catalog/service/timers";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import { deliverEvents } from "@/server/kernel/testing-outbox";
import { transaction } from "@/server/kernel/transaction";
import { listRuns, runFacets } from "@/server/runs/service/read";
import { relatedToRun } from "@/server/runs/service/related";
import { reportRun } from "@/server/runs/service/report";
import { failRun } from "@/server/runs/service/finish";
import { subscriptions, subscriptionsNow } from "@/server/subscriptions";
import { MAX_DEPTH, RATE_LIMIT } from "../schema";
import { fireAll } from "./fire";
import { listFirings } from "./read";
import { noteSlots } from "./schedule";
import { trialEvents, tryAutomation } from "./try";

let database: TestDatabase;
const ctx = () => contextOf(database.db);

const SERVICE = {
  identifier: "service",
  title: "Service",
  schema: {
    properties: {
      tier: { type: "string" },
      size: { type: "number" },
      until: { type: "string", format: "timer" },
    },
  },
  mirrorProperties: { domainTier: { path: "domain.tier" } },
  relations: { domain: { target: "domain", required: false, many: false } },
};
const DOMAIN = {
  identifier: "domain",
  title: "Domain",
  schema: { properties: { tier: { type: "string" } } },
};

const automation = (
  identifier: string,
  event: object,
  more: { condition?: object; publish?: boolean } = {},
) => {
  const { condition, ...rest } = more;
  return {
    identifier,
    title: `The ${identifier}`,
    trigger: { type: "automation", event, ...(condition ? { condition } : {}) },
    invocationMethod: {
      type: "TERRAFORM",
      template: "postgres-database",
      variables: { note: "{{ .event.diff.after.identifier }}" },
    },
    ...rest,
  };
};
const on = (type: string) => ({ type, blueprintIdentifier: "service" });
const condition = (expressions: string[], combinator?: "and" | "or") => ({
  condition: { type: "JQ", expressions, ...(combinator ? { combinator } : {}) },
});

/** What workers do until nothing is left: two of them at once, each event delivered twice. */
async function work(): Promise<void> {
  await recompute(ctx());
  const rows = await database.db.execute<{ id: number }>(
    sql`select id::int from outbox where delivered_at is null order by id`,
  );
  const ids = rows.map((row) => row.id);
  await Promise.all([1, 2].map(() => deliverEvents(ctx(), ids, subscriptions)));
  await deliverEvents(ctx(), ids, subscriptions);
  const waiting = await database.db.execute<{ id: string }>(
    sql`select id from automation_firings where outcome = 'waiting' order by at`,
  );
  const firings = waiting.map((row) => row.id);
  await Promise.all([1, 2].map(() => fireAll(ctx(), firings, 1)));
}

const firings = async (name: string) => (await listFirings(ctx(), { automation: name })).firings.toReversed();
const outcomes = async (name: string) => (await firings(name)).map(({ outcome }) => outcome);
const runsOf = (name: string) =>
  database.db.execute<{
    id: string;
    origin: string;
    requester_kind: string;
    event: Record<string, unknown>;
    cause: Record<string, unknown>;
    target: { identifier: string } | null;
  }>(
    sql`select id, origin, requester_kind, event, cause, target from runs where action_identifier = ${name} order by created_at`,
  );
const write = (identifier: string, properties: object, more: object = {}) =>
  createEntity(ctx(), "service", { identifier, properties, ...more }, { upsert: true, merge: true });

beforeAll(async () => {
  database = await createTestDatabase();
  await createBlueprint(ctx(), DOMAIN);
  await createBlueprint(ctx(), SERVICE);
});
beforeEach(async () => {
  await database.db.execute(
    sql`truncate entities, entity_relations, entity_revisions, entity_recomputations, outbox, actions, action_revisions, runs, automation_firings, workspaces cascade`,
  );
});
afterAll(() => database.close());

describe("events of entities", () => {
  it("run each automation once for each event that it listens to, however often it is delivered", async () => {
    for (const type of ["ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED", "ANY_ENTITY_CHANGE"])
      await createAction(ctx(), automation(type.toLowerCase(), on(type)));
    await write("cart", { tier: "gold" });
    await write("cart", { tier: "silver" });
    await work();
    expect(await outcomes("entity_created")).toEqual(["fired"]);
    expect(await outcomes("entity_updated")).toEqual(["fired"]);
    expect(await outcomes("any_entity_change")).toEqual(["fired", "fired"]);
    const [run] = await runsOf("entity_updated");
    expect(run).toMatchObject({
      origin: "JOB",
      requester_kind: "system",
      target: { identifier: "cart" },
      cause: { kind: "automation", identifier: "entity_updated", depth: 1 },
      event: {
        action: "UPDATE",
        resourceType: "entity",
        trigger: { by: { userId: ADMIN.id }, origin: "API" },
        context: { blueprintIdentifier: "service", entityIdentifier: "cart" },
        diff: { before: { properties: { tier: "gold" } }, after: { properties: { tier: "silver" } } },
      },
    });
  });

  it("tell of a deletion, with what there was", async () => {
    await createAction(ctx(), automation("gone", on("ENTITY_DELETED"), condition([".diff.after == null"])));
    await write("cart", { tier: "gold" });
    await deleteEntity(ctx(), "service", "cart");
    await work();
    const [firing] = await firings("gone");
    expect(firing).toMatchObject({ outcome: "fired", subject: "cart", kind: "entity" });
    const [run] = await runsOf("gone");
    expect(run!.event).toMatchObject({
      action: "DELETE",
      diff: { before: { identifier: "cart" }, after: null },
    });
  });

  it("fire on a transition, and not on the steady state", async () => {
    await createAction(
      ctx(),
      automation(
        "promoted",
        on("ENTITY_UPDATED"),
        condition(['.diff.before.properties.tier != "gold"', '.diff.after.properties.tier == "gold"']),
      ),
    );
    await write("cart", { tier: "silver" });
    await write("cart", { tier: "gold" });
    await write("cart", { size: 3 });
    await work();
    const [first, second] = await firings("promoted");
    expect(first!.outcome).toBe("fired");
    expect(second).toMatchObject({ outcome: "not_fired", runId: null });
    expect(second!.reason).toContain('.diff.before.properties.tier != "gold" is false');
  });

  it("record why an expression failed, and run nothing", async () => {
    await createAction(
      ctx(),
      automation("broken", on("ENTITY_CREATED"), condition([".diff.after.properties.tier | tonumber > 1"])),
    );
    await write("cart", { tier: "gold" });
    await work();
    expect(await firings("broken")).toMatchObject([{ outcome: "failed", runId: null }]);
    expect((await firings("broken"))[0]!.reason).toMatch(/tonumber.*failed/);
    expect(await runsOf("broken")).toEqual([]);
  });

  it("fire on values that are computed, with the value before and after", async () => {
    await createEntity(ctx(), "domain", { identifier: "shop", properties: { tier: "silver" } });
    await write("cart", {}, { relations: { domain: "shop" } });
    await work();
    await createAction(
      ctx(),
      automation(
        "inherits",
        on("ENTITY_UPDATED"),
        condition([
          '.diff.before.properties.domainTier == "silver"',
          '.diff.after.properties.domainTier == "gold"',
        ]),
      ),
    );
    await createEntity(
      ctx(),
      "domain",
      { identifier: "shop", properties: { tier: "gold" } },
      { upsert: true },
    );
    await work();
    expect(await firings("inherits")).toMatchObject([
      { outcome: "fired", kind: "recomputation", subject: "cart" },
    ]);
  });

  it("leave automations alone that are switched off", async () => {
    await createAction(ctx(), automation("off", on("ENTITY_CREATED"), { publish: false }));
    await write("cart", {});
    await work();
    expect(await firings("off")).toEqual([]);
  });

  it("say so when an automation is switched off before it could run", async () => {
    await createAction(ctx(), automation("late", on("ENTITY_CREATED")));
    await write("cart", {});
    const rows = await database.db.execute<{ id: number }>(sql`select id::int from outbox`);
    await deliverEvents(
      ctx(),
      rows.map((row) => row.id),
      subscriptions,
    );
    await replaceAction(ctx(), "late", automation("late", on("ENTITY_CREATED"), { publish: false }));
    await work();
    expect(await firings("late")).toMatchObject([
      { outcome: "not_fired", reason: expect.stringContaining("switched off") as string },
    ]);
  });

  it("say what kept a run from being taken in", async () => {
    await createAction(ctx(), {
      ...automation("destroys", on("ENTITY_CREATED")),
      invocationMethod: { type: "TERRAFORM", template: "postgres-database", operation: "destroy" },
    });
    await write("cart", {});
    await work();
    expect(await firings("destroys")).toMatchObject([{ outcome: "failed", runId: null }]);
    expect((await firings("destroys"))[0]!.reason).toContain("nothing to destroy");
  });
});

describe("events of runs", () => {
  it("run an automation for the runs of one action, as they begin and end", async () => {
    await createAction(ctx(), automation("first", on("ENTITY_CREATED")));
    for (const [name, type] of [
      ["begun", "RUN_CREATED"],
      ["over", "RUN_UPDATED"],
    ] as const)
      await createAction(ctx(), automation(name, { type, actionIdentifier: "first" }));
    await write("cart", {});
    await work();
    await work();
    expect(await firings("begun")).toMatchObject([
      { outcome: "fired", depth: 2, subject: "cart", kind: "run" },
    ]);
    const [run] = await runsOf("first");
    await transaction(ctx(), (tx) =>
      failRun(
        tx,
        { runId: run!.id, from: "queued" },
        { stage: "queue", code: "test", message: "It failed." },
      ),
    );
    await work();
    expect(await outcomes("over")).toEqual(["fired"]);
    const [followed] = await runsOf("over");
    expect(followed!.event).toMatchObject({
      action: "UPDATE",
      resourceType: "run",
      context: { actionIdentifier: "first", entityIdentifier: "cart", runId: run!.id },
      diff: {
        before: { id: run!.id, status: "IN_PROGRESS", state: "queued" },
        after: { id: run!.id, status: "FAILURE", state: "failed", entity: { identifier: "cart" } },
      },
    });
  });

  it("run an automation for what is told of a run without its status, as it was and as it is", async () => {
    await createAction(ctx(), automation("first", on("ENTITY_CREATED")));
    const changed = (expression: string) => ({
      condition: { type: "JQ", expressions: [expression], combinator: "and" },
    });
    for (const [name, expression] of [
      ["labelled", '.diff.before.statusLabel == null and .diff.after.statusLabel == "Half way"'],
      ["linked", '.diff.after.link == ["https://ci.example/1"] and .diff.before.link == []'],
    ] as const)
      await createAction(
        ctx(),
        automation(name, { type: "RUN_UPDATED", actionIdentifier: "first" }, changed(expression)),
      );
    await write("cart", {});
    await work();
    const [run] = await runsOf("first");
    await reportRun(ctx(), run!.id, { statusLabel: "Half way" });
    await work();
    await reportRun(ctx(), run!.id, { link: "https://ci.example/1" });
    // The same again changes nothing.
    await reportRun(ctx(), run!.id, { link: "https://ci.example/1" });
    await work();
    expect(await outcomes("labelled")).toEqual(["fired", "not_fired"]);
    expect(await outcomes("linked")).toEqual(["not_fired", "fired"]);
  });

  it("follow one another on the pages of runs, which can be filtered by what they have", async () => {
    await createAction(ctx(), automation("first", on("ENTITY_CREATED")));
    await createAction(ctx(), automation("second", { type: "RUN_CREATED", actionIdentifier: "first" }));
    await write("cart", {});
    await work();
    await work();
    const [[first], [second]] = [await runsOf("first"), await runsOf("second")];
    const related = await relatedToRun(ctx(), first!.id);
    expect(related.followers.map(({ id }) => id)).toEqual([second!.id]);
    expect((await runFacets(ctx())).map(({ facet, value, label }) => [facet, value, label])).toEqual(
      expect.arrayContaining([
        ["action", "first", "The first"],
        ["backend", "TERRAFORM", "TERRAFORM"],
      ]),
    );
    const found = async (filter: object) =>
      (await listRuns(ctx(), { limit: 50, ...filter })).runs.map(({ id }) => id);
    expect(await found({ source: "AUTOMATION", action: "second", backend: "TERRAFORM" })).toEqual([
      second!.id,
    ]);
    expect(await found({ source: "UI" })).toEqual([]);
    expect(await found({ until: "2020-01-01T00:00:00.000Z" })).toEqual([]);
    // Whoever may not see the runs sees nothing of them.
    const stranger = contextOf(database.db, person("otto"));
    expect(await runFacets(stranger)).toEqual([]);
    await expect(relatedToRun(stranger, first!.id)).rejects.toThrow(/Run/);
  });

  it("say which entities they wrote", async () => {
    await createAction(ctx(), automation("first", on("ENTITY_CREATED")));
    await write("cart", {});
    await work();
    const [run] = await runsOf("first");
    await createEntity(ctx(), "service", { identifier: "made", title: "Made" }, { runId: run!.id });
    expect((await relatedToRun(ctx(), run!.id)).entities).toEqual([
      { blueprint: "service", identifier: "made", title: "Made", action: "CREATE" },
    ]);
  });

  it("cost nothing while no automation listens to them", async () => {
    await write("cart", {});
    const deaf = await subscriptionsNow(ctx());
    expect([deaf["entities.changed"], deaf["run.created"]]).toEqual([[], []]);
    await createAction(ctx(), automation("hears", on("ENTITY_CREATED")));
    expect((await subscriptionsNow(ctx()))["entities.changed"]).toHaveLength(1);
  });
});

it("runs once for a timer that expired", async () => {
  await createAction(
    ctx(),
    automation("expired", { ...on("TIMER_PROPERTY_EXPIRED"), propertyIdentifier: "until" }),
  );
  await write("cart", { until: "2020-01-01T00:00:00Z" });
  await Promise.all([fireTimers(ctx()), fireTimers(ctx())]);
  await work();
  expect(await outcomes("expired")).toEqual(["fired"]);
  const [run] = await runsOf("expired");
  expect(run!.event).toMatchObject({
    action: "TIMER_EXPIRED",
    context: { entityIdentifier: "cart", propertyIdentifier: "until" },
    diff: { after: { identifier: "cart" } },
  });
});

describe("the guard", () => {
  const chain = (depth: number) =>
    database.db.execute(sql`
      insert into automation_firings (action_id, automation, event_key, event, source, run_id, depth, outcome)
      values (gen_random_uuid(), 'earlier', 'x', 'ENTITY_UPDATED', '{"kind":"schedule","slot":"x"}', 'r_before', ${depth}, 'fired')`);
  const byRun = () =>
    createEntity(
      ctx(),
      "service",
      { identifier: "cart", properties: {} },
      { runId: "r_before", upsert: true },
    );

  it("counts how many automations led to an event, and stops a loop aloud", async () => {
    await createAction(ctx(), automation("again", on("ANY_ENTITY_CHANGE")));
    await chain(MAX_DEPTH - 1);
    await byRun();
    await work();
    expect(await firings("again")).toMatchObject([{ outcome: "fired", depth: MAX_DEPTH }]);
    await database.db.execute(
      sql`update automation_firings set depth = ${MAX_DEPTH} where automation = 'earlier'`,
    );
    await byRun();
    await work();
    const [, refused] = await firings("again");
    expect(refused).toMatchObject({ outcome: "refused", depth: MAX_DEPTH + 1, runId: null });
    const audited = await database.db.execute(
      sql`select message from audit_log where action = 'EXECUTE' and status = 'FAILURE' and resource_id = 'again'`,
    );
    expect(audited).toHaveLength(1);
  });

  it("limits how often one automation runs for one entity", async () => {
    const { id } = await createAction(ctx(), automation("busy", on("ENTITY_CREATED")));
    await database.db.execute(sql`
      insert into automation_firings (action_id, automation, event_key, event, source, blueprint, subject, outcome)
      select ${id}::uuid, 'busy', 'old' || n, 'ENTITY_CREATED', '{"kind":"schedule","slot":"x"}', 'service', 'cart', 'fired'
      from generate_series(1, ${RATE_LIMIT}) n`);
    await write("cart", {});
    await write("other", {});
    await work();
    const fresh = (await firings("busy")).filter(({ decidedAt }) => decidedAt !== null);
    expect(fresh.map(({ subject, outcome }) => [subject, outcome]).toSorted()).toEqual([
      ["cart", "refused"],
      ["other", "fired"],
    ]);
  });
});

describe("schedules", () => {
  const scheduled = (cron: string) =>
    automation("nightly", { type: "SCHEDULE", cron, timezone: "Europe/Berlin" });
  const saved = (ago: string) =>
    database.db.execute(sql`update actions set updated_at = now() - ${ago}::interval`);

  it("are noted once for a slot by two workers, and once for all that were missed", async () => {
    await createAction(ctx(), scheduled("* * * * *"));
    await saved("3 hours");
    await Promise.all([1, 2].map(() => noteSlots(ctx())));
    expect((await firings("nightly")).length).toBeLessThanOrEqual(2);
    expect((await firings("nightly")).length).toBeGreaterThanOrEqual(1);
  });

  it("owe nothing for the time before they were saved", async () => {
    await createAction(ctx(), scheduled("0 0 1 1 *"));
    expect(await noteSlots(ctx())).toBe(0);
  });

  it("catch up once for a slot that passed while nobody worked", async () => {
    await createAction(ctx(), scheduled("0 0 1 1 *"));
    await saved("5 years");
    expect(await noteSlots(ctx())).toBe(1);
    expect(await noteSlots(ctx())).toBe(0);
  });

  it("are refused when they can never be", async () => {
    await expect(createAction(ctx(), scheduled("0 0 31 2 *"))).rejects.toThrow(/never happens/);
  });
});

it("tries a definition on events of the past, and runs nothing", async () => {
  await write("cart", { tier: "silver" });
  await write("cart", { tier: "gold" });
  const definition = automation(
    "draft",
    on("ENTITY_UPDATED"),
    condition(['.diff.after.properties.tier == "gold"', ".diff.before.nothing.here"]),
  );
  const [sample] = await trialEvents(ctx(), definition);
  expect(sample).toMatchObject({ subject: "cart", blueprint: "service" });
  const trial = await tryAutomation(ctx(), { definition, ...sample! });
  expect(trial).toMatchObject({
    fires: false,
    expressions: [{ value: true }, { value: null }],
    payload: { variables: { note: "cart" } },
    event: { diff: { before: { properties: { tier: "silver" } } } },
  });
  expect(await runsOf("draft")).toEqual([]);
});
