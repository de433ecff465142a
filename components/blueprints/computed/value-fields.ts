import { modelFrom, queryFields } from "@/components/query/fields";
import type { QueryField } from "@/components/query/fields";
import type { BlueprintDefinition } from "@/server/catalog/schema";

/** Everything of a blueprint that has a value, computed or not, with the definition that its values follow. */
export function valueFields(blueprints: readonly BlueprintDefinition[], blueprint: string): QueryField[] {
  return queryFields(modelFrom(blueprints), blueprint).filter(({ kind }) => kind === "property");
}

/** The fields as options of a select. */
export const fieldOptions = (fields: readonly QueryField[]) =>
  fields.map(({ key, title, group }) => ({ value: key, label: title, description: group }));
