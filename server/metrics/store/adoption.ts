import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Scope } from "../core/facts";
import type { Window } from "../core/result";
import type { Ask } from "../definition";
import { inScope, instant, scoped, texts } from "./windows";

const ofTeams = ({ teams }: Scope, column: SQL) =>
  teams === null ? sql`` : sql` and ${column} = any(${texts(teams)})`;

/** Who came to the portal: how many people, and on how many days of a person. Of teams it would be about too few. */
export async function visitsIn(
  db: Executor,
  { from, to }: Window,
  zone: string,
): Promise<{ people: number; days: number }> {
  const [row] = await db.execute<{ people: number; days: number }>(sql`
    select count(distinct person_id)::int as people, count(*)::int as days from insight_visits
    where day >= (${instant(from)} at time zone ${zone})::date
      and day <= ((${instant(to)} - interval '1 millisecond') at time zone ${zone})::date`);
  return row!;
}

export interface FormCounts {
  started: number;
  submitted: number;
  approved: number;
  succeeded: number;
}

/** Past its approval, or what it needs none for: it was carried out, or came as far as that. */
const PASSED = sql`(r.status in ('approved', 'applying', 'registering', 'succeeded')
  or r.failure->>'stage' in ('apply', 'register')
  or exists (select from approval_requests a where a.run_id = r.id and a.status = 'approved'))`;

/** Forms that were opened in the window, and how far each came; a run that repeats the form's run counts for it. */
export async function formsIn(db: Executor, { from, to }: Window, scope: Scope): Promise<FormCounts> {
  const [row] = await db.execute<FormCounts & Record<string, unknown>>(sql`
    with recursive forms as (
      select s.id, s.submitted_at, s.run_id from insight_form_starts s
      where s.started_at >= ${instant(from)} and s.started_at < ${instant(to)}${ofTeams(scope, sql`s.team`)}
    ),
    chain as (
      select f.id as form, f.run_id as run from forms f where f.run_id is not null
      union
      select c.form, r.id from runs r join chain c on r.rerun_of = c.run
    ),
    ends as (
      select c.form, bool_or(${PASSED}) as approved, bool_or(r.status = 'succeeded') as succeeded
      from chain c join runs r on r.id = c.run group by 1
    )
    select count(*)::int as started, count(f.submitted_at)::int as submitted,
      count(*) filter (where e.approved)::int as approved, count(*) filter (where e.succeeded)::int as succeeded
    from forms f left join ends e on e.form = f.id`);
  return row!;
}

/** When the first form was noted; null: none ever was. */
export async function formsSince(db: Executor): Promise<Date | null> {
  const [row] = await db.execute<{ at: string | null }>(
    sql`select min(started_at) as at from insight_form_starts`,
  );
  return row?.at ? new Date(row.at) : null;
}

export interface AbandonedForms {
  action: string;
  started: number;
  submitted: number;
  /** Not sent, and opened long enough ago. */
  abandoned: number;
  /** The steps that were open when they were left, and how often; those of forms without steps are in none. */
  steps: Record<string, number>;
}

/** Forms by action, those left the most often first. Who opened a form less than an hour ago may still be at it. */
export async function abandonedForms(
  db: Executor,
  { from, to }: Window,
  scope: Scope,
): Promise<AbandonedForms[]> {
  return db.execute<AbandonedForms & Record<string, unknown>>(sql`
    with forms as (
      select s.action, s.step, s.submitted_at, s.submitted_at is null and s.started_at < now() - interval '1 hour' as abandoned
      from insight_form_starts s
      where s.started_at >= ${instant(from)} and s.started_at < ${instant(to)}${ofTeams(scope, sql`s.team`)}
    ),
    steps as (
      select action, jsonb_object_agg(step, n) as steps from (
        select action, step, count(*)::int as n from forms where abandoned and step is not null group by 1, 2
      ) x group by 1
    )
    select f.action, count(*)::int as started, count(f.submitted_at)::int as submitted,
      count(*) filter (where f.abandoned)::int as abandoned, coalesce(s.steps, '{}') as steps
    from forms f left join steps s on s.action = f.action
    group by f.action, s.steps order by abandoned desc, started desc, f.action limit 50`);
}

export interface FailedRequests {
  action: string;
  class: "user" | "upstream" | "platform" | "abandoned" | "helped";
  code: string;
  count: number;
}

/** Requests without success of their own, by action, class and what the run said, from the facts of self-service success. */
export async function failedRequests(db: Executor, facts: SQL, ask: Ask): Promise<FailedRequests[]> {
  return db.execute<FailedRequests & Record<string, unknown>>(sql`
    select f.label as action, case when f.helped then 'helped' when f.user then 'user' when f.upstream then 'upstream'
        when f.abandoned then 'abandoned' else 'platform' end as class,
      coalesce(r.failure->>'code', r.status) as code, count(*)::int as count
    from (${scoped(facts, ask)}) f join runs r on r.id = f.id
    where not f.hit group by 1, 2, 3 order by count desc, action, class, code limit 100`);
}

export interface TeamOnPlatform {
  team: string;
  title: string;
  onboardedAt: string | null;
  /** Its first deployment through the platform, or its first action that succeeded. */
  since: string | null;
  last: string | null;
}

/** The teams, and since when each works through the platform. */
export async function teamsOnPlatform(db: Executor, { teams }: Scope): Promise<TeamOnPlatform[]> {
  const counted = sql`d.production and d.status = 'success' and d.duplicate_of is null and d.via_platform`;
  const rows = await db.execute<TeamOnPlatform & Record<string, unknown>>(sql`
    with known as (
      select identifier as team, title from teams
      union all
      select team, team from insight_teams where team not in (select identifier from teams)
    ),
    ran as (
      select team, min(ended_at) as first, max(ended_at) as last from runs
      where status = 'succeeded' and requester_kind <> 'system' and team is not null group by team
    )
    select k.team, k.title, x.onboarded_at as "onboardedAt", least(first.at, ran.first) as since,
      greatest(last.at, ran.last) as last
    from known k
    left join insight_teams x on x.team = k.team
    left join ran on ran.team = k.team
    left join lateral (
      select d.finished_at as at from insight_deployments d where d.team = k.team and ${counted}
      order by d.finished_at limit 1) first on true
    left join lateral (
      select d.finished_at as at from insight_deployments d where d.team = k.team and ${counted}
      order by d.finished_at desc limit 1) last on true
    ${teams === null ? sql`` : sql`where k.team = any(${texts(teams)})`} order by k.title, k.team`);
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return rows.map(({ team, title, onboardedAt, since, last }) => ({
    team,
    title,
    onboardedAt: iso(onboardedAt),
    since: iso(since),
    last: iso(last),
  }));
}

/** Successful deployments to production of each team in the window, and those of them through the platform. */
export async function deploymentsByTeam(
  db: Executor,
  { from, to }: Window,
  scope: Scope,
): Promise<Map<string, { all: number; via: number }>> {
  const rows = await db.execute<{ team: string; all: number; via: number }>(sql`
    select d.team, count(*)::int as all, count(*) filter (where d.via_platform)::int as via from insight_deployments d
    where d.production and d.status = 'success' and d.duplicate_of is null and d.team is not null
      and d.finished_at >= ${instant(from)} and d.finished_at < ${instant(to)}${inScope(sql`d`, scope)} group by 1`);
  return new Map(rows.map(({ team, all, via }) => [team, { all, via }]));
}

/** How many actions of each team succeeded in the window. */
export async function successesByTeam(
  db: Executor,
  { from, to }: Window,
  scope: Scope,
): Promise<Map<string, number>> {
  const rows = await db.execute<{ team: string; n: number }>(sql`
    select r.team, count(*)::int as n from runs r
    where r.status = 'succeeded' and r.requester_kind <> 'system' and r.team is not null
      and r.ended_at >= ${instant(from)} and r.ended_at < ${instant(to)}${ofTeams(scope, sql`r.team`)} group by 1`);
  return new Map(rows.map(({ team, n }) => [team, n]));
}
