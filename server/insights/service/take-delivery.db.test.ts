import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type InsightStage, insightStage } from "../testing";
import { matchMarked } from "./match";
import { takeEvents } from "./take-delivery";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

const sha = (digit: string) => digit.repeat(40);
const deliver = (event: string, body: object) =>
  takeEvents({ ...s.admin, actor: { kind: "system", name: "hook:github" } }, "github", {
    headers: { "x-github-event": event },
    body: Buffer.from(JSON.stringify({ repository: { full_name: "acme/shop" }, ...body })),
  });

it("deliveries of a repository become a change in the deployment that its commits are in, in any order", async () => {
  const pull = {
    number: 7,
    title: "Faster",
    user: { login: "ada" },
    created_at: "2026-03-01T10:00:00Z",
    updated_at: "2026-03-02T10:00:00Z",
    merged_at: "2026-03-02T10:00:00Z",
    merge_commit_sha: sha("2"),
    head: { ref: "fast", sha: sha("5") },
    base: { ref: "main" },
  };
  const deployed = (id: number, commit: string, at: string) =>
    deliver("deployment_status", {
      deployment: { id, sha: sha(commit), environment: "production", created_at: at },
      deployment_status: { state: "success", created_at: at },
    });
  const review = (at: string) =>
    deliver("pull_request_review", {
      pull_request: pull,
      review: { submitted_at: at, user: { login: "max" } },
    });
  await deployed(2, "3", "2026-03-02T12:00:00Z");
  await review("2026-03-01T15:00:00Z");
  await deliver("pull_request", { pull_request: pull });
  await deployed(1, "1", "2026-03-01T12:00:00Z");
  await review("2026-03-01T12:00:00Z");
  await deliver("push", {
    ref: "refs/heads/main",
    before: sha("1"),
    commits: [
      { id: sha("2"), timestamp: "2026-03-02T10:00:00Z" },
      { id: sha("3"), timestamp: "2026-03-02T11:00:00Z" },
    ],
  });
  expect(await deliver("pull_request", { pull_request: pull })).toBe(1);
  await matchMarked(s.admin, 60_000);
  expect(
    await s.rows(sql`
      select d.external_id as deployment, d.service, c.external_id as change, c.service as of, l.first,
        c.first_review_at = '2026-03-01T12:00:00Z' as first_review
      from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
      join insight_changes c on c.id = l.change_id`),
  ).toEqual([
    { deployment: "2", service: "shop", change: "acme/shop#7", of: "shop", first: true, first_review: true },
  ]);
  await expect(deliver("pull_request", { pull_request: null })).resolves.toBe(0);
});

it("a change began with the first commit that was pushed to its branch, since that was merged before", async () => {
  const pushed = (ref: string, commits: [string, string, boolean?][]) =>
    deliver("push", {
      repository: { full_name: "acme/shop", default_branch: "main" },
      ref: `refs/heads/${ref}`,
      before: "0".repeat(40),
      commits: commits.map(([digit, timestamp, distinct = true]) => ({
        id: sha(digit),
        timestamp,
        distinct,
      })),
    });
  const merged = (number: number, at: string, merge: string, head: string) =>
    deliver("pull_request", {
      pull_request: {
        ...{ number, title: "Again", user: { login: "ada" }, created_at: at, updated_at: at, merged_at: at },
        ...{ merge_commit_sha: sha(merge), head: { ref: "again", sha: sha(head) }, base: { ref: "main" } },
      },
    });
  const begun = () =>
    s.rows(sql`select number, to_char(first_commit_at at time zone 'UTC', 'DD HH24:MI') as at from insight_changes
      where head_branch = 'again' order by number`);
  await merged(21, "2026-04-04T12:00:00Z", "b", "a");
  await pushed("main", [["b", "2026-04-04T12:00:00Z"]]);
  await matchMarked(s.admin, 60_000);
  expect(await begun()).toEqual([{ number: 21, at: null }]);
  // Later than the merge is told, and with a commit that came from elsewhere.
  await pushed("again", [
    ["9", "2026-04-01T08:00:00Z", false],
    ["8", "2026-04-02T08:00:00Z"],
    ["a", "2026-04-03T08:00:00Z"],
  ]);
  await pushed("again", [["c", "2026-04-05T09:30:00Z"]]);
  await merged(22, "2026-04-06T12:00:00Z", "d", "c");
  await matchMarked(s.admin, 60_000);
  expect(await begun()).toEqual([
    { number: 21, at: "02 08:00" },
    { number: 22, at: "05 09:30" },
  ]);
});

it("commits of a push that are none are left out, and the others kept", async () => {
  await deliver("push", {
    ref: "refs/heads/main",
    before: "0".repeat(40),
    commits: [
      { id: "\0", timestamp: "2026-03-02T10:00:00Z" },
      { id: sha("e"), timestamp: "+200000-03-02T10:00:00Z" },
    ],
  });
  expect(await s.rows(sql`select committed_at from insight_commits where sha = ${sha("e")}`)).toEqual([
    { committed_at: null },
  ]);
});
