import { META_PROPERTIES } from "@/server/catalog/core/meta-properties";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { ENTITY_PAGE_SIZE, readSort } from "./table-params";
import type { EntityTableParams } from "./table-params";

/** What the table asks the server, from its URL state. A sort by what the blueprint lacks falls back to the default. */
export function entityListInput(blueprint: BlueprintDefinition, params: EntityTableParams) {
  const sort = readSort(params.sort);
  const known =
    sort &&
    ((META_PROPERTIES as readonly string[]).includes(sort.column) ||
      Object.hasOwn(blueprint.schema.properties, sort.column));
  return {
    blueprint: blueprint.identifier,
    limit: ENTITY_PAGE_SIZE,
    page: Math.max(1, params.page),
    ...(params.q && { text: params.q }),
    ...(known && { sort: { by: sort.column, direction: sort.direction } }),
  };
}
