import { actorId, type Actor, isAdmin, teamsOf } from "@/server/kernel/context";
import type { LifetimeView } from "../schema";
import type { LifetimeRow } from "../store";

/** Whether the actor may change the end of it, within its maximum. */
export const mayExtend = (actor: Actor, row: Pick<LifetimeRow, "extendBy" | "ownerId" | "team">): boolean =>
  isAdmin(actor) ||
  (row.extendBy !== "nobody" && row.ownerId === actorId(actor)) ||
  (row.extendBy === "team" && row.team !== null && teamsOf(actor).includes(row.team));

/** The latest end that it can have within its maximum; null: there is no bound. */
export const latestEnd = (row: Pick<LifetimeRow, "beganAt" | "maximumSeconds">): Date | null =>
  row.maximumSeconds === null ? null : new Date(row.beganAt.getTime() + row.maximumSeconds * 1000);

/** A lifetime for whoever looks, with what they may do with it. */
export function viewOf(actor: Actor, row: LifetimeRow): LifetimeView {
  const open = row.endedAt === null && row.destroyRunId === null;
  return {
    id: row.id,
    blueprint: row.blueprint,
    entity: row.entity,
    title: row.entityTitle,
    status: row.status,
    beganAt: row.beganAt,
    expiresAt: row.endedAt === null ? row.expiresAt : null,
    latestAt: latestEnd(row),
    action: row.action,
    runId: row.runId,
    owner: row.ownerName,
    team: row.team,
    destroyAction: row.destroyAction,
    destroyRunId: row.destroyRunId,
    note: row.note,
    endedAt: row.endedAt,
    can: {
      extend: open && mayExtend(actor, row) && (row.status !== "kept" || isAdmin(actor)),
      exceed: isAdmin(actor),
      keep: open && isAdmin(actor) && row.status !== "kept",
    },
  };
}
