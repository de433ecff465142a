import { actorId, actorName, teamsOf } from "@/server/kernel/context";
import type { Model } from "../core/model";
import type { Query } from "../core/query/schema";
import { usesContext } from "../core/query/uses";
import { CONTEXT_BLUEPRINTS, type Viewer } from "../core/query/viewer";
import { valuesBy } from "../store/access";
import type { AnyContext } from "./write";

type Values = Record<string, unknown>;

/**
 * Who asks, for the contexts of queries: the values of the person's own entity and of those of their teams, as they are
 * now. What has no entity yet has its identifier alone; an API client has neither.
 */
export async function viewerOf(ctx: AnyContext, model: Model): Promise<Viewer> {
  const { actor } = ctx;
  const email = actor.kind === "user" ? actor.email : null;
  const user = email === null ? undefined : (await valuesOf(ctx, model, "user", [email])).get(email);
  const named = teamsOf(actor);
  const teams = named.length ? await valuesOf(ctx, model, "userTeams", named) : new Map<string, Values>();
  return {
    id: actorId(actor),
    email,
    name: actorName(actor),
    user: user ?? (email === null ? {} : { $identifier: email, $title: actorName(actor) }),
    teams: named.map((team) => teams.get(team) ?? { $identifier: team }),
  };
}

/** The same for some queries: entities are only read where a query has a context, for the rest is known of the actor. */
export async function viewerFor(ctx: AnyContext, model: Model, queries: readonly Query[]): Promise<Viewer> {
  if (queries.some(usesContext)) return viewerOf(ctx, model);
  const { actor } = ctx;
  const email = actor.kind === "user" ? actor.email : null;
  const user: Values = email === null ? {} : { $identifier: email };
  const teams = teamsOf(actor).map((team) => ({ $identifier: team }));
  return { id: actorId(actor), email, name: actorName(actor), user, teams };
}

async function valuesOf(
  ctx: AnyContext,
  model: Model,
  context: keyof typeof CONTEXT_BLUEPRINTS,
  identifiers: string[],
): Promise<Map<string, Values>> {
  const blueprint = model.blueprints.get(CONTEXT_BLUEPRINTS[context]);
  const rows = blueprint ? await valuesBy(ctx.db, blueprint.id, identifiers) : [];
  return new Map(
    rows.map(({ identifier, title, icon, team, properties }) => [
      identifier,
      { ...properties, $identifier: identifier, $title: title, $icon: icon, $team: team },
    ]),
  );
}
