import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Changed, Deployed } from "../core/deployed";
import { matchService } from "../core/match";
import { type InsightStage, insightStage } from "../testing";
import { ingest } from "./ingest";
import { matchMarked } from "./match";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

/** Numbers that follow from the seed alone (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 2, 1);
const shaOf = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0").slice(0, 40);
const iso = (ms: number) => new Date(ms).toISOString();

interface History {
  changes: Record<string, unknown>[];
  deployments: Record<string, unknown>[];
  parents: Map<string, string[]>;
}

/** A main branch with merges and squashes, some of whose parents nobody tells, and deployments of it in two environments, some of older commits. */
function randomHistory(random: () => number): History {
  const int = (below: number) => Math.floor(random() * below);
  const chance = (p: number) => random() < p;
  const parents = new Map<string, string[]>();
  const merges: string[] = [];
  const changes = Array.from({ length: 3 + int(12) }, (_, n) => {
    const merge = shaOf(`m${n}`);
    const before = merges.at(-1) ?? shaOf("root");
    const from = merges.length ? merges[int(merges.length)]! : shaOf("root");
    const branch = Array.from({ length: int(3) }, (_commit, k) => ({
      sha: shaOf(`b${n}-${k}`),
      parents: [k === 0 ? from : shaOf(`b${n}-${k - 1}`)],
    }));
    const isMerge = branch.length > 0 && chance(0.6);
    const told = chance(0.8)
      ? [{ sha: merge, parents: isMerge ? [before, branch.at(-1)!.sha] : [before] }]
      : [];
    merges.push(merge);
    for (const commit of [...branch, ...told]) parents.set(commit.sha, commit.parents);
    const mergedAt = BEGIN + n * 600 * MINUTE + int(300) * MINUTE;
    return {
      ...{ externalId: `acme/shop#${n}`, repository: "acme/shop", baseBranch: "main", mergeSha: merge },
      ...{ openedAt: iso(mergedAt - 60 * MINUTE), mergedAt: iso(mergedAt) },
      ...(branch.length > 0 && chance(0.7) ? { headSha: branch.at(-1)!.sha } : {}),
      ...(chance(0.15) ? { isHotfix: true } : {}),
      ...(chance(0.1) && n > 0 ? { revertsExternalId: `acme/shop#${int(n)}` } : {}),
      commits: [...branch, ...told],
    };
  });
  const deployments = Array.from({ length: 2 + int(14) }, (_, n) => {
    // Each minute is another one, so that no two end at once.
    const finishedAt = BEGIN + (n * 500 + int(480)) * MINUTE + n;
    const newest = Math.min(merges.length - 1, Math.floor(n * 0.9));
    const commit = merges[chance(0.75) ? newest : int(newest + 1)]!;
    return {
      ...{ externalId: `d${n}`, service: "shop", repository: "acme/shop" },
      environment: chance(0.7) ? "production" : "prod",
      status: chance(0.85) ? "success" : "failure",
      finishedAt: iso(finishedAt),
      sha: chance(0.2) ? commit.slice(0, 12) : commit,
      ...(chance(0.2) ? { pipeline: `p${int(4)}` } : {}),
      ...(chance(0.1) ? { kind: "rework" } : {}),
    };
  });
  return { changes, deployments, parents };
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

/** What the plain evaluator says of the whole history at once, by names in place of numbers. */
function plainly({ changes, deployments, parents }: History) {
  const deployed = deployments.flatMap((d, id): Deployed[] =>
    d.status !== "success"
      ? []
      : [
          {
            ...{ id, source: "api", externalId: text(d.externalId)!, environment: text(d.environment)! },
            ...{
              finishedAt: new Date(text(d.finishedAt)!),
              repository: text(d.repository),
              sha: text(d.sha),
            },
            ...{ version: null, commits: null, pipeline: text(d.pipeline) },
            ...{
              toldKind: text(d.kind) as Deployed["toldKind"],
              restoresExternalId: null,
              fixesIncident: null,
            },
          },
        ],
  );
  const changed = changes.map((c, id): Changed => ({
    ...{
      id,
      repository: "acme/shop",
      baseBranch: "main",
      mergeSha: text(c.mergeSha),
      headSha: text(c.headSha),
    },
    ...{ mergedAt: new Date(text(c.mergedAt)!), commits: [], isHotfix: c.isHotfix === true },
    isRevert: c.revertsExternalId !== undefined,
  }));
  const found = matchService(deployed, changed, parents);
  const nameOf = (id: number | null) => (id === null ? null : text(deployments[id]!.externalId));
  return {
    deployments: found.deployments
      .map(({ id, kind, previousSuccessId, restoresId, duplicateOf, baseline }) => ({
        ...{ name: nameOf(id), kind, baseline, previous: nameOf(previousSuccessId) },
        ...{ restores: nameOf(restoresId), duplicate: nameOf(duplicateOf) },
      }))
      .sort((a, b) => (a.name! < b.name! ? -1 : 1)),
    links: found.links
      .map(({ deploymentId, changeId, baseline }) => ({
        ...{ deployment: nameOf(deploymentId), change: text(changes[changeId]!.externalId), baseline },
      }))
      .sort((a, b) => (`${a.deployment} ${a.change}` < `${b.deployment} ${b.change}` ? -1 : 1)),
  };
}

/** What the tables say. */
async function kept() {
  const deployments = await s.rows(sql`
    select d.external_id as name, d.kind, d.baseline, p.external_id as previous, r.external_id as restores,
      o.external_id as duplicate
    from insight_deployments d left join insight_deployments p on p.id = d.previous_success_id
    left join insight_deployments r on r.id = d.restores_id left join insight_deployments o on o.id = d.duplicate_of
    where d.status = 'success' order by d.external_id collate "C"`);
  const links = await s.rows(sql`
    select d.external_id as deployment, c.external_id as change, l.baseline
    from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
    join insight_changes c on c.id = l.change_id order by (d.external_id || ' ' || c.external_id) collate "C"`);
  return { deployments, links };
}

/** Whether a commit is below another, by the parents that are told or follow from the order of merges. */
function isBelow(commit: string, top: string, { parents, changes }: History): boolean {
  const merges = changes.map((c) => text(c.mergeSha)!);
  const above = (sha: string): readonly string[] =>
    parents.get(sha) ?? (merges.indexOf(sha) > 0 ? [merges[merges.indexOf(sha) - 1]!] : []);
  const seen = new Set<string>();
  for (const waiting = [top]; waiting.length > 0;) {
    const sha = waiting.pop()!;
    if (sha === commit) return true;
    if (seen.has(sha)) continue;
    seen.add(sha);
    waiting.push(...above(sha));
  }
  return false;
}

describe("what is matched piece by piece is what the whole history says", () => {
  for (let seed = 1; seed <= 6; seed += 1)
    it(`of a random history told in a random order, seed ${seed}`, async () => {
      await s.database.db.execute(sql`truncate insight_deployments, insight_changes, insight_commits,
        insight_deployment_changes, insight_marks restart identity`);
      const random = seeded(seed);
      const history = randomHistory(random);
      const told = [
        ...history.changes.map((event) => ({ kind: "changes" as const, event })),
        ...history.deployments.map((event) => ({ kind: "deployments" as const, event })),
      ]
        .map((one) => ({ one, at: random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one);
      for (const { kind, event } of told) {
        // Now and then a thing is told twice, and what is there so far is matched.
        const events = random() < 0.2 ? [event, event] : [event];
        expect((await ingest(s.sender, kind, events)).refused).toEqual([]);
        if (random() < 0.4) await matchMarked(s.admin, 60_000);
      }
      await matchMarked(s.admin, 60_000);
      const found = await kept();
      const plain = plainly(history);
      expect({ seed, ...found }).toEqual({ seed, ...plain });

      // By themselves: what a deployment is linked with is in it, and in none that counted before it in its environment.
      const counted = plain.deployments.filter(({ duplicate }) => duplicate === null).map(({ name }) => name);
      const chains = history.deployments.filter((d) => counted.includes(text(d.externalId)));
      for (const { deployment, change } of plain.links) {
        const here = chains.find((d) => d.externalId === deployment)!;
        const merge = text(history.changes.find((c) => c.externalId === change)!.mergeSha)!;
        const whole = (d: Record<string, unknown>) =>
          history.changes.map((c) => text(c.mergeSha)!).find((sha) => sha.startsWith(text(d.sha)!))!;
        expect(isBelow(merge, whole(here), history), `${seed}: ${change} is in ${deployment}`).toBe(true);
        const before = chains.filter(
          (d) => d.environment === here.environment && text(d.finishedAt)! < text(here.finishedAt)!,
        );
        for (const earlier of before)
          expect(
            isBelow(merge, whole(earlier), history),
            `${seed}: ${change} was in ${text(earlier.externalId)}`,
          ).toBe(false);
      }
    });
});
