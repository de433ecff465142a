import { type SQL, sql } from "drizzle-orm";
import type { Deployment, EventSet } from "../core/events";

/** What metrics count as a deployment: to production, successful, and no repetition of another. */
export const isCounted = (d: Deployment): boolean =>
  d.production && d.status === "success" && d.duplicateOf === null && d.finishedAt !== null;

/** The same of a row; it is the condition of the indexes. */
export const counted = (row: SQL): SQL =>
  sql`${row}.production and ${row}.status = 'success' and ${row}.duplicate_of is null`;

/** A deployment that failed in production, by whatever shows it: incidents put down to it, and what undid or repaired it. */
export interface Failure {
  deployment: Deployment;
  /** When it was over; null: it is not. */
  recoveredAt: Date | null;
  /** From the begin of its first incident that was noticed until it was noticed, in seconds. */
  detection: number | null;
}

/**
 * Rollbacks and repairs that replaced the deployment. Left out are those for the incident of another, and a repair after a
 * rollback that names no incident: what it repairs is what was rolled back, and that is known to have failed.
 */
function repairsOf({ deployments, incidents }: EventSet): Map<number, Deployment[]> {
  const repairs = new Map<number, Deployment[]>();
  const rollbacks = new Set(deployments.flatMap((d) => (d.kind === "rollback" ? [d.id] : [])));
  for (const r of deployments) {
    if (!isCounted(r) || r.kind === "planned" || r.previousSuccessId === null) continue;
    if (r.kind === "rework" && r.fixesIncident === null && rollbacks.has(r.previousSuccessId)) continue;
    const ofAnother = incidents.some(
      (i) =>
        r.fixesIncident !== null &&
        i.externalId === r.fixesIncident &&
        i.deploymentId !== null &&
        i.deploymentId !== r.previousSuccessId,
    );
    if (!ofAnother) repairs.set(r.previousSuccessId, [...(repairs.get(r.previousSuccessId) ?? []), r]);
  }
  return repairs;
}

const latest = (dates: Date[]) => new Date(Math.max(...dates.map(Number)));

/** The counted deployments that failed. */
export function failuresOf(events: EventSet): Failure[] {
  const repairs = repairsOf(events);
  return events.deployments.filter(isCounted).flatMap((deployment) => {
    const incidents = events.incidents.filter((i) => i.deploymentId === deployment.id);
    const repaired = repairs.get(deployment.id) ?? [];
    if (incidents.length === 0 && repaired.length === 0) return [];
    const resolved =
      incidents.length > 0 && incidents.every((i) => i.resolvedAt !== null)
        ? latest(incidents.map((i) => i.resolvedAt!))
        : null;
    const restored = repaired.length ? Math.min(...repaired.map((r) => r.finishedAt!.getTime())) : Infinity;
    const recovered = Math.min(resolved?.getTime() ?? Infinity, restored);
    const noticed = incidents
      .filter((i) => i.detectedAt !== null && i.detectedAt >= i.startedAt)
      .map((i) => (i.detectedAt!.getTime() - i.startedAt.getTime()) / 1_000);
    return [
      {
        deployment,
        recoveredAt: Number.isFinite(recovered) ? new Date(recovered) : null,
        detection: noticed.length ? Math.min(...noticed) : null,
      },
    ];
  });
}

/** True of a row `r` that replaced a deployment because that one failed, and not for the incident of another. */
const repairs = sql`${counted(sql`r`)} and r.kind <> 'planned' and not exists (
  select from insight_incidents o where r.fixes_incident is not null and o.external_id = r.fixes_incident
    and o.deployment_id <> r.previous_success_id)
  and not (r.kind = 'rework' and r.fixes_incident is null and exists (
    select from insight_deployments p where p.id = r.previous_success_id and p.kind = 'rollback'))`;

/**
 * True of a row of a deployment that failed in production. The failed ones are few and found once, whoever is looked at: asking
 * of each deployment whether something failed it takes many times as long.
 */
export const hasFailed = (row: SQL): SQL => sql`(
  ${row}.id in (select i.deployment_id from insight_incidents i where i.deployment_id is not null)
  or ${row}.id in (
    select r.previous_success_id from insight_deployments r where r.previous_success_id is not null and ${repairs}))`;

/**
 * The failed deployments with their recovery, from the side of what failed them: rows have the columns of the deployment that
 * metrics show, `recovered_at`, which is null while it is open, and `detection` in seconds.
 */
export const failures = (): SQL => sql`
  select d.id, d.team, d.service, d.version, d.finished_at, least(i.resolved, r.restored) as recovered_at, i.detection
  from (
    select deployment_id as id from insight_incidents where deployment_id is not null
    union
    select previous_success_id from insight_deployments where previous_success_id is not null and kind <> 'planned'
  ) x
  join insight_deployments d on d.id = x.id and ${counted(sql`d`)}
  cross join lateral (
    select count(*) as n, case when bool_and(resolved_at is not null) then max(resolved_at) end as resolved,
      min(extract(epoch from detected_at - started_at)::float8) filter (where detected_at >= started_at) as detection
    from insight_incidents where deployment_id = d.id) i
  cross join lateral (
    select count(*) as n, min(r.finished_at) as restored from insight_deployments r
    where r.previous_success_id = d.id and ${repairs}) r
  where i.n > 0 or r.n > 0`;
