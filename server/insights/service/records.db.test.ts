import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import { createEntity } from "@/server/catalog/service/entities";
import { contextOf, person } from "@/server/catalog/testing";
import { RECORD_KINDS, type RecordKind } from "../core/records";
import type { IngestResult } from "../schema";
import { type InsightStage, insightStage } from "../testing";
import { followHistories } from "./histories";
import { ingest } from "./ingest";
import { ingestRecords } from "./ingest-records";
import { matchMarked } from "./match";
import { uploadCsv } from "./upload";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
  await followHistories(s.admin);
});
afterAll(() => s.database.close());

async function* file(...lines: string[]) {
  for (const line of lines) yield await Promise.resolve(`${line}\n`);
}
const take = (kind: RecordKind, ...rows: object[]) => ingestRecords(s.sender, kind, rows);
const period = (externalId: string, more: object) => ({
  externalId,
  startsAt: "2026-01-01T00:00:00Z",
  ...more,
});

const EXAMPLES: Record<RecordKind, { first: object; then: object; heading: string; line: string }> = {
  people: {
    first: { externalId: "Ada@example.com", isDeveloper: true, fte: 0.8, hiredOn: "2026-01-15" },
    then: { externalId: "ada@example.com", fte: 1 },
    heading: "external_id,is_developer,fte,hired_on,aliases",
    line: "bob@example.com,yes,0.5,2026-02-01,bob-b bobby",
  },
  teams: {
    first: { team: "crimson", parent: "red", onboardedAt: "2026-01-05T08:00:00Z" },
    then: { team: "crimson", parent: null },
    heading: "team,parent,onboarded_at",
    line: "navy,blue,2026-01-05T08:00:00Z",
  },
  memberships: {
    first: period("m1", { person: "ada@example.com", team: "red" }),
    then: period("m1", { person: "ada@example.com", team: "red", endsAt: "2026-02-01T00:00:00Z" }),
    heading: "external_id,person,team,starts_at,ends_at",
    line: "m2,bob@example.com,blue,2026-01-01T00:00:00Z,",
  },
  owners: {
    first: period("o1", { service: "search", team: "red" }),
    then: period("o1", { service: "search", team: "blue" }),
    heading: "external_id,service,team,starts_at",
    line: "o2,acme/shop,red,2026-01-01 00:00Z",
  },
  maintenance: {
    first: period("w1", { component: "api", endsAt: "2026-01-01T02:00:00Z" }),
    then: period("w1", { component: "api", endsAt: "2026-01-01T03:00:00Z" }),
    heading: "external_id,component,starts_at,ends_at,reason",
    line: "w2,api,2026-02-01T00:00:00Z,2026-02-01T01:00:00Z,Upgrade",
  },
  "time-entries": {
    first: { team: "red", week: "2026-03-02", category: "new", share: 0.5, fte: 6.5 },
    then: { team: "red", week: "2026-03-02", category: "new", share: 0.25 },
    heading: "team,week,category,share",
    line: "blue,2026-03-02,new,0.4",
  },
  "tool-uses": {
    first: { person: "ada@example.com", tool: "jenkins", day: "2026-03-02" },
    then: { person: "ada@example.com", tool: "argo", day: "2026-03-02" },
    heading: "person,tool,day",
    line: "bob@example.com,jenkins,2026-03-02",
  },
};

describe.each(RECORD_KINDS)("%s", (kind) => {
  const { first, then, heading, line } = EXAMPLES[kind];

  it("are taken once, the same again changes nothing, and the last word counts", async () => {
    const app = restApp(() => Promise.resolve(s.sender));
    const post = async (body: object, query = "") => {
      const response = await app.request(`/v1/insights/${kind}${query}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, ...((await response.json()) as IngestResult) };
    };
    expect(await post(first, "?dry_run=true")).toMatchObject({ status: 200, created: 1 });
    expect(await post({ events: [first, first] })).toMatchObject({ status: 200, created: 1, unchanged: 1 });
    expect(await post(first)).toMatchObject({ status: 200, created: 0, updated: 0, unchanged: 1 });
    const again = await post(then);
    expect(again.created + again.updated).toBe(1);
    expect(await post({ events: [then, {}] })).toMatchObject({
      status: 207,
      unchanged: 1,
      refused: [{ index: 1 }],
    });
  });

  it("come from a file, which is tried first, and says by line what is wrong", async () => {
    const lines = [heading, line, `${line.split(",")[0]},,,,,x`];
    const tried = await uploadCsv(s.admin, kind, file(...lines), { dryRun: true });
    expect(tried).toMatchObject({ received: 2, created: 1, refusedCount: 1, refused: [{ index: 3 }] });
    expect(await uploadCsv(s.admin, kind, file(heading, line), { dryRun: false })).toMatchObject({
      created: 1,
    });
    expect(await uploadCsv(s.admin, kind, file(heading, line), { dryRun: false })).toMatchObject({
      unchanged: 1,
    });
  });

  it("are told by programs and administrators alone", async () => {
    const member = contextOf(s.database.db, person("mem"));
    await expect(ingestRecords(member, kind, [first])).rejects.toThrow("insights.write");
  });
});

describe("what cannot be true is refused by name", () => {
  const refusals = async (kind: RecordKind, row: object) =>
    (await take(kind, row)).refused.flatMap(({ issues }) =>
      issues.map(({ path, message }) => `${path}: ${message}`),
    );

  it.each<[string, RecordKind, object, RegExp]>([
    [
      "no zone",
      "owners",
      period("x", { service: "a", team: "b", startsAt: "2026-01-01T00:00:00" }),
      /^startsAt: Says no time zone/,
    ],
    [
      "a negative span",
      "memberships",
      period("x", { person: "a", team: "b", endsAt: "2025-01-01T00:00:00Z" }),
      /^endsAt: Lies before startsAt/,
    ],
    [
      "an empty span",
      "maintenance",
      period("x", { component: "a", endsAt: "2026-01-01T00:00:00Z" }),
      /^endsAt: Is the same/,
    ],
    [
      "a leaver before the hire",
      "people",
      { externalId: "x", hiredOn: "2026-02-01", leftOn: "2026-01-01" },
      /^leftOn: Lies before hiredOn/,
    ],
    ["a day to come", "tool-uses", { person: "x", tool: "y", day: "2199-01-01" }, /^day: Lies in the future/],
    [
      "a week to come",
      "time-entries",
      { team: "x", week: "2198-12-31", category: "new", share: 1 },
      /^week: Lies in the future/,
    ],
    [
      "a plan too far ahead",
      "maintenance",
      { externalId: "x", component: "a", startsAt: "2198-01-01T00:00:00Z", endsAt: "2198-01-02T00:00:00Z" },
      /more than two years/,
    ],
    [
      "another day than Monday",
      "time-entries",
      { team: "x", week: "2026-03-03", category: "new", share: 1 },
      /^week: Is no Monday/,
    ],
    [
      "a day that is not",
      "people",
      { externalId: "x", hiredOn: "2026-02-30" },
      /^hiredOn: Names a day that is not/,
    ],
    [
      "a share in per cent",
      "time-entries",
      { team: "x", week: "2026-03-02", category: "new", share: 55 },
      /^share: Must be from 0 to 1/,
    ],
    ["a team above itself", "teams", { team: "sky", parent: "sky" }, /^parent: "sky" is itself at or above/],
    [
      "a team taken on to come",
      "teams",
      { team: "sky", onboardedAt: "2199-01-01T00:00:00Z" },
      /^onboardedAt: Lies in the future/,
    ],
    ["an unknown field", "people", { externalId: "x", salary: 1 }, /salary/],
  ])("%s", async (_name, kind, row, expected) => {
    const found = await refusals(kind, row);
    expect(
      found.some((one) => expected.test(one)),
      found.join("\n"),
    ).toBe(true);
  });

  it("while what is planned may lie ahead, and an unknown service is kept with a warning", async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect(
      await take("maintenance", { externalId: "soon", component: "api", startsAt: soon, endsAt: later }),
    ).toMatchObject({ created: 1, refused: [] });
    expect(await take("owners", period("o9", { service: "nowhere", team: "red" }))).toMatchObject({
      created: 1,
      warnings: [{ index: 0, externalId: "o9", issues: [{ path: "service" }] }],
    });
  });
});

it("teams stand below one another as told, in no circle, and a word that leaves a field out says nothing about it", async () => {
  const teams = () =>
    s.rows(sql`select team, parent, to_char(onboarded_at, 'YYYY-MM-DD') as since from insight_teams
      where team like 'leaf%' order by team`);
  expect(
    await take(
      "teams",
      { team: "leaf-1", parent: "leaf-2" },
      { team: "leaf-2", parent: "leaf-3", onboardedAt: "2026-02-02T00:00:00Z" },
      { team: "leaf-3", parent: "leaf-1" },
    ),
  ).toMatchObject({
    created: 2,
    refused: [{ index: 2, externalId: "leaf-3", issues: [{ path: "parent" }] }],
  });
  expect(await take("teams", { team: "leaf-2", onboardedAt: "2026-02-03T00:00:00Z" })).toMatchObject({
    updated: 1,
  });
  expect(await take("teams", { team: "leaf-1", parent: null })).toMatchObject({ updated: 1 });
  expect(await teams()).toEqual([
    { team: "leaf-1", parent: null, since: null },
    { team: "leaf-2", parent: "leaf-3", since: "2026-02-03" },
  ]);
});

it("a told history of owners holds for its time, what the catalog says holds after, and events follow", async () => {
  const at = (day: string) => ({
    ...{ externalId: `pay-${day}`, service: "pay", environment: "production", status: "success" },
    finishedAt: `2026-${day}T12:00:00Z`,
  });
  await ingest(s.sender, "deployments", [at("01-15"), at("02-15")]);
  const owners = async () =>
    (
      await s.rows<{ team: string }>(
        sql`select team from insight_deployments where service = 'pay' order by finished_at`,
      )
    ).map(({ team }) => team);
  expect(await owners()).toEqual(["blue", "blue"]);
  const told = (endsAt: string) => period("pay-red", { service: "pay", team: "red", endsAt });
  await take("owners", told("2026-02-01T00:00:00Z"));
  expect(await owners()).toEqual(["red", "blue"]);
  await take("owners", told("2026-03-01T00:00:00Z"));
  expect(await owners()).toEqual(["red", "red"]);
  await take("owners", told("2026-01-10T00:00:00Z"));
  expect(await owners()).toEqual(["blue", "blue"]);
});

it("two names turn out to be one person, and what both did becomes theirs", async () => {
  await ingest(s.sender, "changes", [
    {
      externalId: "c1",
      repository: "acme/shop",
      author: "cyn",
      openedAt: "2026-03-01T10:00:00Z",
      mergedAt: "2026-03-02T10:00:00Z",
    },
    {
      externalId: "c2",
      repository: "acme/shop",
      author: "cynthia@example.com",
      openedAt: "2026-03-01T10:00:00Z",
    },
  ]);
  expect(await take("people", { externalId: "cynthia@example.com", aliases: ["cyn"] })).toMatchObject({
    updated: 1,
  });
  expect(
    await s.rows(
      sql`select count(distinct author_id)::int as n from insight_changes where external_id in ('c1', 'c2')`,
    ),
  ).toEqual([{ n: 1 }]);
  await take("memberships", period("cyn", { person: "cyn", team: "green" }));
  expect(await s.rows(sql`select team from insight_changes where external_id = 'c1'`)).toEqual([
    { team: "green" },
  ]);
});

it("what was told of services before the catalog had them becomes theirs", async () => {
  const event = { environment: "production", status: "success", finishedAt: "2026-03-05T12:00:00Z" };
  await ingest(s.sender, "deployments", [
    { ...event, externalId: "n1", service: "newcomer", sha: "aaaaaaa" },
    { ...event, externalId: "n2", service: "acme/other", finishedAt: "2026-03-06T12:00:00Z" },
  ]);
  await ingest(s.sender, "incidents", [
    { externalId: "ni", service: "newcomer", startedAt: "2026-03-05T13:00:00Z" },
  ]);
  await ingest(s.sender, "changes", [
    { externalId: "nc", repository: "acme/other", openedAt: "2026-03-01T10:00:00Z" },
  ]);
  await matchMarked(s.admin, 60_000);
  const seen = () =>
    s.rows(sql`
    select external_id as id, service, known, team from insight_deployments where external_id in ('n1', 'n2')
    union all select external_id, service, known, team from insight_changes where external_id = 'nc'
    union all select external_id, service, known, team from insight_incidents where external_id = 'ni' order by 1`);
  expect((await seen()).map((row) => (row as { known: boolean }).known)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  await createEntity(s.admin, "service", { identifier: "newcomer", team: ["red"], properties: {} });
  await createEntity(s.admin, "service", {
    identifier: "other",
    team: ["blue"],
    properties: { repository: "https://git.example/acme/other" },
  });
  await followHistories(s.admin);
  await matchMarked(s.admin, 60_000);
  expect(await seen()).toEqual([
    { id: "n1", service: "newcomer", known: true, team: "red" },
    { id: "n2", service: "other", known: true, team: "blue" },
    { id: "nc", service: "other", known: true, team: "blue" },
    { id: "ni", service: "newcomer", known: true, team: "red" },
  ]);
  expect(
    await s.rows(sql`select d.external_id as cause from insight_incidents i
      join insight_deployments d on d.id = i.deployment_id where i.external_id = 'ni'`),
  ).toEqual([{ cause: "n1" }]);
});
