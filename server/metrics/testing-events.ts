import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { EventSet } from "./core/events";
import { storeCosts, storePages } from "./testing-costs";
import { storeRuns } from "./testing-runs";
import { storeSurveyResults } from "./testing-surveys";

/** Puts an event set into the tables, as it is: what matching would find is in the set already. */
export async function storeEvents(db: Database, events: EventSet): Promise<void> {
  const told = { source: "test", reported_at: "2020-01-01T00:00:00Z" };
  const insert = async (table: string, rows: Record<string, unknown>[]) => {
    if (!rows.length) return;
    const columns = Object.keys(rows[0]!);
    const list = sql.join(
      columns.map((c) => sql.identifier(c)),
      sql`, `,
    );
    const values = sql.join(
      columns.map((c) => sql`r.${sql.identifier(c)}`),
      sql`, `,
    );
    await db.execute(sql`
      insert into ${sql.identifier(table)} (${list})
      select ${values} from jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(rows)}::jsonb) r`);
  };
  await insert(
    "insight_deployments",
    events.deployments.map((d) => ({
      ...told,
      id: d.id,
      external_id: `d${d.id}`,
      service: d.service,
      known: true,
      team: d.team,
      environment: d.production ? "production" : "staging",
      production: d.production,
      status: d.status,
      finished_at: d.finishedAt,
      kind: d.kind,
      config_only: d.configOnly,
      via_platform: d.viaPlatform,
      template_id: d.templateId,
      template_version: d.templateVersion,
      previous_success_id: d.previousSuccessId,
      fixes_incident: d.fixesIncident,
      duplicate_of: d.duplicateOf,
      baseline: false,
      received_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_people",
    events.people.map((p) => ({
      id: p.id,
      is_developer: p.isDeveloper,
      is_bot: p.isBot,
      fte: p.fte,
      hired_on: p.hiredOn,
      left_on: p.leftOn,
      created_at: told.reported_at,
    })),
  );
  await insert(
    "insight_memberships",
    events.memberships.map((m, n) => ({
      id: n + 1,
      person_id: m.personId,
      team: m.team,
      starts_at: m.startsAt,
      ends_at: m.endsAt,
      source: "test",
    })),
  );
  await insert(
    "insight_changes",
    events.changes.map((c) => ({
      ...told,
      id: c.id,
      external_id: `c${c.id}`,
      service: c.service,
      known: true,
      team: c.team,
      repository: "acme/app",
      number: c.id,
      author_id: c.authorId,
      is_bot: c.isBot,
      is_hotfix: false,
      labels: [],
      first_commit_at: c.firstCommitAt,
      opened_at: c.openedAt,
      first_review_at: c.firstReviewAt,
      merged_at: c.mergedAt,
      reverts_change_id: c.revertsChangeId,
      reverted_by_change_id: c.revertedByChangeId,
      received_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_deployment_changes",
    events.deployedChanges.map((l) => ({
      deployment_id: l.deploymentId,
      change_id: l.changeId,
      baseline: l.baseline,
      first: l.first,
      why: "test",
    })),
  );
  await insert(
    "insight_incidents",
    events.incidents.map((i) => ({
      ...told,
      id: i.id,
      external_id: i.externalId,
      service: i.service,
      known: true,
      team: i.team,
      started_at: i.startedAt,
      detected_at: i.detectedAt,
      resolved_at: i.resolvedAt,
      deployment_id: i.deploymentId,
      attribution: i.deploymentId === null ? "none" : "explicit",
      received_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_tickets",
    events.tickets.map((t) => ({
      ...told,
      id: t.id,
      external_id: `t${t.id}`,
      service: t.service,
      known: true,
      team: t.team,
      opened_at: t.openedAt,
      is_platform: t.isPlatform,
      automatic: t.automatic,
      action_identifier: t.actionIdentifier,
      handling_seconds: t.handlingSeconds,
      opened_by_id: t.openedById ?? null,
      run_id: t.runId,
      received_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_findings",
    events.findings.map((f) => ({
      ...told,
      id: f.id,
      external_id: `f${f.id}`,
      service: f.service,
      known: true,
      team: f.team,
      severity: f.severity,
      status: f.status,
      suppressed_until: f.suppressedUntil,
      first_seen_at: f.firstSeenAt,
      fixed_at: f.fixedAt,
      due_at: f.dueAt,
      dedupe_key: f.dedupeKey,
      received_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_probes",
    events.probes.map((p) => ({
      component: p.component,
      at: p.at,
      probe: p.probe,
      ok: p.ok,
      critical: p.critical,
      source: "test",
      observed_at: p.at,
    })),
  );
  await insert(
    "insight_maintenance",
    events.maintenance.map((m, n) => ({
      id: n + 1,
      component: m.component,
      starts_at: m.startsAt,
      ends_at: m.endsAt,
      reason: "test",
    })),
  );
  await insert(
    "insight_service_owners",
    events.owners.map((o, n) => ({
      id: n + 1,
      service: o.service,
      team: o.team,
      starts_at: o.startsAt,
      ends_at: o.endsAt,
      source: "test",
    })),
  );
  await insert(
    "workspaces",
    events.drifted.map((service, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
      name: `service/${service}`,
      template: "service",
      blueprint: "service",
      entity: service,
      status: "active",
      drift_status: "drifted",
      fence: 0,
      created_at: told.reported_at,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "insight_teams",
    events.teams.map((t) => ({ team: t.team, onboarded_at: t.onboardedAt })),
  );
  await insert(
    "insight_tool_uses",
    events.toolUses.map((u) => ({ day: u.day, tool: u.tool, person_id: u.personId })),
  );
  await insert(
    "insight_visits",
    events.visits.map((v) => ({ day: v.day, person_id: v.personId })),
  );
  await insert(
    "insight_lookups",
    events.lookups.map((v) => ({ day: v.day, person_id: v.personId })),
  );
  await insert(
    "insight_time_entries",
    events.timeEntries.map((e) => ({
      team: e.team,
      week: e.week,
      category: e.category,
      source: e.source,
      share: e.share,
    })),
  );
  // There is one row of settings, and a set may be stored beside another.
  await db.execute(sql`delete from insight_settings`);
  await storeRuns(insert, events);
  await storeSurveyResults(db, events.surveyResults);
  await storePages(insert, events);
  await storeCosts(insert, events);
}
