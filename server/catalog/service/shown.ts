import { sql, type SQL } from "drizzle-orm";
import type { Model, ModelBlueprint } from "../core/model";
import type { EntityRecord } from "../schema";
import { targetsOf, type EntityRow } from "../store/entities";
import { readableEntities } from "./access";
import { toEntity } from "./record";
import type { AnyContext } from "./write";

/**
 * Rows that the actor may read, as entities: of their relations only targets that the actor may read too. `readable` spares
 * working the condition out again. What mirrors and aggregations computed belongs to the entity that shows it.
 */
export async function shownEntities(
  ctx: AnyContext,
  model: Model,
  { definition }: Pick<ModelBlueprint, "definition">,
  rows: EntityRow[],
  readable?: SQL,
): Promise<EntityRecord[]> {
  if (rows.length === 0) return [];
  const hasRelations = Object.keys(definition.relations ?? {}).length > 0;
  const condition = hasRelations ? (readable ?? (await readableEntities(ctx, model))) : sql`true`;
  const targets = await targetsOf(
    ctx.db,
    rows.map((row) => row.id),
    condition,
  );
  return rows.map((row) => ({
    ...toEntity(definition, row, targets.get(row.id)),
    ...(row.faults && { faults: row.faults }),
  }));
}
