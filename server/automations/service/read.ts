import { getAction } from "@/server/actions/service/definitions";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { firingsFilterSchema, type FiringOutcome, type FiringsFilter } from "../schema";
import * as store from "../store";

/** What became of one event that an automation listens to. */
export interface FiringView {
  id: string;
  automation: string;
  event: string;
  blueprint: string | null;
  /** Identifier of the entity or run that it was about; null: a schedule. */
  subject: string | null;
  /** What changed: an entity, its computed values, a run, a timer or the clock. */
  kind: store.FiringRow["source"]["kind"];
  outcome: FiringOutcome;
  reason: string | null;
  runId: string | null;
  depth: number;
  at: Date;
  decidedAt: Date | null;
}

const viewOf = ({ source, eventKey: _key, actionId: _id, ...row }: store.FiringRow): FiringView => ({
  ...row,
  kind: source.kind,
});

/**
 * Events that automations listened to, the newest first; of one automation when the filter names it. Administrators only.
 * Throws NotFound for an automation that there is not.
 */
export async function listFirings(
  ctx: Context,
  input: FiringsFilter = {},
): Promise<{ firings: FiringView[]; nextCursor: string | null }> {
  checkPermission(ctx.actor, "actions.manage");
  const { automation, ...filter } = firingsFilterSchema.parse(input);
  const actionId = automation === undefined ? undefined : (await getAction(ctx, automation)).id;
  const rows = await store.listFirings(ctx.db, { ...filter, automation: actionId });
  const firings = rows.slice(0, filter.limit).map(viewOf);
  return { firings, nextCursor: rows.length > filter.limit ? (firings.at(-1)?.id ?? null) : null };
}

export interface AutomationActivity {
  /** Id of the automation's definition. */
  actionId: string;
  /** How often it ran in the last seven days. */
  fired: number;
  /** How often it failed or was stopped in the last seven days. */
  failed: number;
  lastFiredAt: Date | null;
}

/** How often each automation ran lately; those that no event came for are left out. Administrators only. */
export async function automationActivity(ctx: Context): Promise<AutomationActivity[]> {
  checkPermission(ctx.actor, "actions.manage");
  return store.countFirings(ctx.db);
}
