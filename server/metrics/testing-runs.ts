import { DEFAULT_SETTINGS } from "@/server/insights/schema";
import type { EventSet } from "./core/events";
import type { Insert } from "./testing-costs";

const told = { reported_at: "2020-01-01T00:00:00Z" };

/** Puts actions, their runs, versions of templates and the settings into the tables. */
export async function storeRuns(insert: Insert, events: EventSet): Promise<void> {
  await insert(
    "actions",
    events.actions.map(({ identifier, manualMinutes }, n) => ({
      id: `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`,
      identifier,
      definition: { identifier, ...(manualMinutes === null ? {} : { manualMinutes }) },
      permissions: {},
      published: false,
      trigger: "self-service",
      revision: 1,
      created_at: told.reported_at,
      created_by: "test",
      updated_at: told.reported_at,
      updated_by: "test",
    })),
  );
  await insert(
    "runs",
    events.runs.map((r) => ({
      id: r.id,
      status: r.status,
      failure: r.code === null ? null : { code: r.code },
      action: {},
      action_identifier: r.action,
      team: r.team,
      inputs: {},
      rerun_of: r.rerunOf,
      requester_id: "someone",
      requester_kind: r.bySystem ? "system" : "user",
      requester_name: "Someone",
      origin: "UI",
      links: [],
      facts_at: {},
      held_back: false,
      fence: 0,
      created_at: told.reported_at,
      started_at: r.startedAt,
      ended_at: r.endedAt,
      updated_at: told.reported_at,
    })),
  );
  await insert(
    "template_versions",
    events.templateVersions.map((v) => ({
      slug: v.slug,
      version: v.version,
      sha256: "",
      manifest: {},
      docs: "",
      files: "",
      first_seen_at: v.seenAt ?? v.releasedAt,
      released_at: v.seenAt ? v.releasedAt : null,
      merged_at: v.mergedAt ?? null,
      draft: v.draft ?? false,
      status: v.deprecated ? "deprecated" : "active",
      recommended: false,
    })),
  );
  // As they are without a row, so that events may be added to others.
  if (events.uptimeTarget !== DEFAULT_SETTINGS.uptimeTarget)
    await insert("insight_settings", [
      {
        id: true,
        time_zone: DEFAULT_SETTINGS.timeZone,
        service_blueprint: DEFAULT_SETTINGS.serviceBlueprint,
        production_environments: DEFAULT_SETTINGS.productionEnvironments,
        incident_window_hours: DEFAULT_SETTINGS.incidentWindowHours,
        hotfix_labels: DEFAULT_SETTINGS.hotfixLabels,
        hotfix_branches: DEFAULT_SETTINGS.hotfixBranches,
        fix_within_days: DEFAULT_SETTINGS.fixWithinDays,
        uptime_target: events.uptimeTarget,
        updated_at: told.reported_at,
        updated_by: "test",
      },
    ]);
  const upgrades = events.upgrades.flatMap((upgrade, n) =>
    upgrade.runId === undefined
      ? []
      : [{ ...upgrade, id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` }],
  );
  await insert(
    "template_upgrades",
    upgrades.map(({ id, slug, version }) => ({
      id,
      slug,
      to_version: version,
      status: "done",
      stop_on_failure: false,
      requested_by: "test",
      requested_by_name: "Test",
      created_at: told.reported_at,
    })),
  );
  await insert(
    "template_upgrade_items",
    upgrades.map(({ id, runId }) => ({
      upgrade_id: id,
      position: 1,
      workspace_id: id,
      name: "service/api",
      status: "succeeded",
      run_id: runId,
    })),
  );
}
