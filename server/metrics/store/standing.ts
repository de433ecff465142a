import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Scope } from "../core/facts";
import type { Window } from "../core/result";
import { inScope, instant, texts } from "./windows";

const ofTeams = ({ teams }: Scope, column = sql`team`) =>
  teams === null ? sql`` : sql` and ${column} = any(${texts(teams)})`;

export interface OpenIncident {
  id: string;
  title: string | null;
  service: string | null;
  severity: string | null;
  startedAt: string;
}

/** Incidents that are not over, the longest first, and how many there are in all. */
export async function openIncidents(
  db: Executor,
  scope: Scope,
  limit: number,
): Promise<{ count: number; items: OpenIncident[] }> {
  const rows = await db.execute<OpenIncident & { all: number } & Record<string, unknown>>(sql`
    select i.id::text as id, i.title, i.service, i.severity, i.started_at as "startedAt", count(*) over ()::int as all
    from insight_incidents i where i.resolved_at is null${inScope(sql`i`, scope)}
    order by i.started_at, i.id limit ${limit}`);
  return {
    count: rows[0]?.all ?? 0,
    items: rows.map(({ id, title, service, severity, startedAt }) => ({
      id,
      title,
      service,
      severity,
      startedAt: new Date(startedAt).toISOString(),
    })),
  };
}

export interface OpenFindings {
  critical: number;
  high: number;
  medium: number;
  low: number;
  overdue: number;
}

/** Findings that are open, each weakness of a place once; `overdue` of critical and high ones past their day. */
export async function openFindings(db: Executor, scope: Scope): Promise<OpenFindings> {
  const [row] = await db.execute<OpenFindings & Record<string, unknown>>(sql`
    select count(*) filter (where f.worst = 1)::int as critical, count(*) filter (where f.worst = 2)::int as high,
      count(*) filter (where f.worst = 3)::int as medium, count(*) filter (where f.worst = 4)::int as low,
      count(*) filter (where f.worst <= 2 and f.due < now())::int as overdue
    from (
      select min(array_position(array['critical', 'high', 'medium', 'low', 'info'], f.severity)) as worst, min(f.due_at) as due
      from insight_findings f
      where f.fixed_at is null and not (f.status = 'suppressed' and coalesce(f.suppressed_until > now(), false))
        ${inScope(sql`f`, scope)}
      group by f.dedupe_key
    ) f`);
  return row!;
}

export interface RunCounts {
  requested: number;
  succeeded: number;
  failed: number;
  waiting: number;
}

/** Runs that people and clients asked for in the window, and those that wait for an approval now. */
export async function runCounts(db: Executor, { from, to }: Window, scope: Scope): Promise<RunCounts> {
  const [row] = await db.execute<RunCounts & Record<string, unknown>>(sql`
    select count(*)::int as requested, count(*) filter (where status = 'succeeded')::int as succeeded,
      count(*) filter (where status in ('failed', 'interrupted'))::int as failed,
      (select count(*)::int from runs where status = 'awaiting_approval'${ofTeams(scope)}) as waiting
    from runs where created_at >= ${instant(from)} and created_at < ${instant(to)}
      and requester_kind <> 'system'${ofTeams(scope)}`);
  return row!;
}

export interface GoldenPath {
  template: string;
  version: string | null;
  /** Null: the version is not known. */
  status: string | null;
  things: number;
  drifted: number;
}

/** The templates that what teams own stands on, by version. */
export async function goldenPaths(db: Executor, scope: Scope): Promise<GoldenPath[]> {
  return db.execute<GoldenPath & Record<string, unknown>>(sql`
    select w.template, w.template_version as version, v.status, count(*)::int as things,
      count(*) filter (where w.drift_status = 'drifted')::int as drifted
    from workspaces w left join template_versions v on v.slug = w.template and v.version = w.template_version
    where w.status <> 'destroyed'${ofTeams(scope, sql`w.team`)}
    group by 1, 2, 3 order by w.template, w.template_version desc nulls last limit 50`);
}

/** Services that the teams own now. */
export async function ownedServices(db: Executor, scope: Scope): Promise<string[]> {
  const rows = await db.execute<{ service: string }>(sql`
    select distinct service from insight_service_owners
    where starts_at <= now() and (ends_at is null or ends_at > now())${ofTeams(scope)} order by service`);
  return rows.map(({ service }) => service);
}

/** The teams right below one, with their names. */
export async function teamsRightBelow(
  db: Executor,
  team: string,
): Promise<{ identifier: string; title: string }[]> {
  return db.execute<{ identifier: string; title: string }>(sql`
    select x.team as identifier, coalesce(t.title, x.team) as title
    from insight_teams x left join teams t on t.identifier = x.team where x.parent = ${team} order by 2, 1`);
}
