import { DomainError } from "@/server/kernel/errors";
import { evaluateJq, JqError } from "@/server/kernel/jq";
import { entityPatchSchema } from "../core/entity-schema";
import type { MigrationMapping } from "../core/migration";
import type { EntityRecord } from "../schema";
import { published } from "./record";
import { read } from "./write";

export interface Mapped {
  /** The entity that it came from. */
  from: string;
  given: ReturnType<typeof read<typeof entityPatchSchema>> & { identifier: string };
}

/** What an entity becomes by a mapping: none where the filter does not hold, one, or one for each item; or why not. */
export async function mapEntity(
  entity: EntityRecord,
  mapping: MigrationMapping,
): Promise<(Mapped | { identifier: string; message: string })[]> {
  const input = published(entity);
  try {
    if (mapping.filter !== undefined && (await evaluateJq(mapping.filter, input)) !== true) return [];
    if (mapping.itemsToParse === undefined) return [await mapOne(entity.identifier, input, mapping)];
    const items = await evaluateJq(mapping.itemsToParse, input);
    if (!Array.isArray(items))
      return [{ identifier: entity.identifier, message: "itemsToParse gave no list for it." }];
    return await Promise.all(
      items.map((item: unknown) => mapOne(entity.identifier, { ...input, item }, mapping)),
    );
  } catch (error) {
    if (error instanceof JqError || error instanceof DomainError)
      return [{ identifier: entity.identifier, message: error.message }];
    throw error;
  }
}

async function mapOne(from: string, input: object, { entity }: MigrationMapping): Promise<Mapped> {
  const all = async (expressions: Record<string, string>) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(expressions).map(async ([key, expression]) => [
          key,
          await evaluateJq(expression, input),
        ]),
      ),
    ) as Record<string, unknown>;
  const { properties, relations, identifier = ".identifier", title = ".title", ...meta } = entity;
  const given = read(entityPatchSchema, {
    ...(await all({ identifier, title, ...meta })),
    ...(properties ? { properties: await all(properties) } : {}),
    ...(relations ? { relations: await all(relations) } : {}),
  });
  return { from, given: { ...given, identifier: given.identifier ?? from } };
}
