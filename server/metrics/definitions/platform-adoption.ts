import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { chosen, type Fact, type PlainAsk, ratioResult } from "../core/facts";
import type { EventSet } from "../core/events";
import type { MetricResult, Window } from "../core/result";
import type { Ask, MetricDefinition } from "../definition";
import { inWindows, scoped, segmentsOf } from "../store/windows";
import { counted, isCounted } from "./deployments";

/** Who or what deployed to production in a window, and for each whether the platform had a part in it. */
interface Use {
  /** Teams with a deployment, and those of them that used the platform. */
  teams: Map<string, boolean>;
  services: Map<string, boolean>;
  deployments: number;
  viaPlatform: number;
  /** Of which nobody has told the way: neither the platform nor a template. */
  unknown: number;
}

const nothing = (): Use => ({
  teams: new Map(),
  services: new Map(),
  deployments: 0,
  viaPlatform: 0,
  unknown: 0,
});
const before = ({ from, to }: Window): Window => ({
  from: new Date(2 * from.getTime() - to.getTime()),
  to: from,
});
const adopters = ({ teams }: Use) => [...teams].filter(([, uses]) => uses).map(([team]) => team);

function adoption(use: Use, earlier: Use | null): MetricResult {
  const users = adopters(use);
  const result = ratioResult(users.length, use.teams.size, null, "teams that deploy to production");
  if (result.value === null) return result;
  const services = [...use.services.values()];
  const were = earlier && adopters(earlier);
  return {
    ...result,
    parts: {
      services: services.length ? services.filter(Boolean).length / services.length : null,
      deployments: use.deployments ? use.viaPlatform / use.deployments : null,
      unknown: use.deployments ? use.unknown / use.deployments : null,
      ...(were
        ? { retention: were.length ? were.filter((t) => users.includes(t)).length / were.length : null }
        : {}),
    },
  };
}

const facts = () => sql`
  select d.id::text as id, d.finished_at as at, d.team, d.service, coalesce(d.version, left(d.sha, 12)) as label,
    d.via_platform as hit, null::float8 as value, not d.via_platform and d.template_id is null as unknown
  from insight_deployments d where ${counted(sql`d`)}`;
const runs = () => sql`
  select r.id, r.ended_at as at, r.team, null::text as service from runs r
  where r.status = 'succeeded' and r.requester_kind <> 'system' and r.team is not null and r.ended_at is not null`;

function used(events: EventSet, ask: PlainAsk): Use {
  const deployments: Fact[] = events.deployments.filter(isCounted).map((d) => ({
    at: d.finishedAt!,
    team: d.team,
    service: d.service,
    hit: d.viaPlatform,
    parts: { unknown: !d.viaPlatform && d.templateId === null },
  }));
  const ran = events.runs
    .filter((r) => r.status === "succeeded" && !r.bySystem && r.endedAt !== null)
    .map((r) => ({ at: r.endedAt!, team: r.team, service: null }));
  const use = nothing();
  for (const { team, service, hit, parts } of chosen(deployments, ask)) {
    use.deployments += 1;
    if (parts?.unknown === true) use.unknown += 1;
    if (hit) use.viaPlatform += 1;
    if (team !== null) use.teams.set(team, use.teams.get(team) || hit === true);
    use.services.set(service!, use.services.get(service!) || hit === true);
  }
  for (const { team } of chosen(ran, ask))
    if (team !== null && use.teams.has(team)) use.teams.set(team, true);
  return use;
}

/** The same of each window, of the whole or of each team by itself, in two statements. */
async function usedIn(db: Executor, ask: Ask): Promise<Map<string | null, Use>[]> {
  type Row = { ix: number; team: string | null; service: string; n: number; via: number; unknown: number };
  const segments = segmentsOf(ask);
  const [rows, ran] = await Promise.all([
    db.execute<Row>(sql`
      select s.ix, c.team, c.service, sum(c.n)::int as n, sum(c.via)::int as via, sum(c.unknown)::int as unknown
      from (
        select ${segments.of(sql`f.at`)} as segment, f.team, f.service, count(*) as n, count(*) filter (where f.hit) as via,
          count(*) filter (where f.unknown) as unknown
        from (${scoped(facts(), ask)} offset 0) f group by 1, 2, 3
      ) c join ${segments.pairs} on s.segment = c.segment group by 1, 2, 3`),
    db.execute<{ ix: number; team: string }>(sql`
      select distinct f.ix, f.team from (${inWindows(runs(), ask)}) f`),
  ]);
  const uses = ask.windows.map(() => new Map<string | null, Use>());
  const keyOf = (team: string | null) => (ask.by === "team" ? team : null);
  for (const { ix, team, service, n, via, unknown } of rows) {
    if (ask.by === "team" && team === null) continue;
    const use = uses[ix]!.get(keyOf(team)) ?? nothing();
    use.deployments += n;
    use.viaPlatform += via;
    use.unknown += unknown;
    if (team !== null) use.teams.set(team, use.teams.get(team) || via > 0);
    use.services.set(service, use.services.get(service) || via > 0);
    uses[ix]!.set(keyOf(team), use);
  }
  for (const { ix, team } of ran) {
    const teams = uses[ix]!.get(keyOf(team))?.teams;
    if (teams?.has(team)) teams.set(team, true);
  }
  return uses;
}

export const platformAdoption: MetricDefinition = {
  id: "platform-adoption",
  title: "Platform adoption",
  question: "How many teams work through the platform?",
  formula:
    "Teams that deployed to production and, in the period, did so through the platform or had a successful run of one of its actions, divided by all teams that deployed to production by any way.",
  unit: "ratio",
  direction: "up",
  floor: null,
  counts: "teams",
  sources: ["Deployments", "Runs of the portal"],
  window: "28d",
  dimensions: ["organisation", "team"],
  rules: [
    "Deployments from elsewhere have to be told too, or every team that deploys seems to use the platform.",
    "A team that deployed nothing is not asked for.",
    "The way of a deployment is unknown where it came neither through the platform nor from a template.",
    "Retention: of the teams that used it in the period before, as long as this one, those that still do.",
    "Of a team it is the teams at and below it; of each team by itself, 0 or 1.",
  ],
  parts: {
    services: { label: "Services deployed through it", unit: "ratio" },
    deployments: { label: "Deployments through it", unit: "ratio" },
    unknown: { label: "Deployments by a way that nobody told", unit: "ratio" },
    retention: { label: "Teams that stayed", unit: "ratio" },
  },
  facts,
  evaluate: (events, ask) =>
    adoption(used(events, ask), used(events, { ...ask, window: before(ask.window) })),
  async compute(db, ask) {
    const earlier = ask.windows.slice(0, ask.detailed).map(before);
    const uses = await usedIn(db, { ...ask, windows: [...ask.windows, ...earlier] });
    const keys =
      ask.by === null
        ? [null]
        : [...new Set(uses.slice(0, ask.windows.length).flatMap((u) => [...u.keys()]))].sort();
    return keys.flatMap((key) =>
      ask.windows.map((_, window) => ({
        window,
        key,
        result: adoption(
          uses[window]!.get(key) ?? nothing(),
          window < ask.detailed ? (uses[ask.windows.length + window]!.get(key) ?? nothing()) : null,
        ),
      })),
    );
  },
};
