import { and, asc, desc, eq, gt, ilike, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { blueprints, entities } from "@/db/schema/catalog";
import { runs } from "@/db/schema/runs";
import { stateVersions, workspaces } from "@/db/schema/workspaces";
import type { Viewer } from "@/server/runs/core/visibility";
import type { WorkspaceFilter } from "@/server/runs/schema";

const list = (values: readonly string[]) =>
  sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`;

/** The owning teams of what a workspace stands for now; gone with it, so the team of its last run counts too. */
const ownedBy = (teams: readonly string[]): SQL =>
  sql`(${workspaces.team} = any(${list(teams)}) or exists (
    select 1 from ${entities} join ${blueprints} on ${blueprints.id} = ${entities.blueprintId}
    where ${blueprints.identifier} = ${workspaces.blueprint} and ${entities.identifier} = ${workspaces.entity}
      and ${entities.team} && ${list(teams)}))`;

/** A workspace is seen by the owning team and by administrators. */
function visibleTo(viewer: Viewer): SQL | undefined {
  if (viewer.admin) return undefined;
  return viewer.teams.length ? ownedBy(viewer.teams) : sql`false`;
}

// Among the selected columns of one table, Drizzle names columns alone: the inner table's own id would be meant.
const outerId = sql`${workspaces}.${sql.identifier(workspaces.id.name)}`;
const newest = <T>(column: SQL) =>
  sql<T | null>`(select ${column} from ${stateVersions} where ${stateVersions.workspaceId} = ${outerId} order by ${stateVersions.version} desc limit 1)`;

const SUMMARY = {
  id: workspaces.id,
  name: workspaces.name,
  blueprint: workspaces.blueprint,
  entity: workspaces.entity,
  template: workspaces.template,
  team: workspaces.team,
  status: workspaces.status,
  heldByRun: workspaces.heldByRun,
  locked: sql<boolean>`${workspaces.lockId} is not null`,
  driftStatus: workspaces.driftStatus,
  driftSince: workspaces.driftSince,
  driftCheckedAt: workspaces.driftCheckedAt,
  driftAccepted: sql<boolean>`coalesce(${workspaces.driftAccepted}->>'fingerprint' = ${workspaces.driftFingerprint}, false)`,
  resources: newest<number>(sql`${stateVersions.resources}`).mapWith(Number),
  version: newest<number>(sql`${stateVersions.version}`).mapWith(Number),
  templateVersion: workspaces.templateVersion,
  updatedAt: workspaces.updatedAt,
};

export type WorkspaceSummary = {
  [K in keyof typeof SUMMARY]: Awaited<ReturnType<typeof listWorkspaceRows>>[number][K];
};

/** Workspaces that the viewer may see, by name; one more than `limit` when there are more. */
export function listWorkspaceRows(db: Executor, viewer: Viewer, filter: WorkspaceFilter) {
  const text = filter.text?.trim();
  const pattern = text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null;
  return db
    .select(SUMMARY)
    .from(workspaces)
    .where(
      and(
        visibleTo(viewer),
        filter.status ? eq(workspaces.status, filter.status) : undefined,
        filter.drift ? eq(workspaces.driftStatus, filter.drift) : undefined,
        filter.team ? ownedBy([filter.team]) : undefined,
        filter.template ? eq(workspaces.template, filter.template) : undefined,
        filter.version ? eq(workspaces.templateVersion, filter.version) : undefined,
        pattern ? or(ilike(workspaces.name, pattern), ilike(workspaces.template, pattern)) : undefined,
        filter.cursor ? gt(workspaces.name, filter.cursor) : undefined,
      ),
    )
    .orderBy(asc(workspaces.name))
    .limit(filter.limit + 1);
}

/** What the filters of the list can be set to, of those workspaces that the viewer may see. */
export async function workspaceFacets(
  db: Executor,
  viewer: Viewer,
): Promise<{ templates: string[]; versions: string[]; teams: string[]; drifted: number }> {
  const rows = await db
    .select({
      template: SUMMARY.template,
      version: SUMMARY.templateVersion,
      team: SUMMARY.team,
      drift: SUMMARY.driftStatus,
      accepted: SUMMARY.driftAccepted,
    })
    .from(workspaces)
    .where(visibleTo(viewer));
  const distinct = (values: (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].sort((a, b) => a.localeCompare(b));
  return {
    templates: distinct(rows.map((row) => row.template)),
    versions: distinct(rows.map((row) => row.version)),
    teams: distinct(rows.map((row) => row.team)),
    drifted: rows.filter((row) => row.drift === "drifted" && !row.accepted).length,
  };
}

/** The workspace when the viewer may see it. */
export async function visibleWorkspaceRow(db: Executor, viewer: Viewer, id: string) {
  const [row] = await db
    .select()
    .from(workspaces)
    .where(and(eq(workspaces.id, id), visibleTo(viewer)));
  return row ?? null;
}

/** The newest run of a workspace that changed it, to be run again; null when none has. */
export async function lastApplied(db: Executor, workspaceId: string) {
  const [row] = await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.status, "succeeded"),
        sql`${runs.action}->'invocation'->>'operation' = 'apply'`,
      ),
    )
    .orderBy(desc(runs.createdAt))
    .limit(1);
  return row ?? null;
}
