import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import { person } from "@/server/catalog/testing";
import type { Actor } from "@/server/kernel/context";
import { type InsightStage, insightStage } from "./testing";
import { EVENT_KINDS, type IngestResult, type InsightSettings } from "./schema";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

const MEMBER = person("mem");

async function post(kind: string, body: unknown, actor: Actor = s.sender.actor, query = "") {
  const app = restApp(() => Promise.resolve({ ...s.sender, actor }));
  const response = await app.request(`/v1/insights/${kind}${query}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as IngestResult & { message: string; details: { issues: object[] } },
  };
}

const deployment = (externalId: string, more: object = {}) => ({
  externalId,
  service: "shop",
  environment: "Production",
  status: "success",
  startedAt: "2026-03-02T11:55:00Z",
  finishedAt: "2026-03-02T13:00:00+01:00",
  sha: "ABCDEF1234",
  ...more,
});
const EXAMPLES: Record<(typeof EVENT_KINDS)[number], object> = {
  deployments: deployment("example"),
  changes: {
    externalId: "1",
    repository: "acme/shop",
    author: "Dev@Example.com",
    openedAt: "2026-03-01T10:00:00Z",
    labels: ["hotfix"],
  },
  incidents: { externalId: "1", service: "pay", startedAt: "2026-03-01T10:00:00Z" },
  tickets: { externalId: "1", openedAt: "2026-03-01T10:00:00Z", team: "blue" },
  findings: {
    externalId: "1",
    service: "pay",
    severity: "high",
    status: "open",
    firstSeenAt: "2026-03-01T10:00:00Z",
  },
  probes: { component: "api", at: "2026-03-01T10:00:30Z", ok: true },
};

describe("events over REST", () => {
  it.each(EVENT_KINDS)("take one of the %s, and the same again changes nothing", async (kind) => {
    expect(await post(kind, EXAMPLES[kind])).toMatchObject({ status: 200, body: { ok: true, created: 1 } });
    expect(await post(kind, EXAMPLES[kind])).toMatchObject({
      status: 200,
      body: { ok: true, created: 0, updated: 0, unchanged: 1 },
    });
  });

  it("are kept with their service, team and environment", async () => {
    const [row] = await s.rows<Record<string, unknown>>(sql`
      select service, known, team, production, sha, finished_at = '2026-03-02T12:00:00Z' as on_time
      from insight_deployments where external_id = 'example'`);
    expect(row).toEqual({
      service: "shop",
      known: true,
      team: null,
      production: true,
      sha: "abcdef1234",
      on_time: true,
    });
    const [change] = await s.rows(sql`select service, known, is_hotfix from insight_changes`);
    expect(change).toEqual({ service: "shop", known: true, is_hotfix: true });
    const people = await s.rows<{ keys: string }>(sql`select hash || encode(sealed, 'escape') as keys
      from insight_person_keys`);
    expect(people).toHaveLength(1);
    expect(people[0]!.keys).not.toMatch(/dev|example/i);
  });

  it("are taken row by row: what cannot be read is answered by index and keeps nothing else out", async () => {
    const future = new Date(Date.now() + 3_600_000).toISOString();
    const { status, body } = await post("deployments", {
      events: [
        deployment("good"),
        deployment("no-zone", { finishedAt: "2026-03-02T12:00:00" }),
        deployment("no-day", { finishedAt: "2026-02-30T12:00:00Z" }),
        deployment("backwards", { finishedAt: "2026-03-02T11:54:00Z" }),
        deployment("future", { finishedAt: future }),
        deployment("unknown", { service: "nobody-knows" }),
        deployment("typo", { finshedAt: "2026-03-02T12:00:00Z" }),
        "no event",
        deployment("good", { reportedAt: "2026-03-02T14:00:00Z", version: "1.2" }),
      ],
    });
    expect(status).toBe(207);
    expect(body).toMatchObject({ received: 9, created: 2, updated: 1, unchanged: 0 });
    expect(body.refused.map(({ index, externalId, issues }) => [index, externalId, issues[0]!.path])).toEqual(
      [
        [1, "no-zone", "finishedAt"],
        [2, "no-day", "finishedAt"],
        [3, "backwards", "finishedAt"],
        [4, "future", "finishedAt"],
        [6, "typo", ""],
        [7, null, ""],
      ],
    );
    expect(body.refused.map(({ issues }) => issues[0]!.message)).toEqual([
      expect.stringContaining("no time zone"),
      expect.stringContaining("not in the calendar"),
      expect.stringContaining("negative"),
      expect.stringContaining("future"),
      expect.stringContaining("finshedAt"),
      expect.any(String),
    ]);
    expect(body.warnings).toMatchObject([{ index: 5, externalId: "unknown", issues: [{ path: "service" }] }]);
    const rows = await s.rows<{ id: string; known: boolean; version: string | null }>(sql`
      select external_id as id, known, version from insight_deployments order by id`);
    expect(rows.map(({ id, known, version }) => [id, known, version])).toEqual([
      ["example", true, null],
      ["good", true, "1.2"],
      ["unknown", false, null],
    ]);
    const [batch] = await s.rows(sql`select received, created, updated, refused from insight_batches
      order by id desc limit 1`);
    expect(batch).toEqual({ received: 9, created: 2, updated: 1, refused: 6 });
    expect(
      await s.rows(sql`select message from audit_log where resource_type = 'insight_batch'
      order by id desc limit 1`),
    ).toEqual([{ message: "deployments of api: 2 new, 1 changed, 6 refused." }]);
  });

  it("hold no text that cannot be stored, which keeps nothing else out either", async () => {
    const half = "\ud800";
    const { status, body } = await post("deployments", {
      events: [
        deployment("whole"),
        deployment("nul\0"),
        deployment(half),
        deployment("of-half", { service: half }),
        deployment("key", { [`\0${half}`]: 1 }),
      ],
    });
    expect(status).toBe(207);
    expect(body).toMatchObject({
      created: 1,
      refused: [{ index: 1 }, { index: 2 }, { index: 3 }, { index: 4 }],
    });
    const [batch] = await s.rows<{ errors: string }>(sql`select first_errors::text as errors
      from insight_batches order by id desc limit 1`);
    expect(batch!.errors).toContain("nul\u2400");
  });

  it.each(EVENT_KINDS)("of %s are refused where their offset makes it the year 10000", async (kind) => {
    const field = { deployments: "startedAt", changes: "openedAt", findings: "firstSeenAt", probes: "at" };
    const at = {
      [kind in field ? field[kind as keyof typeof field] : "reportedAt"]: "9999-12-31T23:00:00-14:00",
    };
    expect(await post(kind, { ...EXAMPLES[kind], ...at })).toMatchObject({ status: 422 });
  });

  it("come to the same in whatever order words arrive", async () => {
    const running = deployment("words", {
      status: "in_progress",
      finishedAt: undefined,
      reportedAt: "2026-03-02T11:56:00Z",
      version: "7",
    });
    const done = deployment("words");
    const state = () =>
      s.rows(sql`select status, version, finished_at is not null as over from insight_deployments
        where external_id = 'words'`);
    for (const words of [
      [running, done],
      [done, running],
    ]) {
      await s.database.db.execute(sql`delete from insight_deployments where external_id = 'words'`);
      for (const word of words) await post("deployments", word);
      expect(await state()).toEqual([{ status: "success", version: "7", over: true }]);
    }
    expect((await post("deployments", running)).body).toMatchObject({ unchanged: 1 });
  });

  it("can be tried without writing anything", async () => {
    const before = await s.rows(sql`select count(*) from insight_deployments`);
    const { body } = await post(
      "deployments",
      {
        events: [
          deployment("try"),
          deployment("good", { version: "2", reportedAt: "2026-03-03T00:00:00Z" }),
          {},
        ],
      },
      s.sender.actor,
      "?dry_run=true&source=api",
    );
    expect(body).toMatchObject({ created: 1, updated: 1, refused: [{ index: 2 }] });
    expect(await s.rows(sql`select count(*) from insight_deployments`)).toEqual(before);
  });

  it("are refused whole when there are too many, or the body is none", async () => {
    const many = Array.from({ length: 1001 }, () => ({}));
    expect(await post("tickets", { events: many })).toMatchObject({ status: 422 });
    expect(await post("tickets", { events: [] })).toMatchObject({ status: 422 });
    expect(await post("tickets", { events: [EXAMPLES.tickets], more: 1 })).toMatchObject({ status: 422 });
    expect(await post("incidents", { externalId: "x", startedAt: "yesterday" })).toMatchObject({
      status: 422,
      body: { details: { issues: [{ path: ["startedAt"] }] } },
    });
  });

  it("are told by clients and administrators, never by anybody else", async () => {
    expect((await post("deployments", deployment("own"), MEMBER)).status).toBe(403);
    expect((await post("deployments", deployment("own"), { kind: "anonymous" })).status).toBe(401);
    expect((await post("deployments", deployment("own"), s.admin.actor)).status).toBe(200);
  });

  it("of two senders at once end in one row that says all", async () => {
    const told = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        post("deployments", {
          events: [
            deployment("together", {
              reportedAt: `2026-03-02T12:0${n}:00Z`,
              ...(n % 2 ? { version: `v${n}` } : { pipeline: `p${n}` }),
            }),
          ],
        }),
      ),
    );
    expect(told.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(told.reduce((sum, { body }) => sum + body.created, 0)).toBe(1);
    expect(
      await s.rows(sql`select version, pipeline from insight_deployments where external_id = 'together'`),
    ).toEqual([{ version: "v7", pipeline: "p6" }]);
  });

  it("are described for those who send them", async () => {
    const app = restApp(() => Promise.resolve(s.admin));
    const document = (await (await app.request("/v1/openapi.json")).json()) as {
      components: { schemas: Record<string, { properties: object; required: string[] }> };
    };
    expect(document.components.schemas.DeploymentEvent).toMatchObject({
      required: ["externalId", "service", "environment", "status"],
    });
  });
});

it("takes what names a team that nobody knows, and says so until there is one", async () => {
  const ticket = (externalId: string) => ({ externalId, openedAt: "2026-03-01T10:00:00Z", team: "ghosts" });
  const warned = { issues: [{ path: "team", message: expect.stringMatching(/No team is called "ghosts"/) }] };
  const first = await post("tickets", { events: [ticket("g1"), { ...ticket("g2"), team: undefined }] });
  expect(first.body).toMatchObject({ created: 2, refused: [], warnings: [{ index: 0, ...warned }] });
  const startsAt = "2026-01-01T00:00:00Z";
  const membership = { externalId: "gm", person: "casper@example.com", team: "ghosts", startsAt };
  expect((await post("memberships", membership)).body).toMatchObject({ created: 1, warnings: [warned] });
  expect((await post("tickets", ticket("g3"))).body).toMatchObject({ created: 1, warnings: [] });
});

describe("the settings", () => {
  const call = async (method: string, body?: object, actor: Actor = person("adm", [], "admin")) => {
    const app = restApp(() => Promise.resolve({ ...s.sender, actor }));
    const response = await app.request("/v1/insights/settings", {
      method,
      ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as { settings: InsightSettings } };
  };

  it("are read by all and replaced by administrators, the target of uptime among them", async () => {
    const { body } = await call("GET", undefined, MEMBER);
    expect(body.settings.uptimeTarget).toBe(0.999);
    const changed = { ...body.settings, uptimeTarget: 0.995 };
    expect((await call("PUT", changed, MEMBER)).status).toBe(403);
    expect((await call("PUT", changed)).body.settings.uptimeTarget).toBe(0.995);
    expect((await call("GET")).body.settings).toEqual(changed);
    expect((await call("PUT", { ...changed, uptimeTarget: 1 })).status).toBe(422);
    expect((await call("PUT", { ...changed, timeZone: "Mars/Olympus" })).status).toBe(422);
  });
});
