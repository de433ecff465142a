import type { BlueprintDefinition, BlueprintRecord } from "@/server/catalog/schema";
import type { Basis } from "@/components/definition-editor/use-definition";

/** The definition of a stored blueprint without its stamps, and its revision: what editing starts from. */
export function basisOf(record: BlueprintRecord): Basis<BlueprintDefinition> {
  const {
    createdAt: _at,
    createdBy: _by,
    updatedAt: _updated,
    updatedBy: _editor,
    revision,
    ...definition
  } = record;
  return { definition, revision };
}

/** Whether a value has the shape that the editor works on; its faults may be many. */
export const isBlueprint = (value: unknown): value is BlueprintDefinition => {
  const schema = (value as Partial<BlueprintDefinition> | null)?.schema;
  return typeof schema === "object" && schema !== null && typeof schema.properties === "object";
};
