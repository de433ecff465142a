import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import type { Attributed, Incident, Named } from "../core/incidents";
import type { Changed, Deployed, Link, Matched } from "../core/deployed";

/** One matcher at a time, whatever the number of workers. */
export async function lockMatching(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('insights.match'))`);
}

/** Services that are to be matched anew, some of them; null: incidents of no service. */
export async function markedServices(db: Executor, most: number): Promise<(string | null)[]> {
  const rows = await db.execute<{ service: string | null }>(sql`
    select distinct service from insight_marks where repository is null limit ${most}`);
  return rows.map(({ service }) => service);
}

/**
 * Makes marks of repositories those of the services that are deployed from them, or whose changes are in them. Out: the
 * repositories that were marked.
 */
export async function spreadMarks(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ repository: string }>(sql`
    with taken as (delete from insight_marks where repository is not null returning repository),
      repositories as (select distinct repository from taken),
      spread as (insert into insight_marks (service)
    select s.service from repositories r cross join lateral (
      select distinct d.service from insight_deployments d where d.repository = r.repository
      union select distinct d.service from insight_deployments d
        where d.repository is null and d.service in
          (select c.service from insight_changes c where c.repository = r.repository and c.service is not null)) s)
    select repository from repositories`);
  return rows.map(({ repository }) => repository);
}

/** To be called before the events are read: what is told from now on is marked anew. */
export async function clearMarks(tx: Transaction, service: string | null): Promise<void> {
  await tx.execute(
    sql`delete from insight_marks where repository is null and service is not distinct from ${service}::text`,
  );
}

const COUNTED = sql`d.production and d.status = 'success' and d.finished_at is not null`;
const at = (text: string): Date => new Date(text);
const atOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

export type DeployedRow = Deployed & { was: Matched; label: string };

/** The successful production deployments of a service, with what was found of them before. */
export async function deployedOf(db: Executor, service: string): Promise<DeployedRow[]> {
  type Row = Omit<Deployed, "finishedAt"> & Omit<Matched, "id"> & { finishedAt: string };
  const rows = await db.execute<Row>(sql`
    select d.id::float8 as id, d.source, d.external_id as "externalId", d.environment, d.finished_at as "finishedAt",
      d.repository, d.sha, d.version, d.commits, d.pipeline, d.told_kind as "toldKind",
      d.restores_external_id as "restoresExternalId", d.fixes_incident as "fixesIncident",
      d.kind, d.kind_why as "kindWhy", d.restores_id::float8 as "restoresId",
      d.previous_success_id::float8 as "previousSuccessId", d.duplicate_of::float8 as "duplicateOf", d.baseline
    from insight_deployments d where d.service = ${service} and ${COUNTED}`);
  return rows.map(
    ({ kind, kindWhy, restoresId, previousSuccessId, duplicateOf, baseline, finishedAt, ...row }) => ({
      ...row,
      finishedAt: at(finishedAt),
      was: { id: row.id, kind, kindWhy, restoresId, previousSuccessId, duplicateOf, baseline },
      label: row.version ?? row.sha?.slice(0, 7) ?? row.externalId,
    }),
  );
}

/** The changes that deployments of a service may bring: those of its repositories, unless they say another service. */
export async function changesFor(db: Executor, service: string): Promise<Changed[]> {
  const rows = await db.execute<Omit<Changed, "mergedAt"> & { mergedAt: string | null }>(sql`
    with repositories as (
      select distinct repository from insight_deployments d where d.service = ${service} and repository is not null)
    select c.id::float8 as id, c.repository, c.base_branch as "baseBranch", c.merge_sha as "mergeSha",
      c.head_sha as "headSha", c.merged_at as "mergedAt", c.is_hotfix as "isHotfix",
      (c.reverts_external_id is not null) as "isRevert",
      case when c.merge_sha is null and c.head_sha is null
        then coalesce((select array_agg(k.sha) from insight_commits k where k.change_id = c.id), '{}') else '{}' end as commits
    from insight_changes c
    where (c.repository in (select repository from repositories) and (c.service is null or c.service = ${service}))
      or c.service = ${service}`);
  return rows.map((row) => ({ ...row, mergedAt: atOrNull(row.mergedAt) }));
}

/** What is known of the parents of the commits of these repositories. */
export async function parentsIn(
  db: Executor,
  repositories: readonly string[],
): Promise<Map<string, string[]>> {
  if (repositories.length === 0) return new Map();
  const rows = await db.execute<{ sha: string; parents: string[] }>(sql`
    select sha, parents from insight_commits
    where repository in (select jsonb_array_elements_text(${JSON.stringify(repositories)}::jsonb)) and parents <> '{}'`);
  return new Map(rows.map(({ sha, parents }) => [sha, parents]));
}

/** Writes what was found of deployments; those of the service that do not count (any more) have nothing found. */
export async function saveMatched(
  tx: Transaction,
  service: string,
  matched: readonly Matched[],
): Promise<void> {
  if (matched.length > 0)
    await tx.execute(sql`
      update insight_deployments d set kind = r.kind, kind_why = r."kindWhy", restores_id = r."restoresId",
        previous_success_id = r."previousSuccessId", duplicate_of = r."duplicateOf", baseline = r.baseline,
        updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(matched)}::jsonb) as r(id bigint, kind text, "kindWhy" text,
        "restoresId" bigint, "previousSuccessId" bigint, "duplicateOf" bigint, baseline boolean)
      where d.id = r.id`);
  await tx.execute(sql`
    update insight_deployments d set kind = coalesce(d.told_kind, 'planned'), kind_why = null, restores_id = null,
      previous_success_id = null, duplicate_of = null, baseline = false, updated_at = now()
    where d.service = ${service} and not (${COUNTED})
      and (d.kind <> coalesce(d.told_kind, 'planned') or d.kind_why is not null or d.restores_id is not null
        or d.previous_success_id is not null or d.duplicate_of is not null or d.baseline)`);
}

/** The links of all deployments of a service, whether they count or not. */
export async function linksOf(db: Executor, service: string): Promise<Link[]> {
  return [
    ...(await db.execute<Link & Record<string, unknown>>(sql`
      select l.deployment_id::float8 as "deploymentId", l.change_id::float8 as "changeId", l.baseline, l.why
      from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
      where d.service = ${service}`)),
  ];
}

/** Replaces links, and says anew which is the first of each change. */
export async function saveLinks(
  tx: Transaction,
  gone: readonly Link[],
  made: readonly Link[],
): Promise<void> {
  if (gone.length > 0)
    await tx.execute(sql`
      delete from insight_deployment_changes l using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
        as r("deploymentId" bigint, "changeId" bigint)
      where l.deployment_id = r."deploymentId" and l.change_id = r."changeId"`);
  if (made.length > 0)
    await tx.execute(sql`
      insert into insight_deployment_changes (deployment_id, change_id, baseline, first, why)
      select r."deploymentId", r."changeId", r.baseline, false, r.why
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as r("deploymentId" bigint, "changeId" bigint, baseline boolean, why text)`);
}

/** Of all deployments that a change is linked to, the earliest is its first. */
export async function settleFirsts(tx: Transaction, changes: readonly number[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(sql`
    with ranked as (
      select l.deployment_id, l.change_id,
        row_number() over (partition by l.change_id order by d.finished_at, d.source, d.external_id) = 1 as is_first
      from insight_deployment_changes l join insight_deployments d on d.id = l.deployment_id
      where l.change_id in (select jsonb_array_elements_text(${JSON.stringify(changes)}::jsonb)::bigint))
    update insight_deployment_changes l set first = r.is_first from ranked r
    where l.deployment_id = r.deployment_id and l.change_id = r.change_id and l.first <> r.is_first`);
}

/**
 * Finds when the changes of these repositories began whose sources do not say: by the earliest of their commits, or of those
 * pushed to their branch since it was merged before.
 */
export async function settleFirstCommits(tx: Transaction, repositories: readonly string[]): Promise<void> {
  if (repositories.length === 0) return;
  await tx.execute(sql`
    update insight_changes c set first_commit_at = f.at, updated_at = now()
    from insight_changes o cross join lateral (
      select min(k.committed_at) as at from (
        select committed_at from insight_commits
        where change_id = o.id and (sha is distinct from o.merge_sha or sha = o.head_sha)
        union all
        select committed_at from insight_commits
        where repository = o.repository and branch = o.head_branch and branch is not null and committed_at > coalesce(
          (select max(p.merged_at) from insight_changes p where p.repository = o.repository
            and p.head_branch = o.head_branch and p.merged_at < o.merged_at), '-infinity')) k
      where k.committed_at <= o.merged_at) f
    where c.id = o.id and f.at is not null and o.first_commit_at is null and o.merged_at is not null
      and o.repository in (select jsonb_array_elements_text(${JSON.stringify(repositories)}::jsonb))`);
}

/** Finds the changes that changes of these repositories take back. */
export async function settleReverts(tx: Transaction, repositories: readonly string[]): Promise<void> {
  if (repositories.length === 0) return;
  const among = sql`in (select jsonb_array_elements_text(${JSON.stringify(repositories)}::jsonb))`;
  await tx.execute(sql`
    update insight_changes c set reverts_change_id = o.id
    from insight_changes o
    where c.repository ${among} and c.reverts_external_id is not null
      and o.external_id = c.reverts_external_id and o.source = c.source and c.reverts_change_id is distinct from o.id`);
  await tx.execute(sql`
    update insight_changes o set reverted_by_change_id = null from insight_changes c
    where c.repository ${among} and c.reverts_change_id = o.id and c.merged_at is null and o.reverted_by_change_id = c.id`);
  await tx.execute(sql`
    update insight_changes o set reverted_by_change_id = c.id
    from (select distinct on (reverts_change_id) reverts_change_id, id from insight_changes
      where repository ${among} and reverts_change_id is not null and merged_at is not null
      order by reverts_change_id, merged_at, id) c
    where o.id = c.reverts_change_id and o.reverted_by_change_id is distinct from c.id`);
}

export type IncidentRow = Incident & {
  was: Omit<Attributed, "id" | "attributionWhy"> & { attributionWhy: string | null };
};

/** The incidents of a service, with what was found of them before. */
export async function incidentsOf(db: Executor, service: string | null): Promise<IncidentRow[]> {
  type Row = Omit<Incident, "startedAt"> & { startedAt: string } & IncidentRow["was"];
  const rows = await db.execute<Row>(sql`
    select id::float8 as id, source, started_at as "startedAt", deployment_external_id as "deploymentExternalId",
      deployment_source as "deploymentSource", deployment_id::float8 as "deploymentId", attribution,
      attribution_why as "attributionWhy"
    from insight_incidents where service is not distinct from ${service}::text`);
  return rows.map(({ deploymentId, attribution, attributionWhy, startedAt, ...row }) => ({
    ...row,
    startedAt: at(startedAt),
    was: { deploymentId, attribution, attributionWhy },
  }));
}

/** Deployments by their external ids; one that repeats another stands for it. */
export async function deploymentsNamed(db: Executor, externalIds: readonly string[]): Promise<Named[]> {
  if (externalIds.length === 0) return [];
  return [
    ...(await db.execute<Named & Record<string, unknown>>(sql`
      select coalesce(duplicate_of, id)::float8 as id, source, external_id as "externalId" from insight_deployments
      where external_id in (select jsonb_array_elements_text(${JSON.stringify(externalIds)}::jsonb))`)),
  ];
}

export async function saveAttributed(tx: Transaction, attributed: readonly Attributed[]): Promise<void> {
  if (attributed.length === 0) return;
  await tx.execute(sql`
    update insight_incidents i set deployment_id = r."deploymentId", attribution = r.attribution,
      attribution_why = r."attributionWhy", updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(attributed)}::jsonb)
      as r(id bigint, "deploymentId" bigint, attribution text, "attributionWhy" text)
    where i.id = r.id`);
}
