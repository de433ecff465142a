import { getEntity } from "@/server/catalog/service/read";
import { audit } from "@/server/audit/service";
import { databaseNow } from "@/server/kernel/clock";
import { type Actor, type Context, isAdmin } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { DURATION_FAULT, durationWords, LONGEST, parseDuration } from "../core/duration";
import { instantOf, nextMoment, passedReminder } from "../core/end";
import { changeLifetimeSchema, type ChangeLifetime, keepLifetimeSchema, type LifetimeView } from "../schema";
import { appendLifetimeEvent, type LifetimeRow, lockLive, updateLifetime } from "../store";
import { latestEnd, mayExtend, viewOf } from "./view";

type Of = { blueprint: string; entity: string };

/**
 * Sets another end: longer by a duration than it was, or until an instant, which may be sooner. The requester, the owning
 * team where the action says so, and administrators; these alone beyond the maximum. Throws Invalid at `by` or `until`,
 * NotFound, Forbidden, Conflict while it is being destroyed.
 */
export async function changeLifetime(ctx: Context, of: Of, input: ChangeLifetime): Promise<LifetimeView> {
  checkPermission(ctx.actor, "catalog.write");
  const change = changeLifetimeSchema.parse(input);
  await getEntity(ctx, of.blueprint, of.entity);
  return transaction(ctx, async (tx) => {
    const row = await held(tx, of);
    if (!mayExtend(tx.actor, row))
      throw new Forbidden(
        `Only ${row.ownerName}${row.extendBy === "team" && row.team ? `, the team ${row.team}` : ""} or an administrator can change when it ends.`,
      );
    assertChangeable(row);
    if (row.status === "kept" && !isAdmin(tx.actor))
      throw new Conflict("It is kept and has no end. An administrator can give it one again.");
    const now = await databaseNow(tx.db);
    const expiresAt = newEnd(row, change, now);
    assertWithin(tx.actor, row, expiresAt, change, now);
    const reminded = passedReminder(row.remindBefore, (expiresAt.getTime() - now.getTime()) / 1000);
    const after = await updateLifetime(tx, row.id, {
      status: "active",
      expiresAt,
      reminded,
      attempts: 0,
      note: null,
      nextAt: nextMoment({ expiresAt, remindBefore: row.remindBefore, reminded }),
    });
    const sooner = row.expiresAt !== null && expiresAt < row.expiresAt;
    await appendLifetimeEvent(tx, row.id, sooner ? "shortened" : "extended", {
      reason: change.reason,
      before: row.expiresAt,
      after: expiresAt,
    });
    await record(tx, sooner ? "SHORTEN" : "EXTEND", row, after, change.reason);
    return viewOf(tx.actor, after);
  });
}

/** Takes its end away, until somebody gives it one again. Administrators only. Throws NotFound, Forbidden, Conflict. */
export async function keepLifetime(ctx: Context, of: Of, input: { reason: string }): Promise<LifetimeView> {
  checkPermission(ctx.actor, "catalog.write");
  const { reason } = keepLifetimeSchema.parse(input);
  if (!isAdmin(ctx.actor))
    throw new Forbidden("Only an administrator can keep what was made to end. Extend it, or ask one.");
  await getEntity(ctx, of.blueprint, of.entity);
  return transaction(ctx, async (tx) => {
    const row = await held(tx, of);
    assertChangeable(row);
    if (row.status === "kept") return viewOf(tx.actor, row);
    const set = { status: "kept" as const, expiresAt: null, nextAt: null, note: null, attempts: 0 };
    const after = await updateLifetime(tx, row.id, set);
    await appendLifetimeEvent(tx, row.id, "kept", { reason, before: row.expiresAt });
    await record(tx, "KEEP", row, after, reason);
    return viewOf(tx.actor, after);
  });
}

/** The row is held from here on: of two who change it at once, the second sees what the first has made of it. */
async function held(tx: TransactionContext, { blueprint, entity }: Of): Promise<LifetimeRow> {
  const row = await lockLive(tx, blueprint, entity);
  if (!row) throw new NotFound("Lifetime", `${blueprint}/${entity}`);
  return row;
}

function assertChangeable(row: LifetimeRow): void {
  if (row.destroyRunId !== null)
    throw new Conflict(
      `It is being destroyed by run ${row.destroyRunId}, which cannot be turned back. Cancel that run first, or make it anew.`,
      { runId: row.destroyRunId },
    );
}

function newEnd(row: LifetimeRow, { by, until }: ChangeLifetime, now: Date): Date {
  if (by !== undefined) {
    const seconds = parseDuration(by);
    if (seconds === null) throw Invalid.at(["by"], DURATION_FAULT);
    const from = Math.max(row.expiresAt?.getTime() ?? 0, now.getTime());
    return new Date(from + seconds * 1000);
  }
  const at = instantOf((until ?? "").trim());
  if (!at)
    throw Invalid.at(
      ["until"],
      "Use a day, such as 2030-01-31, or an instant with its zone, such as 2030-01-31T18:00:00Z.",
    );
  if (at <= now) throw Invalid.at(["until"], "This is in the past. Choose a time in the future.");
  return at;
}

function assertWithin(actor: Actor, row: LifetimeRow, end: Date, { by }: ChangeLifetime, now: Date): void {
  const path = [by === undefined ? "until" : "by"];
  if ((end.getTime() - now.getTime()) / 1000 > LONGEST)
    throw Invalid.at(path, "That is longer than ten years, which is no end. An administrator can keep it.");
  const latest = latestEnd(row);
  if (latest && end > latest && !isAdmin(actor))
    throw Invalid.at(
      path,
      `It may live for ${durationWords(row.maximumSeconds ?? 0)} from its creation, until ${latest.toISOString()} at the latest. An administrator can go beyond.`,
    );
}

const record = (
  tx: TransactionContext,
  action: string,
  before: LifetimeRow,
  after: LifetimeRow,
  reason: string,
) =>
  audit(tx, {
    action,
    resourceType: "lifetime",
    resourceId: before.id,
    blueprint: before.blueprint,
    message: reason,
    diff: {
      before: { entity: before.entity, expiresAt: before.expiresAt?.toISOString() ?? null },
      after: { entity: before.entity, expiresAt: after.expiresAt?.toISOString() ?? null },
    },
  });
