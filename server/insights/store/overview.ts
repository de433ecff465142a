import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import type { FeedKind } from "../core/records";
import type { InsightSettings } from "../schema";

export interface SourceCounts {
  kind: FeedKind;
  source: string;
  events: number;
  refused: number;
  lastAt: Date;
}

/** What each source has sent of each kind. */
export async function countsBySource(db: Executor): Promise<SourceCounts[]> {
  const rows = await db.execute<Omit<SourceCounts, "lastAt"> & { lastAt: string }>(sql`
    select kind, source, sum(created)::float8 as events, sum(refused)::float8 as refused, max(at) as "lastAt"
    from insight_batches group by kind, source order by kind, source`);
  return rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt) }));
}

export interface UnknownService {
  name: string;
  events: number;
}

/** Names of services that the catalog does not have, those with the most events first. */
export async function unknownServices(db: Executor, most: number): Promise<UnknownService[]> {
  const of = (table: string) =>
    sql`select told_service as name from ${sql.identifier(table)} where not known and told_service is not null`;
  return [
    ...(await db.execute<UnknownService & Record<string, unknown>>(sql`
      select name, count(*)::float8 as events from (
        ${of("insight_deployments")} union all ${of("insight_changes")} union all ${of("insight_incidents")}
        union all ${of("insight_tickets")} union all ${of("insight_findings")}) n
      group by name order by 2 desc, 1 limit ${most}`)),
  ];
}

export interface MatchCounts {
  deployments: number;
  withoutCommit: number;
  undeployed: number;
}

/** How well things could be matched lately. */
export async function matchCounts(db: Executor): Promise<MatchCounts> {
  const [row] = await db.execute<MatchCounts & Record<string, unknown>>(sql`
    select
      (select count(*)::float8 from insight_deployments where production and status = 'success'
        and duplicate_of is null and finished_at > now() - interval '28 days') as deployments,
      (select count(*)::float8 from insight_deployments where production and status = 'success'
        and duplicate_of is null and finished_at > now() - interval '28 days' and sha is null and commits is null)
        as "withoutCommit",
      (select count(*)::float8 from insight_changes c where merged_at > now() - interval '28 days'
        and not exists (select 1 from insight_deployment_changes l where l.change_id = c.id)) as undeployed`);
  return row!;
}

/** Takes a name for a service from now on, or for none. Out: whether that is anything new. */
export async function saveServiceName(
  tx: Transaction,
  name: string,
  service: string | null,
  by: string,
): Promise<void> {
  if (service === null) await tx.execute(sql`delete from insight_service_names where name = ${name}`);
  else
    await tx.execute(sql`
      insert into insight_service_names (name, service, updated_by) values (${name}, ${service}, ${by})
      on conflict (name) do update set service = excluded.service, updated_at = now(), updated_by = excluded.updated_by`);
}

/** Gives everything that was told under a name its service, and marks both for matching. Out: how many events. */
export async function renameService(
  tx: Transaction,
  name: string,
  service: string,
  known: boolean,
): Promise<number> {
  let changed = 0;
  for (const table of ["deployments", "changes", "incidents", "tickets", "findings"]) {
    const byRepository =
      table === "changes" ? sql`or (t.told_service is null and t.repository = ${name})` : sql``;
    const rows = await tx.execute(sql`
      update ${sql.identifier(`insight_${table}`)} t set service = ${service}, known = ${known}, updated_at = now()
      where (t.told_service = ${name} ${byRepository}) and (t.service is distinct from ${service} or t.known <> ${known})
      returning 1`);
    changed += rows.length;
  }
  await tx.execute(sql`insert into insight_marks (service) values (${name}), (${service})`);
  return changed;
}

/** The names that people have said stand for services. */
export async function serviceNames(db: Executor): Promise<{ name: string; service: string }[]> {
  return [
    ...(await db.execute<{ name: string; service: string }>(
      sql`select name, service from insight_service_names order by name limit 500`,
    )),
  ];
}

/** Works out anew what follows from the settings, for all events, and marks all services for matching. */
export async function applySettings(tx: Transaction, settings: InsightSettings): Promise<void> {
  const lower = (texts: readonly string[]) =>
    sql`(select lower(value) from jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`;
  await tx.execute(sql`
    update insight_deployments set production = coalesce(lower(environment) in ${lower(settings.productionEnvironments)}, false)
    where told_production is null
      and production <> coalesce(lower(environment) in ${lower(settings.productionEnvironments)}, false)`);
  await tx.execute(sql`
    with found as (
      select c.id, exists (select 1 from unnest(c.labels) l where lower(l) in ${lower(settings.hotfixLabels)})
        or exists (select 1 from jsonb_array_elements_text(${JSON.stringify(settings.hotfixBranches)}::jsonb) b
          where starts_with(lower(c.head_branch), lower(b))) as hotfix
      from insight_changes c where c.told_hotfix is null)
    update insight_changes c set is_hotfix = f.hotfix from found f where c.id = f.id and c.is_hotfix <> f.hotfix`);
  await tx.execute(sql`
    update insight_findings f set due_at = f.first_seen_at + (d.value || ' days')::interval
    from jsonb_each_text(${JSON.stringify(settings.fixWithinDays)}::jsonb) d
    where f.told_due_at is null and d.key = f.severity
      and f.due_at is distinct from f.first_seen_at + (d.value || ' days')::interval`);
  await tx.execute(sql`
    insert into insight_marks (service)
    select service from insight_deployments union select service from insight_incidents`);
}
