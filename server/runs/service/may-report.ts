import { type Actor, isAdmin, teamsOf } from "@/server/kernel/context";
import type { Invocation } from "@/server/pipelines/schema";
import { performersOf } from "@/server/runs/core/performers";

/**
 * Who may report on a run: whoever holds its token, an administrator, a client of the requester's, and for work that is done
 * by hand those who are named to do it. The requester's own word is none: they asked.
 */
export function mayReport(
  actor: Actor,
  run: {
    id: string;
    requesterId: string;
    action: { invocation: Invocation };
    payload?: Record<string, unknown> | null;
  },
): boolean {
  if (actor.kind === "client" && actor.reportsOn !== undefined) return actor.reportsOn === run.id;
  if (isAdmin(actor)) return true;
  if (actor.kind === "client") return actor.id === run.requesterId || actor.ownerId === run.requesterId;
  if (actor.kind !== "user") return false;
  const { users, teams } = performersOf(run);
  return users.includes(actor.email.toLowerCase()) || teams.some((team) => teamsOf(actor).includes(team));
}
