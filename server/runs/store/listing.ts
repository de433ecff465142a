import { and, asc, desc, eq, gt, gte, ilike, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runLogs, runs } from "@/db/schema/runs";
import type { LogPart } from "@/server/runs/core/lines";
import type { Viewer } from "@/server/runs/core/visibility";
import type { RunStatus } from "@/server/runs/schema";
import type { RunRow } from "./runs";

const list = (values: readonly string[]) =>
  sql`array[${sql.join(
    values.map((v) => sql`${v}`),
    sql`, `,
  )}]::text[]`;

/** The rule of core/visibility.ts in SQL, so that what may not be seen is not counted either. */
function visibleTo(viewer: Viewer): SQL | undefined {
  if (viewer.admin) return undefined;
  const approver = viewer.email === null ? undefined : or(decidesByRule(viewer), decidesByStage(viewer));
  const invocation = sql`coalesce(${runs.payload}, ${runs.action}->'invocation')`;
  const performer = and(
    sql`${runs.action}->'invocation'->>'type' = 'MANUAL'`,
    or(
      viewer.email === null
        ? undefined
        : sql`lower((${invocation}->'users')::text)::jsonb ? ${viewer.email.toLowerCase()}`,
      viewer.teams.length ? sql`${invocation}->'teams' ?| ${list(viewer.teams)}` : sql`false`,
    ),
  );
  const open = sql`${runs.action} @> '{"allowAnyoneToViewRuns": true}'::jsonb`;
  return or(
    open,
    eq(runs.requesterId, viewer.id),
    eq(runs.ownerId, viewer.id),
    viewer.teams.length ? inArray(runs.team, [...viewer.teams]) : undefined,
    approver,
    performer,
  );
}

/** Among those whom the action names, as long as the run has not been checked. */
function decidesByRule(viewer: Viewer): SQL | undefined {
  const rule = runs.approvalRule;
  return and(
    isNull(runs.approvalStages),
    or(
      sql`${rule}->'roles' ? ${viewer.role}`,
      sql`${rule}->'users' ? ${viewer.email}`,
      viewer.teams.length ? sql`${rule}->'teams' ?| ${list(viewer.teams)}` : undefined,
      viewer.ledTeams.length
        ? sql`((${rule}->>'teamLeads')::boolean and ${rule}->>'owningTeam' = any(${list(viewer.ledTeams)}))`
        : undefined,
    ),
  );
}

function decidesByStage(viewer: Viewer): SQL {
  const from = sql`(s.stage -> 'from')`;
  const fits = or(
    sql`${from}->'roles' ? ${viewer.role}`,
    sql`${from}->'users' ? ${viewer.email}`,
    viewer.teams.length ? sql`${from}->'teams' ?| ${list(viewer.teams)}` : undefined,
    viewer.ledTeams.length ? sql`${from}->'leadsOf' ?| ${list(viewer.ledTeams)}` : undefined,
  );
  return sql`exists (select 1 from jsonb_array_elements(${runs.approvalStages}) as s(stage) where ${fits})`;
}

export interface ListFilter {
  status?: readonly RunStatus[];
  action?: string;
  blueprint?: string;
  entity?: string;
  requesterId?: string;
  requesterEmail?: string;
  origins?: readonly RunRow["origin"][];
  externalRunId?: string;
  team?: string;
  /** One of these; none where the list is empty. */
  blueprints?: readonly string[];
  entities?: readonly string[];
  teams?: readonly string[];
  requesterEmails?: readonly string[];
  backend?: string;
  environment?: string;
  since?: string;
  until?: string;
  text?: string;
  cursor?: string;
  limit: number;
}

/** Values of the newest runs by which they can be told apart, with the words that people read. */
export interface RunFacet extends Record<string, unknown> {
  facet: "action" | "blueprint" | "team" | "requester" | "backend" | "environment";
  value: string;
  label: string;
}

/** Of so many of the newest runs. */
const FACET_RUNS = 5000;

/** What the newest runs that the viewer may see have in which field, each value once, by its words. */
export async function facetsVisible(db: Executor, viewer: Viewer): Promise<RunFacet[]> {
  const newest = db
    .select({
      action: runs.actionIdentifier,
      title: sql<string>`${runs.action}->>'title'`.as("title"),
      blueprint: runs.blueprint,
      team: runs.team,
      requesterId: runs.requesterId,
      requesterName: runs.requesterName,
      backend: sql<string>`${runs.action}->'invocation'->>'type'`.as("backend"),
      environment: runs.environment,
    })
    .from(runs)
    .where(visibleTo(viewer))
    .orderBy(desc(runs.createdAt))
    .limit(FACET_RUNS)
    .as("newest");
  return db.execute<RunFacet>(sql`
    select facet, value, min(label) as label from ${newest} cross join lateral (values
      ('action', ${newest.action}, ${newest.title}), ('blueprint', ${newest.blueprint}, ${newest.blueprint}),
      ('team', ${newest.team}, ${newest.team}), ('requester', ${newest.requesterId}, ${newest.requesterName}),
      ('backend', ${newest.backend}, ${newest.backend}), ('environment', ${newest.environment}, ${newest.environment})
    ) as f(facet, value, label)
    where value is not null group by facet, value order by facet, min(label)`);
}

/** Runs that follow from one: that repeat it, or that automations made since it changed. The oldest first. */
export async function followersOf(
  db: Executor,
  viewer: Viewer,
  run: { id: string; createdAt: Date },
  limit: number,
): Promise<RunSummary[]> {
  return db
    .select(SUMMARY)
    .from(runs)
    .where(
      and(
        visibleTo(viewer),
        gte(runs.createdAt, run.createdAt),
        or(eq(runs.rerunOf, run.id), sql`${runs.event}->'context'->>'runId' = ${run.id}`),
      ),
    )
    .orderBy(asc(runs.createdAt))
    .limit(limit);
}

/** What a list shows of a run: everything but what is large and what only its page needs. */
const SUMMARY = {
  id: runs.id,
  status: runs.status,
  statusLabel: runs.statusLabel,
  summary: runs.summary,
  action: runs.action,
  actionIdentifier: runs.actionIdentifier,
  blueprint: runs.blueprint,
  target: runs.target,
  entityIdentifier: runs.entityIdentifier,
  team: runs.team,
  inputs: runs.inputs,
  failure: runs.failure,
  requesterId: runs.requesterId,
  requesterKind: runs.requesterKind,
  requesterName: runs.requesterName,
  requesterEmail: runs.requesterEmail,
  origin: runs.origin,
  cause: runs.cause,
  environment: runs.environment,
  links: runs.links,
  externalRunId: runs.externalRunId,
  impersonatedBy: runs.impersonatedBy,
  rerunOf: runs.rerunOf,
  createdAt: runs.createdAt,
  startedAt: runs.startedAt,
  endedAt: runs.endedAt,
  updatedAt: runs.updatedAt,
};
export type RunSummary = Pick<RunRow, keyof typeof SUMMARY>;

/** Runs that the viewer may see, the newest first; one more than `limit` when there are more. */
export async function listVisible(db: Executor, viewer: Viewer, filter: ListFilter): Promise<RunSummary[]> {
  const text = filter.text?.trim();
  const pattern = text ? `%${text.replace(/[\\%_]/g, "\\$&")}%` : null;
  return db
    .select(SUMMARY)
    .from(runs)
    .where(
      and(
        visibleTo(viewer),
        filter.status?.length ? inArray(runs.status, [...filter.status]) : undefined,
        filter.action ? eq(runs.actionIdentifier, filter.action) : undefined,
        filter.blueprint ? eq(runs.blueprint, filter.blueprint) : undefined,
        filter.entity ? eq(runs.entityIdentifier, filter.entity) : undefined,
        filter.requesterId ? eq(runs.requesterId, filter.requesterId) : undefined,
        filter.externalRunId ? eq(runs.externalRunId, filter.externalRunId) : undefined,
        filter.requesterEmail ? eq(runs.requesterEmail, filter.requesterEmail) : undefined,
        filter.origins?.length ? inArray(runs.origin, [...filter.origins]) : undefined,
        filter.team ? eq(runs.team, filter.team) : undefined,
        filter.blueprints && inArray(runs.blueprint, [...filter.blueprints]),
        filter.entities && inArray(runs.entityIdentifier, [...filter.entities]),
        filter.teams && inArray(runs.team, [...filter.teams]),
        filter.requesterEmails && inArray(runs.requesterEmail, [...filter.requesterEmails]),
        filter.backend ? sql`${runs.action}->'invocation'->>'type' = ${filter.backend}` : undefined,
        filter.environment ? eq(runs.environment, filter.environment) : undefined,
        filter.since ? sql`${runs.createdAt} >= ${filter.since}::timestamptz` : undefined,
        filter.until ? sql`${runs.createdAt} < ${filter.until}::timestamptz` : undefined,
        pattern
          ? or(
              ilike(runs.entityIdentifier, pattern),
              ilike(runs.id, pattern),
              ilike(runs.requesterName, pattern),
              sql`${runs.action}->>'title' ilike ${pattern}`,
              sql`${runs.target}->>'title' ilike ${pattern}`,
            )
          : undefined,
        filter.cursor
          ? sql`(${runs.createdAt}, ${runs.id}) < (select created_at, id from runs where id = ${filter.cursor})`
          : undefined,
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(filter.limit + 1);
}

export type RunLogRow = Pick<typeof runLogs.$inferSelect, "seq" | "stage" | "at" | "level" | "text">;

/** Log lines after a number, in order: as many as fit, and at least one when there is one. */
export async function logsAfter(
  db: Executor,
  runId: string,
  afterSeq: number,
  { lines, characters }: LogPart,
): Promise<RunLogRow[]> {
  const part = db
    .select({
      seq: runLogs.seq,
      stage: runLogs.stage,
      at: runLogs.at,
      level: runLogs.level,
      text: runLogs.text,
      before:
        sql<number>`sum(length(${runLogs.text})) over (order by ${runLogs.seq}) - length(${runLogs.text})`.as(
          "before",
        ),
    })
    .from(runLogs)
    .where(and(eq(runLogs.runId, runId), gt(runLogs.seq, afterSeq)))
    .orderBy(asc(runLogs.seq))
    .limit(lines)
    .as("part");
  return db
    .select({ seq: part.seq, stage: part.stage, at: part.at, level: part.level, text: part.text })
    .from(part)
    .where(lt(part.before, characters))
    .orderBy(asc(part.seq));
}

/** The newest line of a run's log. */
export async function lastLine(db: Executor, runId: string): Promise<RunLogRow | null> {
  const [row] = await db
    .select({
      seq: runLogs.seq,
      stage: runLogs.stage,
      at: runLogs.at,
      level: runLogs.level,
      text: runLogs.text,
    })
    .from(runLogs)
    .where(eq(runLogs.runId, runId))
    .orderBy(desc(runLogs.seq))
    .limit(1);
  return row ?? null;
}

/** How many runs of a person are looked at to find the actions that they requested last. */
const RECENT_RUNS = 200;

/** Actions of a person's newest runs, each once, the newest first. */
export async function actionsRequestedBy(
  db: Executor,
  requesterId: string,
  limit: number,
): Promise<{ identifier: string; at: Date }[]> {
  const newest = db
    .select({ identifier: runs.actionIdentifier, at: runs.createdAt })
    .from(runs)
    .where(eq(runs.requesterId, requesterId))
    .orderBy(desc(runs.createdAt))
    .limit(RECENT_RUNS)
    .as("newest");
  const at = sql<Date>`max(${newest.at})`.mapWith(runs.createdAt);
  return db
    .select({ identifier: newest.identifier, at })
    .from(newest)
    .groupBy(newest.identifier)
    .orderBy(desc(at), asc(newest.identifier))
    .limit(limit);
}
