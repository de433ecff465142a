import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightStage, insightStage } from "../testing";
import { ingest } from "./ingest";
import { matchMarked } from "./match";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

/** The day of a test by minutes from noon. */
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 12, minutes)).toISOString();
const sha = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0");

const deployed = (name: string, minutes: number, commit: string, more: object = {}) => ({
  externalId: name,
  service: "shop",
  environment: "production",
  status: "success",
  startedAt: at(minutes - 5),
  finishedAt: at(minutes),
  repository: "acme/shop",
  sha: sha(commit),
  ...more,
});
const changed = (name: string, minutes: number, commits: [string, string[]][], more: object = {}) => ({
  externalId: name,
  repository: "acme/shop",
  openedAt: at(minutes - 30),
  mergedAt: at(minutes),
  mergeSha: sha(commits.at(-1)![0]),
  commits: commits.map(([commit, parents]) => ({ sha: sha(commit), parents: parents.map(sha) })),
  ...more,
});

const tell = async (kind: Parameters<typeof ingest>[1], ...events: object[]) => {
  const result = await ingest(s.sender, kind, events);
  expect(result.refused).toEqual([]);
  await matchMarked(s.admin, 60_000);
  return result;
};
const clear = () =>
  s.database.db.execute(sql`truncate insight_deployments, insight_changes, insight_incidents, insight_commits,
    insight_deployment_changes, insight_marks restart identity`);
const links = () =>
  s.rows<{ deployment: string; change: string; baseline: boolean; first: boolean }>(sql`
    select d.external_id as deployment, c.external_id as change, l.baseline, l.first
    from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
    join insight_changes c on c.id = l.change_id order by d.finished_at, c.external_id`);
const deployments = () =>
  s.rows<Record<string, unknown>>(sql`
    select d.external_id as name, d.kind, r.external_id as restores, p.external_id as previous, o.external_id as duplicate,
      d.baseline from insight_deployments d left join insight_deployments r on r.id = d.restores_id
    left join insight_deployments p on p.id = d.previous_success_id
    left join insight_deployments o on o.id = d.duplicate_of order by d.finished_at, d.id`);
const incidents = () =>
  s.rows<{ name: string; attribution: string; deployment: string | null; why: string }>(sql`
    select i.external_id as name, i.attribution, d.external_id as deployment, i.attribution_why as why
    from insight_incidents i left join insight_deployments d on d.id = i.deployment_id order by i.external_id`);

const CHANGES = [
  changed("one", 0, [["c1", ["c0"]]]),
  changed("two", 10, [["c2", ["c1"]]]),
  changed("three", 20, [
    ["b1", ["c1"]],
    ["c3", ["c2", "b1"]],
  ]),
];

describe("changes and deployments", () => {
  it("are matched by commits, each change to its first deployment, and the first deployment is the baseline", async () => {
    await clear();
    await tell("deployments", deployed("d1", 5, "c1"), deployed("d2", 60, "c3"), deployed("d3", 120, "c3"));
    await tell("changes", ...CHANGES);
    expect(await links()).toEqual([
      { deployment: "d1", change: "one", baseline: true, first: true },
      { deployment: "d2", change: "three", baseline: false, first: true },
      { deployment: "d2", change: "two", baseline: false, first: true },
    ]);
    expect((await deployments()).map(({ name, baseline }) => [name, baseline])).toEqual([
      ["d1", true],
      ["d2", false],
      ["d3", false],
    ]);
  });

  it("move when a late deployment turns out to have been the first, and back when it turns out to have failed", async () => {
    await tell("deployments", deployed("late", 30, "c2"));
    expect((await links()).map(({ deployment, change }) => [deployment, change])).toEqual([
      ["d1", "one"],
      ["late", "two"],
      ["d2", "three"],
    ]);
    await tell("deployments", deployed("late", 30, "c2", { status: "failure", reportedAt: at(31) }));
    expect((await links()).map(({ deployment, change }) => [deployment, change])).toEqual([
      ["d1", "one"],
      ["d2", "three"],
      ["d2", "two"],
    ]);
  });

  it("say why, and follow the commits that a deployment names instead of parents", async () => {
    await clear();
    await tell("changes", { ...CHANGES[0], commits: undefined }, { ...CHANGES[1], commits: undefined });
    await tell(
      "deployments",
      deployed("d1", 1, "other"),
      deployed("d2", 60, "head", { commits: [sha("c2")] }),
    );
    expect(
      await s.rows(sql`select c.external_id as change, l.why from insight_deployment_changes l
        join insight_changes c on c.id = l.change_id`),
    ).toEqual([{ change: "two", why: `The deployment names its commit ${sha("c2").slice(0, 7)}.` }]);
  });

  it("follow the order of merges where a branch is named and parents are not known", async () => {
    await clear();
    const on = (name: string, minutes: number, commit: string, baseBranch?: string) => ({
      ...changed(name, minutes, [[commit, []]], baseBranch ? { baseBranch } : {}),
      commits: undefined,
    });
    await tell("changes", on("m1", 0, "x1", "main"), on("m2", 10, "x2", "main"), on("apart", 12, "y1"));
    await tell("deployments", deployed("d0", -60, "x0"), deployed("d1", 20, "x2"));
    expect((await links()).map(({ change }) => change)).toEqual(["m1", "m2"]);
  });

  it("are apart in each environment, and first in one of them", async () => {
    await clear();
    await tell("changes", CHANGES[0]!);
    await tell(
      "deployments",
      deployed("eu0", -90, "c0", { environment: "prod" }),
      deployed("us0", -90, "c0"),
      deployed("eu1", 10, "c1", { environment: "prod" }),
      deployed("us1", 20, "c1"),
      deployed("staging", 5, "c1", { environment: "staging" }),
    );
    expect(await links()).toEqual([
      { deployment: "eu1", change: "one", baseline: false, first: true },
      { deployment: "us1", change: "one", baseline: false, first: false },
    ]);
  });
});

describe("a deployment", () => {
  const kinds = async () =>
    (await deployments()).map(({ name, kind, restores, previous, duplicate }) => [
      name,
      duplicate === null ? kind : `repeats ${String(duplicate)}`,
      restores,
      previous,
    ]);

  it("that brings an older commit back is a rollback of what it replaces, also in a chain, and going on again is none", async () => {
    await clear();
    await tell(
      "deployments",
      deployed("a", 0, "c1"),
      deployed("b", 60, "c2"),
      deployed("c", 120, "c3"),
      deployed("back-to-b", 180, "c2"),
      deployed("back-to-a", 240, "c1"),
      deployed("b-again", 300, "c2"),
    );
    expect(await kinds()).toEqual([
      ["a", "planned", null, null],
      ["b", "planned", null, "a"],
      ["c", "planned", null, "b"],
      ["back-to-b", "rollback", "b", "c"],
      ["back-to-a", "rollback", "a", "back-to-b"],
      ["b-again", "planned", null, "back-to-a"],
    ]);
  });

  it("of the same commit within 30 minutes counts once, unless another came between", async () => {
    await clear();
    await tell(
      "deployments",
      deployed("a", 0, "c1"),
      deployed("a-rerun", 30, "c1"),
      deployed("a-later", 31, "c1"),
      deployed("b", 40, "c2"),
      deployed("a-back", 50, "c1"),
    );
    expect(await kinds()).toEqual([
      ["a", "planned", null, null],
      ["a-rerun", "repeats a", null, null],
      ["a-later", "planned", null, "a"],
      ["b", "planned", null, "a-later"],
      ["a-back", "rollback", "a-later", "b"],
    ]);
  });

  it("of one pipeline counts once, with the changes of all its repositories", async () => {
    await clear();
    await tell("changes", CHANGES[0]!, { ...CHANGES[1], externalId: "lib", repository: "acme/lib" });
    const pipeline = { pipeline: "run 7" };
    await tell(
      "deployments",
      deployed("zero", -60, "c0"),
      deployed("shop-part", 15, "c1", pipeline),
      deployed("lib-part", 16, "c2", { ...pipeline, repository: "acme/lib" }),
    );
    expect((await deployments())[2]).toMatchObject({ name: "lib-part", duplicate: "shop-part" });
    expect((await links()).map(({ deployment, change }) => [deployment, change])).toEqual([
      ["shop-part", "lib"],
      ["shop-part", "one"],
    ]);
  });

  it("is rework when it brings a hotfix, takes a change back, or fixes an incident", async () => {
    await clear();
    await tell("changes", { ...CHANGES[0], labels: ["Hotfix"] }, { ...CHANGES[1], revertsExternalId: "one" });
    await tell(
      "deployments",
      deployed("a", -60, "c0"),
      deployed("b", 5, "c1"),
      deployed("c", 60, "c2"),
      deployed("d", 120, "c3", { fixesIncident: "INC-1" }),
      deployed("e", 180, "c4", { kind: "planned", fixesIncident: "INC-1" }),
    );
    expect((await kinds()).map(([name, kind]) => [name, kind])).toEqual([
      ["a", "planned"],
      ["b", "rework"],
      ["c", "rework"],
      ["d", "rework"],
      ["e", "planned"],
    ]);
    expect(
      await s.rows(sql`select o.external_id from insight_changes c join insight_changes o on o.id = c.reverts_change_id
        where o.reverted_by_change_id = c.id`),
    ).toEqual([{ external_id: "one" }]);
  });
});

describe("a change that takes another one back", () => {
  const pairs = () =>
    s.rows(sql`select c.external_id as name, o.external_id as back from insight_changes o
      join insight_changes c on c.id = o.reverted_by_change_id`);

  it("is found in a repository that nothing is deployed from, told before the other one", async () => {
    await clear();
    const tool = { repository: "acme/tool", service: undefined };
    await tell("changes", changed("undo", 30, [["u1", []]], { ...tool, revertsExternalId: "do" }));
    await tell("changes", changed("do", 0, [["t1", []]], tool));
    expect(await pairs()).toEqual([{ name: "undo", back: "do" }]);
    await tell("changes", changed("undo", 30, [["u1", []]], { ...tool, mergedAt: null, reportedAt: at(40) }));
    expect(await pairs()).toEqual([]);
  });
});

describe("an incident", () => {
  const began = (name: string, minutes: number, more: object = {}) => ({
    externalId: name,
    service: "shop",
    startedAt: at(minutes),
    ...more,
  });

  it("is put down to the deployment that it names, else to the last of its service within a day, else to none", async () => {
    await clear();
    await tell("deployments", deployed("a", 0, "c1"), deployed("b", 60, "c2"));
    await tell(
      "incidents",
      began("1-names", 90, { deploymentExternalId: "a" }),
      began("2-same-service", 90),
      began("3-same-again", 60),
      began("4-a-day-later", 60 + 24 * 60),
      began("5-too-late", 60 + 24 * 60 + 1),
      began("6-before-all", -1),
      began("7-of-another", 90, { service: "pay" }),
      began("8-names-nothing-known", 90, { deploymentExternalId: "to-come" }),
    );
    const found = async () =>
      (await incidents()).map(({ name, attribution, deployment }) => [name[0], attribution, deployment]);
    expect(await found()).toEqual([
      ["1", "explicit", "a"],
      ["2", "auto", "b"],
      ["3", "auto", "b"],
      ["4", "auto", "b"],
      ["5", "none", null],
      ["6", "none", null],
      ["7", "none", null],
      ["8", "none", null],
    ]);
    // Late deployments: one that is named, and one that was the last before others.
    await tell("deployments", deployed("to-come", 70, "c3", { service: "pay", repository: "acme/pay" }));
    expect((await found()).filter(([name]) => "78".includes(String(name)))).toEqual([
      ["7", "auto", "to-come"],
      ["8", "explicit", "to-come"],
    ]);
    expect((await incidents())[1]!.why).toBe(
      `It began 30 minutes after ${sha("c2").slice(0, 7)}, the last deployment of its service.`,
    );
  });
});
