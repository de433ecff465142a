import type { BlueprintRecord } from "@/server/catalog/schema";
import type { Basis } from "../draft/use-definition";

/** The definition of a stored blueprint without its stamps, and its revision: what editing starts from. */
export function basisOf(record: BlueprintRecord): Basis {
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
