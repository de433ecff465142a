import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Nine months. */
const DAYS = 273;
export const TEAMS = 12;
export const SERVICES = 60;
const PEOPLE = 80;

/** So many of a hundred events are of a kind. */
const MIX = { deployments: 24, changes: 30, incidents: 4, tickets: 8, findings: 10, probes: 24 };

/**
 * Fills the tables with `total` events of nine months, by statements alone: deployments by service and team, changes that
 * reached production with one of them, incidents of some, tickets, findings, and probes of three looks a minute.
 */
export async function fill(db: Database, total: number): Promise<void> {
  const count = (kind: keyof typeof MIX) => Math.floor((total * MIX[kind]) / 100);
  const when = (n: string, of: number) =>
    sql`now() - interval '1 hour' - ${DAYS} * interval '1 day' * (1 - ${sql.raw(n)}::float8 / ${of})`;
  const team = (n: string) => sql`'team-' || (${sql.raw(n)} % ${TEAMS})`;
  const service = (n: string) => sql`'service-' || (${sql.raw(n)} % ${SERVICES})`;
  const deployments = count("deployments");
  const changes = count("changes");

  await db.execute(sql`insert into insight_teams (team, onboarded_at)
    select 'team-' || n, now() - interval '200 days' from generate_series(0, ${TEAMS - 1}::int) n`);
  await db.execute(
    sql`insert into insight_people (id, is_developer) select n, true from generate_series(1, ${PEOPLE}::int) n`,
  );
  await db.execute(sql`insert into insight_memberships (person_id, team, starts_at, source)
    select n, ${team("n")}, now() - interval '400 days', 'bench' from generate_series(1, ${PEOPLE}::int) n`);
  await db.execute(sql`insert into insight_service_owners (service, team, starts_at, source)
    select 'service-' || n, ${team("n")}, now() - interval '400 days', 'bench' from generate_series(0, ${SERVICES - 1}::int) n`);
  await db.execute(sql`
    insert into insight_deployments (id, source, external_id, reported_at, service, known, team, environment, production, status,
      started_at, finished_at, repository, sha, version, kind, via_platform, template_id, template_version, previous_success_id)
    select n, 'bench', 'd' || n, now(), ${service("n")}, true, ${team(`(n % ${SERVICES})`)},
      case when n % 10 = 0 then 'staging' else 'production' end, n % 10 <> 0, case when n % 17 = 0 then 'failure' else 'success' end,
      ${when("n", deployments)} - interval '5 minutes', ${when("n", deployments)}, 'acme/' || (n % ${SERVICES}), md5(n::text), '1.' || n,
      case when n % 29 = 0 then 'rollback' when n % 31 = 0 then 'rework' else 'planned' end, n % 3 <> 0, 'service', '1.0.0',
      case when n > ${SERVICES} and n % 10 <> 0 and n % 17 <> 0 then n - ${SERVICES} end
    from generate_series(1, ${deployments}::int) n`);
  await db.execute(sql`
    insert into insight_changes (id, source, external_id, reported_at, service, known, team, repository, number, title, author_id,
      first_commit_at, opened_at, first_review_at, merged_at, merge_sha)
    select n, 'bench', 'c' || n, now(), ${service("n")}, true, ${team("n")}, 'acme/' || (n % ${SERVICES}), n, 'Change ' || n,
      1 + n % ${PEOPLE}, at - (20 + n % 90) * interval '1 hour', at - (9 + n % 20) * interval '1 hour',
      at - (4 + n % 5) * interval '1 hour', at - (n % 4) * interval '1 hour', md5('c' || n)
    from (select n, ${when("n", changes)} as at from generate_series(1, ${changes}::int) n) s`);
  await db.execute(sql`
    insert into insight_deployment_changes (deployment_id, change_id, baseline, first, why)
    select d.id, n, false, true, 'bench' from generate_series(1, ${changes}::int) n
    join insight_deployments d on d.id = 1 + (n::bigint * ${deployments} / ${changes + 1})
    where d.production and d.status = 'success'`);
  await db.execute(sql`
    insert into insight_incidents (source, external_id, reported_at, service, known, team, title, started_at, detected_at, resolved_at,
      deployment_id, attribution)
    select 'bench', 'i' || n, now(), ${service("n")}, true, ${team("n")}, 'Incident', at, at + interval '4 minutes',
      case when n % 50 <> 0 then at + (1 + n % 9) * interval '40 minutes' end, case when n % 4 <> 0 then d end, 'auto'
    from (select n, ${when("n", count("incidents"))} as at, 1 + (n::bigint * ${deployments} / ${count("incidents") + 1}) as d
      from generate_series(1, ${count("incidents")}::int) n) s`);
  await db.execute(sql`
    insert into insight_tickets (source, external_id, reported_at, team, opened_at, area, is_platform, automatic, handling_seconds)
    select 'bench', 't' || n, now(), ${team("n")}, ${when("n", count("tickets"))}, 'area', true, n % 9 = 0, 600
    from generate_series(1, ${count("tickets")}::int) n`);
  await db.execute(sql`
    insert into insight_findings (source, external_id, reported_at, service, known, team, severity, status, first_seen_at, fixed_at, due_at,
      dedupe_key)
    select 'bench', 'f' || n, now(), ${service("n")}, true, ${team(`(n % ${SERVICES})`)},
      (array['critical','high','medium','low','info'])[1 + n % 5], case when n % 8 = 0 then 'open' else 'fixed' end, at,
      case when n % 8 <> 0 then at + (n % 40) * interval '1 day' end, at + interval '30 days', 'k' || n / 2
    from (select n, ${when("n", count("findings"))} as at from generate_series(1, ${count("findings")}::int) n) s`);
  await db.execute(sql`
    insert into insight_probes (component, at, probe, ok, critical, source, observed_at)
    select 'portal', date_trunc('minute', now()) - (n / 3) * interval '1 minute', 'p' || n % 3, n % 997 <> 0, true, 'bench', now()
    from generate_series(1, ${count("probes")}::int) n`);
  await fillUse(db);
  await db.execute(sql`vacuum analyze`);
}

const FORMS = 40_000;

/** How the portal was used: forms, half of which became runs, and days on which people came. */
async function fillUse(db: Database): Promise<void> {
  const at = sql`now() - interval '2 hours' - ${DAYS} * interval '1 day' * (1 - n::float8 / ${FORMS})`;
  await db.execute(sql`
    insert into runs (id, status, failure, action, action_identifier, team, inputs, requester_id, requester_kind, requester_name, origin,
      created_at, started_at, ended_at, updated_at)
    select 'bench_' || n, case when n % 12 = 0 then 'failed' else 'succeeded' end,
      case when n % 12 = 0 then jsonb_build_object('code', (array['policy_denied', 'unexpected', 'plan_failed'])[1 + n / 12 % 3]) end,
      '{}', 'action-' || n % 20, 'team-' || (n % ${TEAMS}), '{}', 'u' || n % ${PEOPLE}, 'user', 'Somebody', 'UI',
      ${at}, ${at}, ${at} + interval '9 minutes', ${at}
    from generate_series(2, ${FORMS}::int, 2) n`);
  await db.execute(sql`
    insert into insight_form_starts (id, action, team, started_at, submitted_at, run_id, step)
    select gen_random_uuid(), 'action-' || n % 20, 'team-' || (n % ${TEAMS}), ${at} - interval '5 minutes',
      case when n % 2 = 0 then ${at} end, case when n % 2 = 0 then 'bench_' || n end, case when n % 2 = 1 then 'Step ' || n % 3 end
    from generate_series(1, ${FORMS}::int) n`);
  await db.execute(sql`
    insert into insight_visits (person_id, day)
    select p, current_date - d from generate_series(1, ${PEOPLE}::int) p cross join generate_series(1, ${DAYS}::int) d
    where (p + d) % 3 <> 0`);
}
