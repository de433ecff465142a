import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contextOf, person } from "@/server/catalog/testing";
import { createEgress } from "@/server/kernel/egress";
import { parseAllowed } from "@/server/kernel/addresses";
import type { FakeServer } from "@/server/pipelines/backends/testing-server";
import { upsertConnection } from "@/server/pipelines/service";
import { type InsightStage, insightStage } from "../../testing";
import { matchMarked } from "../match";
import { takeEvents } from "../take-delivery";
import { stepBackfill } from "./run";
import { at, fakeApi } from "./testing-apis";
import { cancelBackfill, getBackfill, listBackfills, startBackfill } from "./verbs";

let s: InsightStage;
let github: FakeServer;
let gitlab: FakeServer;
const send = createEgress({ allowed: parseAllowed("127.0.0.0/8") });

beforeAll(async () => {
  s = await insightStage();
  [github, gitlab] = [await fakeApi("github"), await fakeApi("gitlab")];
  for (const [kind, { url }] of [
    ["github", github],
    ["gitlab", gitlab],
  ] as const)
    await upsertConnection(s.admin, {
      ...{
        identifier: kind,
        title: kind,
        kind,
        settings: { url },
        variables: { TOKEN: `secret-of-${kind}` },
      },
    });
  await upsertConnection(s.admin, {
    ...{ identifier: "variables", title: "Variables", kind: "environment", settings: {} },
    variables: { A: "b" },
  });
});
afterAll(async () => {
  await github.close();
  await gitlab.close();
  await s.database.close();
});
beforeEach(async () => {
  github.fault = null;
  github.seen.length = 0;
  await s.database.db.execute(sql`
    truncate insight_changes, insight_deployments, insight_findings, insight_incidents, insight_commits, insight_backfills cascade`);
});

const GITHUB = {
  connection: "github",
  repositories: ["acme/shop"],
  parts: ["changes", "deployments", "findings", "incidents"] as const,
  from: at(-20),
  to: at(20),
};
const start = (over: object = {}) => startBackfill(s.admin, { ...GITHUB, parts: [...GITHUB.parts], ...over });
const step = (id: string) => stepBackfill(s.admin, id, send);

/** As the worker does, as long as it goes on. */
async function finish(id: string) {
  for (let n = 0; n < 50; n += 1) {
    const { status, waitUntil } = await getBackfill(s.admin, id);
    if (status !== "running" || waitUntil) break;
    await step(id);
  }
  return getBackfill(s.admin, id);
}
const events = async () => ({
  changes:
    await s.rows(sql`select external_id as id, service, first_commit_at as first, first_review_at as review,
    merged_at as merged from insight_changes order by 1`),
  deployments: await s.rows(sql`select external_id as id, service, status, environment, started_at as started,
    finished_at as finished from insight_deployments order by 1`),
  findings: await s.rows(sql`select external_id as id, severity, cve from insight_findings`),
  incidents: await s.rows(
    sql`select external_id as id, service, resolved_at as resolved from insight_incidents`,
  ),
});
const moment = (day: number, hour = 10) =>
  expect.stringMatching(at(day, hour).slice(0, 13).replace("T", ".")) as string;

describe("the past of GitHub", () => {
  it("comes page by page, until it is older than the span, with commits and reviews", async () => {
    const { id } = await start();
    const done = await finish(id);
    expect(done).toMatchObject({ status: "done", progress: 1, problems: [], refused: 0, current: null });
    expect(done.created).toBe(5);
    expect(await events()).toMatchObject({
      changes: [
        { id: "acme/shop#1", service: "shop", first: moment(1), review: moment(2, 12), merged: moment(3, 9) },
        { id: "acme/shop#2", service: "shop", review: null, merged: moment(5, 9) },
      ],
      deployments: [
        { id: "71", service: "shop", status: "success", started: moment(3, 8), finished: moment(3) },
      ],
      findings: [{ id: "acme/shop/dependabot/5", severity: "high", cve: "CVE-2026-1" }],
      incidents: [{ id: "acme/shop#40", service: "shop", resolved: moment(3, 12) }],
    });
    expect(github.seen.some(({ url }) => url.includes("page=3"))).toBe(false);
    expect(github.seen[0]!.headers.authorization).toBe("Bearer secret-of-github");
    expect(await s.rows(sql`select sha, parents, exact from insight_commits order by sha`)).toMatchObject([
      { sha: "a".repeat(40), parents: ["0".repeat(40)], exact: true },
    ]);
    await matchMarked(s.admin, 60_000);
    expect(
      await s.rows(sql`select d.external_id as deployment from insight_incidents i
        join insight_deployments d on d.id = i.deployment_id`),
    ).toEqual([{ deployment: "71" }]);
  });

  it("is the same that webhooks tell: the same ids, and nothing twice", async () => {
    const hook = (event: string, body: object) =>
      takeEvents(s.admin, "github", {
        headers: { "x-github-event": event },
        body: Buffer.from(JSON.stringify({ repository: { full_name: "acme/shop" }, ...body })),
      });
    await hook("deployment_status", {
      deployment: { id: 71, sha: "1".repeat(40), environment: "production", created_at: at(3, 8) },
      deployment_status: { state: "success", created_at: at(3, 10) },
    });
    const before = (await events()).deployments;
    const first = await finish((await start()).id);
    expect(first).toMatchObject({ status: "done", created: 4 });
    expect((await events()).deployments).toEqual(before);
    const all = await events();
    const again = await finish((await start()).id);
    expect(again).toMatchObject({ status: "done", created: 0, updated: 0 });
    expect(await events()).toEqual(all);
  });

  it("goes on where a worker was killed, and is moved by one worker at a time", async () => {
    const { id } = await start();
    await step(id);
    const half = await getBackfill(s.admin, id);
    expect(half).toMatchObject({ status: "running", created: 1, current: { part: "changes" } });
    // One dies while it waits for an answer: nothing has moved.
    void stepBackfill(s.admin, id, () => new Promise(() => undefined));
    expect(await getBackfill(s.admin, id)).toMatchObject({ created: 1, status: "running" });
    // One asks, and another is done with the page before the answer is there.
    let overtaken = false;
    await stepBackfill(s.admin, id, async (address, options) => {
      if (!overtaken) {
        overtaken = true;
        await step(id);
      }
      return send(address, options);
    });
    expect(await getBackfill(s.admin, id)).toMatchObject({ created: 2, unchanged: 0 });
    expect(await finish(id)).toMatchObject({ status: "done", created: 5 });
    expect((await events()).changes).toHaveLength(2);
  });

  it("waits as long as it is asked to, and asks nothing meanwhile", async () => {
    const { id } = await start();
    const reset = Math.floor(Date.now() / 1000) + 900;
    github.fault = {
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
      body: { message: "API rate limit exceeded" },
    };
    await step(id);
    const waiting = await getBackfill(s.admin, id);
    expect(waiting).toMatchObject({ status: "running", created: 0, problems: [] });
    expect(waiting.waitUntil).toEqual(new Date(reset * 1000));
    const asked = github.seen.length;
    github.fault = null;
    await step(id);
    expect(github.seen).toHaveLength(asked);
    expect(
      await s.rows(
        sql`select run_at = to_timestamp(${reset}) as then from graphile_worker.jobs where key = ${`backfill:${id}`}`,
      ),
    ).toEqual([{ then: true }]);
    await s.database.db.execute(sql`update insight_backfills set wait_until = null`);
    expect(await finish(id)).toMatchObject({ status: "done", created: 5 });
  });

  it("says what could not be fetched and goes on, and ends where the token is no good", async () => {
    const { id } = await start({ repositories: ["acme/gone", "acme/shop"], parts: ["changes"] });
    expect(await finish(id)).toMatchObject({
      status: "done",
      created: 2,
      problems: [expect.stringMatching(/^acme\/gone, changes: GitHub answered 404\. It is not there/)],
    });
    github.fault = { status: 401, body: { message: "Bad credentials" } };
    const refused = await finish((await start()).id);
    expect(refused).toMatchObject({
      status: "failed",
      problems: [expect.stringMatching(/not valid any more/)],
    });
    expect(JSON.stringify(refused)).not.toContain("secret-of-github");
  });

  it("is given up after ten failures, and sends its token to no other address", async () => {
    github.fault = { status: 502 };
    const { id } = await start();
    for (let n = 0; n < 10; n += 1) {
      await step(id);
      await s.database.db.execute(sql`update insight_backfills set wait_until = null`);
    }
    expect(await getBackfill(s.admin, id)).toMatchObject({ status: "failed" });
    github.fault = { status: 200, body: [], headers: { link: '<http://127.0.0.1:1/evil>; rel="next"' } };
    const other = await start({ parts: ["changes"] });
    expect(await finish(other.id)).toMatchObject({
      status: "done",
      problems: [expect.stringMatching(/outside of its API/)],
    });
  });

  it("ends by name where a quota is used up again and again before one page is whole", async () => {
    // One request at a time is answered, and a page of changes takes several.
    const spent = { "x-ratelimit-remaining": "0" };
    github.fault = { status: 429, headers: spent, body: { message: "API rate limit exceeded" } };
    const { id } = await start();
    for (let n = 0; n < 5; n += 1) {
      await step(id);
      await s.database.db.execute(sql`update insight_backfills set wait_until = null`);
    }
    expect(await getBackfill(s.admin, id)).toMatchObject({ status: "running", problems: [] });
    await step(id);
    expect(await getBackfill(s.admin, id)).toMatchObject({
      status: "out_of_quota",
      problems: [expect.stringMatching(/used up 6 times in a row/)],
    });
    const asked = github.seen.length;
    await step(id);
    expect(github.seen).toHaveLength(asked);
  });

  it("begins to count anew with each page that it gets", async () => {
    const { id } = await start();
    for (let n = 0; n < 5; n += 1) {
      github.fault = { status: 429, headers: {}, body: {} };
      for (let m = 0; m < 4; m += 1) {
        await step(id);
        await s.database.db.execute(sql`update insight_backfills set wait_until = null`);
      }
      github.fault = null;
      await step(id);
    }
    expect((await getBackfill(s.admin, id)).status).not.toBe("out_of_quota");
  });

  it("can be cancelled, and what it brought stays", async () => {
    const { id } = await start();
    await step(id);
    expect(await cancelBackfill(s.admin, id)).toMatchObject({ status: "cancelled" });
    await step(id);
    expect(await getBackfill(s.admin, id)).toMatchObject({ created: 1, status: "cancelled" });
  });
});

it("the past of GitLab comes by its API, under the names of its webhooks", async () => {
  const input = {
    ...{ connection: "gitlab", repositories: ["acme/pay"], from: at(-20), to: at(20) },
    parts: ["changes", "deployments", "incidents"] as ("changes" | "deployments" | "incidents")[],
  };
  expect(await finish((await startBackfill(s.admin, input)).id)).toMatchObject({
    ...{ status: "done", created: 3, refused: 0, problems: [] },
  });
  expect(await events()).toMatchObject({
    changes: [
      { id: "acme/pay!3", service: "pay", first: moment(1), review: moment(2, 16), merged: moment(3) },
    ],
    deployments: [{ id: "88", service: "pay", status: "success", finished: moment(3, 12) }],
    incidents: [{ id: "acme/pay#6", service: "pay", resolved: null }],
  });
  expect(gitlab.seen[0]!.headers["private-token"]).toBe("secret-of-gitlab");
  expect(await finish((await startBackfill(s.admin, input)).id)).toMatchObject({ created: 0, updated: 0 });
});

it("is begun by administrators, with a connection, a span and parts that there are", async () => {
  const member = contextOf(s.database.db, person("mem"));
  await expect(startBackfill(member, { ...GITHUB, parts: ["changes"] })).rejects.toThrow("insights.manage");
  await expect(listBackfills(member)).rejects.toThrow("insights.manage");
  await expect(start({ connection: "variables" })).rejects.toThrow("GitHub or GitLab");
  await expect(start({ connection: "nothing" })).rejects.toThrow("nothing");
  await expect(start({ from: at(20), to: at(1) })).rejects.toThrow("begin before");
  await expect(start({ repositories: ["acme"] })).rejects.toThrow("owner and name");
  await expect(start({ connection: "gitlab", repositories: ["a/b"] })).rejects.toThrow("findings");
});
