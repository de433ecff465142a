import type { Database } from "@/db/client";
import { Forbidden, Unauthenticated } from "./errors";

export type Role = "admin" | "member";

/** A person's membership in a team; a lead approves what the team's members request. */
export interface Membership {
  teamId: string;
  team: string;
  role: "lead" | "member";
}

/** Who acts. A run acts for the person who requested it, with no more rights than that person. */
export type Actor =
  | {
      kind: "user";
      id: string;
      email: string;
      name: string;
      role: Role;
      memberships: Membership[];
      /** Blueprints whose entities this person looks after; none when left out. */
      moderates?: string[];
      sessionId?: string;
    }
  | {
      kind: "client";
      id: string;
      name: string;
      role: Role;
      ownerId: string | null;
      /** The one run that it may read and report on, and nothing else. */
      reportsOn?: string;
    }
  | { kind: "system"; name: string }
  | { kind: "anonymous" };

export type Origin = "UI" | "API" | "JOB" | "SYSTEM";

/** What every verb gets first: who acts, through what, and the database to act on. */
export interface Context {
  actor: Actor;
  origin: Origin;
  requestId: string;
  db: Database;
}

/** The signed-in actor's stable id for records: a user's or client's id, or the name of a system process. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "user":
    case "client":
      return actor.id;
    case "system":
      return `system:${actor.name}`;
    case "anonymous":
      return "anonymous";
  }
}

/** A name for people to read. */
export function actorName(actor: Actor): string {
  return actor.kind === "anonymous" ? "Anonymous" : actor.name;
}

/** The person who acts; a client has none, so what only a person may do (approve) is refused to it. */
export function requireUser(ctx: Pick<Context, "actor">): Extract<Actor, { kind: "user" }> {
  if (ctx.actor.kind === "anonymous") throw new Unauthenticated();
  if (ctx.actor.kind !== "user")
    throw new Forbidden(
      "Only a person can do this, and an API client acts here. Sign in to the portal instead.",
    );
  return ctx.actor;
}

export const isAdmin = (actor: Actor): boolean =>
  actor.kind === "system" || ((actor.kind === "user" || actor.kind === "client") && actor.role === "admin");

/** Identifiers of the actor's teams. */
export const teamsOf = (actor: Actor): string[] =>
  actor.kind === "user" ? actor.memberships.map((m) => m.team) : [];

/** A context in which the portal itself acts, for jobs and subscriptions. */
export function systemContext(db: Database, name: string, requestId: string): Context {
  return { actor: { kind: "system", name }, origin: "SYSTEM", requestId, db };
}
