import type { Executor } from "@/db/client";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { Limit, NotFound } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { newId } from "@/server/kernel/ids";
import { decrypt, encrypt, type Secret } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import type { ActionSnapshot, RunTarget } from "@/server/runs/schema";
import * as store from "@/server/runs/store/speculative";
import { findWorkspaceByName } from "@/server/runs/store/workspaces";
import { targetFor, workspaceName } from "../aim";

/** How many previews one person may have under way at a time. */
export const PREVIEWS_AT_ONCE = 2;

/** What a speculative plan was asked with; kept sealed until it ends. */
export interface Asked {
  blueprint: string;
  inputs: Record<string, unknown>;
  team: string | null;
  environment: string | null;
  origin: Context["origin"];
  requesterEmail: string | null;
  /** Secret inputs as JSON, by `inputs.<key>`. */
  secretInputs: Record<string, string>;
}

const purpose = (id: string): string => `speculative:${id}`;
export const sealAsked = (id: string, asked: Asked): Buffer => encrypt(purpose(id), JSON.stringify(asked));
export const openAsked = (id: string, sealed: Buffer): Asked =>
  JSON.parse(decrypt(purpose(id), sealed).toString("utf8")) as Asked;

/** One waiting job for each plan, however often it is asked for. */
export const wakePlan = (tx: { db: Executor }, planId: string): Promise<void> =>
  enqueue(tx, "runs.speculate", { planId }, { key: `plan:${planId}` });

export interface PreviewRequest {
  action: ActionSnapshot;
  blueprint: string;
  inputs: Record<string, unknown>;
  secrets: Record<string, Secret<unknown>>;
  target: RunTarget | null;
  team: string | null;
  environment: string | null;
}

/**
 * Asks what a run with these inputs would change. It takes no workspace, needs no approval, and nothing can apply what comes of
 * it. What the actor may do, and whether the inputs fit, the caller has checked. Throws Limit when the actor has enough of them
 * under way, Invalid at the input when the entity to create exists already.
 */
export async function requestPreview(ctx: Context, request: PreviewRequest): Promise<{ planId: string }> {
  return transaction(ctx, async (tx) => {
    if ((await store.livePlansOf(tx, actorId(tx.actor))) >= PREVIEWS_AT_ONCE)
      throw new Limit(
        `You have ${PREVIEWS_AT_ONCE} plans under way already. Wait for one of them, or cancel it.`,
        "rate",
      );
    const id = newId();
    const target = await targetFor(tx, { ...request, rule: null, id });
    const workspace = await findWorkspaceByName(tx.db, workspaceName(target));
    const email = tx.actor.kind === "user" ? tx.actor.email : null;
    await store.insertPlan(tx, {
      id,
      kind: "preview",
      workspaceId: workspace?.id ?? null,
      requesterId: actorId(tx.actor),
      requesterName: actorName(tx.actor),
      action: request.action,
      target,
      sealed: sealAsked(id, {
        blueprint: request.blueprint,
        inputs: request.inputs,
        team: request.team,
        environment: request.environment,
        origin: tx.origin,
        requesterEmail: email,
        secretInputs: Object.fromEntries(
          Object.entries(request.secrets).map(([key, value]) => [
            `inputs.${key}`,
            JSON.stringify(value.reveal()),
          ]),
        ),
      }),
    });
    await wakePlan(tx, id);
    return { planId: id };
  });
}

export type PlanStatus = Pick<
  store.SpeculativeRow,
  "id" | "status" | "plan" | "failure" | "createdAt" | "endedAt"
> & { title: string; target: RunTarget | null; cancelRequested: boolean };

/** How a preview of one's own stands. Throws NotFound. */
export async function getPreview(ctx: Context, planId: string): Promise<PlanStatus> {
  const row = await ownPreview(ctx, planId);
  const { id, status, plan, failure, createdAt, endedAt, action, target } = row;
  return {
    id,
    status,
    plan,
    failure,
    createdAt,
    endedAt,
    title: action.title,
    target,
    cancelRequested: row.cancelRequestedAt !== null,
  };
}

/** Stops a preview of one's own; one that has ended stays as it is. Throws NotFound. */
export async function cancelPreview(ctx: Context, planId: string): Promise<void> {
  await ownPreview(ctx, planId);
  await transaction(ctx, async (tx) => {
    const row = await store.requestPlanCancel(tx, planId);
    // Nobody has begun with it yet: there is nothing to stop.
    if (row?.status === "requested") await store.endPlan(tx, planId, null, { status: "cancelled" });
  });
}

async function ownPreview(ctx: Context, planId: string): Promise<store.SpeculativeRow> {
  const row = await store.findPlan(ctx.db, planId);
  const own = row?.kind === "preview" && (row.requesterId === actorId(ctx.actor) || isAdmin(ctx.actor));
  if (!row || !own) throw new NotFound("Plan", planId);
  return row;
}
