import type { BlueprintDefinition, RelationDefinition } from "@/server/catalog/schema";
import type { GraphEdge } from "./layout";

export interface RelationEdge extends GraphEdge {
  relation: RelationDefinition;
}

/** Every relation of the model as an edge, in the order of the blueprints. */
export function relationEdges(blueprints: readonly BlueprintDefinition[]): RelationEdge[] {
  return blueprints.flatMap(({ identifier, relations = {} }) =>
    Object.entries(relations).map(([key, relation]) => ({
      from: identifier,
      to: relation.target,
      key,
      relation,
    })),
  );
}

/** How many entities a relation leads to, in words. */
export function cardinality({ many, required }: RelationDefinition): string {
  if (many) return "many";
  return required ? "one, required" : "one";
}
