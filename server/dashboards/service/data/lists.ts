import { type AuditPage, listAudit } from "@/server/audit/service";
import type { TableFigure } from "@/server/metrics/core/figure";
import { LIVE_STATUSES } from "@/server/runs/core/lifecycle";
import { getRun, page, type RunPage } from "@/server/runs/service/read";
import type { WidgetData } from "../../core/data";
import type { Leaf } from "../../core/widgets/union";
import type { Ask } from "./ask";
import { narrowed } from "./narrow";

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;
type Column = [id: string, label: string, kind?: TableFigure["columns"][number]["kind"]];

const MOST_ROWS = 100;

/** A table of rows, or the words that stand for none. */
export function rowsOf(
  title: string,
  columns: readonly Column[],
  rows: TableFigure["rows"],
  {
    emptyText,
    href,
    more = 0,
    notes = [],
  }: { emptyText: string; href?: string; more?: number; notes?: string[] },
): WidgetData {
  if (!rows.length) return { kind: "empty", text: emptyText, ...(notes.length ? { notes } : {}) };
  return {
    kind: "rows",
    table: {
      shape: "table",
      title,
      unit: "count",
      direction: "none",
      sources: [],
      n: rows.length,
      columns: columns.map(([id, label, kind = "text"]) => ({ id, label, kind })),
      rows,
      ...(more ? { more } : {}),
    },
    ...(href === undefined ? {} : { href }),
    emptyText: null,
    notes,
  };
}

/** An address of the portal. */
export const path = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join("/")}`;

const RUN_FACTS = ["$blueprint", "$identifier", "$team", "$createdBy"] as const;
const AUDIT_FACTS = ["$blueprint", "$identifier"] as const;

/** Runs that the viewer may see, the newest first. */
export async function runsData(
  ask: Ask,
  widget: Of<"runs-table" | "action-runs-table-widget">,
): Promise<WidgetData> {
  const query = widget.type === "runs-table" ? (widget.query ?? {}) : { action: widget.action };
  const {
    active,
    source,
    limit,
    exclude = [],
    user_email,
    user_id,
    external_run_id,
    ...rest
  } = query as NonNullable<Of<"runs-table">["query"]>;
  const origins = source?.flatMap((one) => (one === "AUTOMATION" ? (["JOB", "SYSTEM"] as const) : [one]));
  const { facts, notes } = narrowed(ask, "runs", RUN_FACTS, rest.blueprint);
  const { runs, nextCursor } = await page(ask.ctx, {
    ...pick(rest, ["action", "blueprint", "entity"]),
    ...(active === true ? { status: LIVE_STATUSES } : {}),
    ...(user_email === undefined ? {} : { requesterEmail: user_email.toLowerCase() }),
    ...(user_id === undefined ? {} : { requesterId: user_id }),
    ...(external_run_id === undefined ? {} : { externalRunId: external_run_id }),
    ...(origins ? { origins } : {}),
    ...(facts.$blueprint ? { blueprints: facts.$blueprint } : {}),
    ...(facts.$identifier ? { entities: facts.$identifier } : {}),
    ...(facts.$team ? { teams: facts.$team } : {}),
    ...(facts.$createdBy ? { requesterEmails: facts.$createdBy.map((email) => email.toLowerCase()) } : {}),
    limit: Math.min(limit ?? MOST_ROWS, MOST_ROWS),
  });
  const shown = runs.filter(
    ({ id, status }) => !exclude.includes(id) && (active !== false || !LIVE_STATUSES.includes(status)),
  );
  return rowsOf(
    widget.title ?? "Runs",
    [
      ["action", "Action"],
      ["status", "Status"],
      ["entity", "Entity"],
      ["requester", "Requested by"],
      ["createdAt", "Requested", "instant"],
    ],
    shown.map(runRow),
    { emptyText: "There are no such runs yet.", href: "/runs", more: nextCursor ? 1 : 0, notes },
  );
}

const pick = <T extends object, K extends keyof T>(of: T, keys: readonly K[]): Partial<Pick<T, K>> =>
  Object.fromEntries(keys.flatMap((key) => (of[key] === undefined ? [] : [[key, of[key]]]))) as Partial<
    Pick<T, K>
  >;

const runRow = (
  run: Pick<
    RunPage["runs"][number],
    | "id"
    | "action"
    | "actionIdentifier"
    | "status"
    | "statusLabel"
    | "entityIdentifier"
    | "requesterName"
    | "createdAt"
  >,
) => ({
  id: run.id,
  href: path("runs", run.id),
  cells: {
    action: run.action.title ?? run.actionIdentifier,
    status: run.statusLabel ?? run.status,
    entity: run.entityIdentifier,
    requester: run.requesterName,
    createdAt: run.createdAt.toISOString(),
  },
});

/** One run. Throws NotFound, also for one that the viewer may not see. */
export async function runData(ask: Ask, widget: Of<"run-info">): Promise<WidgetData> {
  const run = await getRun(ask.ctx, widget.runId);
  const { action, status, entity, requester, createdAt } = runRow(run).cells;
  const facts: [string, string | null][] = [
    ["Action", action],
    ["Status", status],
    ["Entity", entity],
    ["Requested by", requester],
    ["Requested", createdAt],
    ["Started", run.startedAt?.toISOString() ?? null],
    ["Ended", run.endedAt?.toISOString() ?? null],
    ["Summary", run.summary ?? null],
  ];
  return factsOf(widget.title ?? action, facts, path("runs", run.id));
}

/** What there is to say of one thing, a row for each. */
export const factsOf = (
  title: string,
  facts: readonly [string, string | null][],
  href?: string,
): WidgetData =>
  rowsOf(
    title,
    [
      ["name", "What"],
      ["value", "Value"],
    ],
    facts.flatMap(([name, value]) => (value === null ? [] : [{ id: name, cells: { name, value } }])),
    { emptyText: "There is nothing to show.", ...(href === undefined ? {} : { href }) },
  );

/** What was done, for administrators. Throws Forbidden for anybody else. */
export async function auditData(ask: Ask, widget: Of<"table-audit-log">): Promise<WidgetData> {
  const { query } = widget;
  const resources = query.resources === undefined ? undefined : [query.resources].flat();
  const id = query.identifier ?? query.entity;
  const { facts, notes } = narrowed(ask, "the audit log", AUDIT_FACTS, query.blueprint);
  const found: AuditPage = await listAudit(ask.ctx, {
    ...(resources
      ? { resourceTypes: resources }
      : query.entity === undefined
        ? {}
        : { resourceTypes: ["entity"] }),
    ...(id === undefined ? {} : { resourceId: id }),
    ...(query.blueprint === undefined ? {} : { blueprint: query.blueprint }),
    ...(facts.$blueprint ? { blueprints: facts.$blueprint } : {}),
    ...(facts.$identifier ? { resourceIds: facts.$identifier } : {}),
    ...(query.run_id === undefined ? {} : { runId: query.run_id }),
    ...(query.action === undefined ? {} : { actions: [query.action] }),
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.to === undefined ? {} : { to: query.to }),
    limit: Math.min(query.limit ?? MOST_ROWS, MOST_ROWS),
  });
  return rowsOf(
    widget.title ?? "Audit log",
    [
      ["at", "When", "instant"],
      ["actor", "Who"],
      ["action", "What"],
      ["type", "Of"],
      ["id", "Identifier"],
      ["status", "Outcome"],
    ],
    found.rows.map((row) => ({
      id: String(row.id),
      cells: {
        at: row.at.toISOString(),
        actor: row.actorName,
        action: row.action,
        type: row.resourceType,
        id: row.resourceId,
        status: row.status === "SUCCESS" ? "Done" : "Failed",
      },
    })),
    {
      emptyText: "Nothing was recorded yet.",
      href: "/settings/audit",
      more: found.nextCursor ? 1 : 0,
      notes,
    },
  );
}
