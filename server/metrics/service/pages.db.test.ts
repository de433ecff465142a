import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import { type Context, systemContext } from "@/server/kernel/context";
import { noEvents } from "../core/events";
import { distributionFigure } from "../core/prepare/distribution";
import { noteSchema, spanSchema, valuesSchema } from "../schema";
import { storeEvents } from "../testing-events";
import { deployment, run } from "../testing-made";
import { adoptionOf, teamsOnPlatform } from "./adoption";
import { addNote, metricAnnotations, removeNote } from "./annotations";
import { metricDistribution } from "./distribution";
import { standingOf } from "./standing";
import { metricValues } from "./values";

let database: TestDatabase;
let ctx: Context;
const range = { from: "2026-01-05", to: "2026-03-30" };
const span = (of: object = {}) => spanSchema.parse({ range, ...of });
const amber = { scope: { kind: "team", id: "amber" } };
const TEAMS = ["amber", "blue", "coral", "dune", "elm", "fern"];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = systemContext(database.db, "Test", "test");
  const db = database.db;
  await db.execute(sql`
    insert into insight_teams (team, parent, onboarded_at) select t, null, case when t = 'blue' then '2026-02-02T09:00:00Z'::timestamptz end
    from unnest(array['amber', 'blue', 'coral', 'dune', 'elm', 'fern', 'gold']) t`);
  await db.execute(sql`insert into insight_teams (team, parent) values ('twig', 'gold')`);
  const week = (n: number) => new Date(Date.parse("2026-01-07T12:00:00Z") + n * 7 * 86_400_000);
  await storeEvents(db, {
    ...noEvents(),
    // Each team one deployment more a week than the one before it.
    deployments: TEAMS.flatMap((team, at) =>
      Array.from({ length: 12 * (at + 1) }, (_, n) =>
        deployment(at * 100 + n + 1, {
          team,
          service: `${team}-api`,
          finishedAt: week(n % 12),
          viaPlatform: team === "blue",
        }),
      ),
    ),
    runs: [
      run("r1", { team: "coral" }),
      run("r2", { team: "amber", status: "failed", code: "plan_failed" }),
      run("r3", { team: "amber", status: "cancelled" }),
      run("r4", { team: "amber", rerunOf: "r2" }),
      run("r5", { team: "amber", status: "failed", code: "policy_denied", action: "add-bucket" }),
    ],
  });
  await db.execute(sql`
    insert into insight_form_starts (id, action, team, started_at, submitted_at, run_id, step)
    select gen_random_uuid(), action, team, '2026-02-10T10:00:00Z', case when run is not null then '2026-02-10T10:05:00Z'::timestamptz end,
      run, step
    from (values ('create-service', 'amber', 'r2', 'Review'), ('create-service', 'amber', null, 'Network'),
      ('create-service', 'amber', null, null), ('add-bucket', 'amber', 'r5', null), ('create-service', 'coral', 'r1', null))
      v(action, team, run, step)`);
  await db.execute(sql`
    insert into insight_incidents (source, external_id, service, team, title, severity, started_at, resolved_at, reported_at)
    values ('t', '1', 'amber-api', 'amber', 'Checkout is down', 'critical', '2026-02-03T10:00:00Z', null, now()),
      ('t', '2', 'blue-api', 'blue', 'Slow', 'low', '2026-02-04T10:00:00Z', null, now()),
      ('t', '3', 'blue-api', 'blue', 'Errors', 'P1', '2026-02-05T10:00:00Z', '2026-02-05T11:00:00Z', now())`);
  await db.execute(sql`
    insert into insight_findings (source, external_id, service, team, severity, status, first_seen_at, due_at, dedupe_key, reported_at)
    values ('a', '1', 'amber-api', 'amber', 'critical', 'open', '2026-01-10', '2026-01-20', 'x', now()),
      ('b', '1', 'amber-api', 'amber', 'high', 'open', '2026-01-11', '2999-01-01', 'x', now()),
      ('a', '2', 'amber-api', 'amber', 'high', 'open', '2026-01-11', '2999-01-01', 'y', now()),
      ('a', '3', 'blue-api', 'blue', 'medium', 'open', '2026-01-11', '2026-01-12', 'z', now())`);
});
afterAll(() => database.close());

describe("peers", () => {
  const of = async (scope: object) =>
    (
      await metricValues(
        ctx,
        valuesSchema.parse({ metrics: ["deployment-frequency"], range, scope, compare: "peers" }),
      )
    ).values[0]!;

  it("are the quartiles of the other teams", async () => {
    // The others deploy 2, 3, 4, 5 and 6 times a week.
    const value = await of({ kind: "team", id: "amber" });
    expect(value.result.value).toBe(1);
    expect(value.peers).toEqual({
      of: "all other teams",
      n: 5,
      band: { lower: 3, median: 4, upper: 5 },
      insufficient: null,
    });
    expect((await of({ kind: "organisation" })).peers).toMatchObject({
      of: "all teams",
      n: 6,
      band: { median: 3.5 },
    });
  });

  it("are none of a team that has others below it, nor of a service", async () => {
    expect((await of({ kind: "team", id: "gold" })).peers).toMatchObject({ band: null, insufficient: {} });
    expect((await of({ kind: "service", id: "amber-api" })).peers).toBeNull();
  });
});

it("compares with no period that began before the first event", async () => {
  const of = async (from: string, to: string) =>
    (await metricValues(ctx, valuesSchema.parse({ metrics: ["deployment-frequency"], range: { from, to } })))
      .values[0]!;
  expect(await of("2026-02-16", "2026-03-30")).toMatchObject({ previous: { value: 21 }, previousWhy: null });
  expect(await of("2026-01-26", "2026-03-09")).toMatchObject({
    previous: null,
    previousWhy: "The period before is not known in full: data begins on 2026-01-07.",
  });
  expect((await of("2026-01-05", "2026-03-30")).previousWhy).toMatch(/data begins on 2026-01-07/);
});

describe("adoption", () => {
  it("follows forms from the first to what came of them", async () => {
    const found = await adoptionOf(ctx, span());
    // The run that failed was repeated, and that one succeeded.
    expect(found.forms).toEqual({ started: 5, submitted: 3, approved: 2, succeeded: 2, since: "2026-02-10" });
    expect(found.abandoned).toEqual([
      { action: "create-service", started: 4, submitted: 2, abandoned: 2, steps: { Network: 1 } },
      { action: "add-bucket", started: 1, submitted: 1, abandoned: 0, steps: {} },
    ]);
    expect(found.visits).toMatchObject({ days: null, insufficient: { have: 0, need: 5 } });
  });

  it("says which actions fail and why, a request once", async () => {
    const { failed } = await adoptionOf(ctx, span());
    expect(failed).toEqual([
      { action: "add-bucket", class: "user", code: "policy_denied", count: 1 },
      { action: "create-service", class: "abandoned", code: "cancelled", count: 1 },
    ]);
    expect((await adoptionOf(ctx, span({ scope: { kind: "team", id: "coral" } }))).failed).toEqual([]);
  });

  it("knows nothing of forms before the first was noted, and refuses services", async () => {
    const early = await adoptionOf(
      ctx,
      spanSchema.parse({ range: { from: "2025-01-01", to: "2025-02-01" } }),
    );
    expect(early.forms).toBeNull();
    await expect(adoptionOf(ctx, span({ scope: { kind: "service", id: "amber-api" } }))).rejects.toThrow(
      /not of a service/,
    );
  });

  it("says which teams are on the platform, and since when", async () => {
    const teams = await teamsOnPlatform(ctx, span());
    expect(
      teams.map(({ team, state, deployments, viaPlatform, actions }) => [
        team,
        state,
        deployments,
        viaPlatform,
        actions,
      ]),
    ).toEqual([
      ["amber", "on", 12, 0, 1],
      ["blue", "on", 24, 24, 0],
      ["coral", "on", 36, 0, 1],
      ["dune", "off", 48, 0, 0],
      ["elm", "off", 60, 0, 0],
      ["fern", "off", 72, 0, 0],
      ["gold", "idle", 0, 0, 0],
      ["twig", "idle", 0, 0, 0],
    ]);
    expect(teams[1]).toMatchObject({
      since: "2026-01-07T12:00:00.000Z",
      onboardedAt: "2026-02-02T09:00:00.000Z",
    });
  });
});

describe("annotations", () => {
  it("are severe incidents, teams that came, and notes, of the scope", async () => {
    const { id } = await addNote(ctx, noteSchema.parse({ at: "2026-03-01", label: "Freeze begins" }));
    await addNote(ctx, noteSchema.parse({ at: "2026-03-02", label: "New lead", team: "blue" }));
    const labels = async (of: object) =>
      (await metricAnnotations(ctx, span(of))).annotations.map((a) => a.label);
    expect(await labels({})).toEqual([
      "blue came onto the platform",
      "Checkout is down, amber-api (critical)",
      "Errors, blue-api (P1)",
      "Freeze begins",
      "New lead",
    ]);
    expect(await labels(amber)).toEqual(["Checkout is down, amber-api (critical)", "Freeze begins"]);
    await removeNote(ctx, id);
    expect(await labels(amber)).toEqual(["Checkout is down, amber-api (critical)"]);
    await expect(removeNote(ctx, id)).rejects.toThrow(/not found/);
  });

  it("are noted by administrators alone, of what has happened, for teams that there are", async () => {
    const note = noteSchema.parse({ at: "2026-03-01", label: "Freeze" });
    await expect(addNote(contextOf(database.db, person("ben", [])), note)).rejects.toThrow(/insights.manage/);
    await expect(addNote(ctx, { ...note, at: "2999-01-01" })).rejects.toThrow(/not happened yet/);
    await expect(addNote(ctx, { ...note, team: "nobody" })).rejects.toThrow(/not found/);
    await addNote(contextOf(database.db, ADMIN), note);
  });
});

it("spreads durations by parts that people tell apart", async () => {
  await database.db.execute(sql`
    insert into insight_changes (source, external_id, repository, service, team, is_bot, first_commit_at, merged_at, reported_at)
    select 't', n::text, 'r', 'amber-api', 'amber', false, '2026-01-14T12:00:00Z'::timestamptz - make_interval(hours => n), '2026-01-14T11:59:00Z', now()
    from generate_series(1, 6) n`);
  await database.db.execute(sql`
    insert into insight_deployment_changes (deployment_id, change_id, baseline, first, why)
    select 2, id, false, true, 'test' from insight_changes`);
  const found = await metricDistribution(ctx, { metric: "change-lead-time", ...span(amber) });
  const figure = distributionFigure(found!)!;
  // From one to six hours: three are under four.
  expect(figure.buckets).toEqual([
    { from: 3_600, to: 14_400, count: 3 },
    { from: 14_400, to: 43_200, count: 3 },
  ]);
  expect(figure.marks).toEqual([
    { label: "Median", value: 10_800 },
    { label: "Three in four", value: 18_000 },
    { label: "Nine in ten", value: 21_600 },
  ]);
  expect(await metricDistribution(ctx, { metric: "change-fail-rate", ...span() })).toBeNull();
});

it("says how a team stands: what is open, each weakness once", async () => {
  const found = await standingOf(ctx, span(amber));
  expect(found).toMatchObject({
    title: "amber",
    incidents: { count: 1, items: [{ title: "Checkout is down" }] },
    findings: { critical: 1, high: 1, medium: 0, overdue: 1 },
  });
  const all = await standingOf(ctx, span());
  expect(all).toMatchObject({ title: null, incidents: { count: 2 }, findings: { critical: 1, medium: 1 } });
  expect((await standingOf(ctx, span({ scope: { kind: "team", id: "gold" } }))).below).toEqual([
    { identifier: "twig", title: "twig" },
  ]);
});
