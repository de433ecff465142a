import { sql, type SQL } from "drizzle-orm";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model, ModelBlueprint } from "../core/model";
import type { AnyContext } from "./write";

/** Which rows of `entities` the actor may read: all, none, or those of a condition on that table. */
export type ReadScope = true | false | SQL;

/** What the actor may read of one blueprint's entities. */
export async function readScope(
  ctx: AnyContext,
  model: Model,
  blueprint: ModelBlueprint,
): Promise<ReadScope> {
  checkPermission(ctx.actor, "catalog.read");
  return model.byId.has(blueprint.id);
}

/** The same over all blueprints, as one condition on `entities`. */
export async function readableEntities(ctx: AnyContext, model: Model): Promise<SQL> {
  const scopes = await Promise.all(
    [...model.blueprints.values()].map(async (blueprint) => ({
      blueprint,
      scope: await readScope(ctx, model, blueprint),
    })),
  );
  if (scopes.every(({ scope }) => scope === true)) return sql`true`;
  const parts = scopes.flatMap(({ blueprint, scope }) =>
    scope === false
      ? []
      : [
          scope === true
            ? sql`entities.blueprint_id = ${blueprint.id}`
            : sql`(entities.blueprint_id = ${blueprint.id} and ${scope})`,
        ],
  );
  return parts.length ? sql`(${sql.join(parts, sql` or `)})` : sql`false`;
}
