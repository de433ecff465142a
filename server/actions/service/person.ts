import { publishedRole } from "@/server/approvals/core/rule";
import { USER } from "@/server/catalog/core/system-blueprints";
import { type Actor, actorId, actorName, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { findEntity } from "./catalog";

/**
 * Who asks, as `.user` of expressions: the account, its role and teams, and the properties and relations of the entity that
 * stands for the person. An API client has no such entity, no e-mail address and no teams. What the person is not to see of
 * their own entity is there too, unless `reader` is the person.
 */
export async function personContext(
  ctx: Context | TransactionContext,
  reader: Actor = { kind: "system", name: "Waymark" },
): Promise<Record<string, unknown>> {
  const { actor } = ctx;
  const email = actor.kind === "user" ? actor.email : null;
  const entity = email === null ? null : await findEntity({ ...ctx, actor: reader }, USER, email);
  const role = publishedRole(isAdmin(actor) ? "admin" : "member");
  const teams = teamsOf(actor);
  return {
    identifier: email,
    title: entity?.title ?? actorName(actor),
    blueprint: USER,
    properties: entity?.properties ?? {},
    relations: entity?.relations ?? {},
    email,
    userId: actorId(actor),
    name: actorName(actor),
    mainRole: role,
    roles: [{ name: role }],
    teams: teams.map((name) => ({ name })),
    teamsIdentifiers: teams,
    team: teams[0] ?? null,
  };
}
