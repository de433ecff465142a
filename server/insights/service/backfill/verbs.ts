import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { resolveConnection } from "@/server/pipelines/service";
import { BACKFILL_SOURCES, type BackfillSource, PARTS_OF } from "../../core/backfill-parts";
import { type BackfillInput, progressOf } from "../../core/backfill";
import * as store from "../../store/backfills";

export interface BackfillView extends Omit<store.BackfillRow, "cursor" | "step" | "createdBy" | "updatedAt"> {
  /** Of all parts of all repositories, 0 to 1. */
  progress: number;
  /** What is fetched now; null once it is over. */
  current: { repository: string; part: string } | null;
}

function viewOf(row: store.BackfillRow): BackfillView {
  const { cursor, step: _step, createdBy: _by, updatedAt: _at, ...facts } = row;
  const [repository, part] = [row.repositories[cursor.repository], row.parts[cursor.part]];
  return {
    ...facts,
    progress: row.status === "done" ? 1 : progressOf(cursor, row.repositories.length, row.parts.length),
    current: row.status === "running" && repository && part ? { repository, part } : null,
  };
}

const LONGEST_MS = 5 * 366 * 86_400_000;
const SHOWN = 20;

/**
 * Begins to fetch what happened in a span from GitHub or GitLab, by the credentials of a connection. What came by webhooks
 * already is the same thing, and changes nothing. Administrators only. Throws Invalid for a connection of another kind, for
 * parts that its vendor does not have, and for a span that is none; Precondition where there is no such connection.
 */
export async function startBackfill(ctx: Context, input: BackfillInput): Promise<BackfillView> {
  checkPermission(ctx.actor, "insights.manage");
  const { KIND: kind } = await resolveConnection(ctx, input.connection);
  const source = BACKFILL_SOURCES.find((one) => one === kind?.reveal());
  if (source === undefined)
    throw Invalid.at(["connection"], "Choose a connection of the kind GitHub or GitLab.");
  const parts = partsOf(source, input);
  const [from, to] = [new Date(input.from), input.to === undefined ? new Date() : new Date(input.to)];
  if (from >= to) throw Invalid.at(["from"], "The span has to begin before it ends.");
  if (to.getTime() - from.getTime() > LONGEST_MS)
    throw Invalid.at(["from"], "Fetch at most five years at once.");
  return transaction(ctx, async (tx) => {
    const row = await store.insertBackfill(tx.db, {
      source,
      connection: input.connection,
      repositories: [...new Set(input.repositories)],
      parts,
      startsAt: from,
      endsAt: to,
      cursor: { repository: 0, part: 0, page: null },
      createdBy: actorId(tx.actor),
      createdByName: actorName(tx.actor),
    });
    await enqueue(tx, "insights.backfill", { backfillId: row.id }, { key: `backfill:${row.id}` });
    await audit(tx, {
      action: "CREATE",
      resourceType: "insight_backfill",
      resourceId: row.id,
      diff: { after: { source, repositories: row.repositories, parts, from, to } },
    });
    return viewOf(row);
  });
}

function partsOf(source: BackfillSource, { parts, repositories }: BackfillInput): string[] {
  const missing = parts.find((part) => !PARTS_OF[source].includes(part));
  if (missing !== undefined)
    throw Invalid.at(["parts"], `GitLab does not tell ${missing} by this API. Leave them out.`);
  const wrong = source === "github" ? repositories.findIndex((name) => name.split("/").length !== 2) : -1;
  if (wrong >= 0)
    throw Invalid.at(["repositories", wrong], "A repository of GitHub is owner and name, as in acme/shop.");
  return PARTS_OF[source].filter((part) => parts.includes(part));
}

/** The last twenty, with how far they are. Administrators only. */
export async function listBackfills(ctx: Context): Promise<BackfillView[]> {
  checkPermission(ctx.actor, "insights.manage");
  return (await store.listBackfills(ctx.db, SHOWN)).map(viewOf);
}

/** One, with how far it is. Administrators only. Throws NotFound. */
export async function getBackfill(ctx: Context, id: string): Promise<BackfillView> {
  checkPermission(ctx.actor, "insights.manage");
  const row = await store.findBackfill(ctx.db, id);
  if (!row) throw new NotFound("Back-fill", id);
  return viewOf(row);
}

/** Ends one where it stands; what it has brought stays. One that is over stays as it is. Administrators only. Throws NotFound. */
export async function cancelBackfill(ctx: Context, id: string): Promise<BackfillView> {
  checkPermission(ctx.actor, "insights.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.cancelBackfill(tx.db, id);
    if (row) await audit(tx, { action: "CANCEL", resourceType: "insight_backfill", resourceId: id });
  });
  return getBackfill(ctx, id);
}
