import type { Test } from "./test";

export type MetaKey =
  "$identifier" | "$title" | "$icon" | "$team" | "$createdAt" | "$updatedAt" | "$createdBy" | "$updatedBy";

/** What a test looks at. A test of a relation passes when it passes for any related entity. */
export type Field =
  | { kind: "meta"; key: MetaKey }
  | { kind: "property"; key: string }
  /** `targets`: ids of the blueprints that it can lead to. */
  | { kind: "relation"; key: string; targets: string[]; property: "$identifier" | "$title" };

/** Relations to walk, each with the blueprint that has it. */
export interface Edge {
  blueprintId: string;
  relation: string;
  /** Id of the blueprint that it leads to. */
  targetId: string;
}

/** A query with all names, contexts and dates resolved: what is left to decide is one entity's values. */
export type Condition =
  | { kind: "all" | "any"; of: Condition[] }
  | { kind: "not"; of: Condition }
  | { kind: "constant"; value: boolean }
  | { kind: "blueprints"; ids: string[] }
  | { kind: "test"; field: Field; test: Test }
  /**
   * Reached from the named entities over any number of the edges, at least one; forward: along relations. `byName`: no
   * other relation of the model has the name of one of the edges.
   */
  | {
      kind: "related";
      blueprintId: string;
      identifiers: string[];
      forward: boolean;
      edges: Edge[];
      byName: boolean;
    }
  /**
   * From the entity asked for, the hops lead to one of these; or, with `fromId`, from one of these of that blueprint they
   * lead to the entity asked for. `namedIds`: blueprints of the named entities.
   */
  | { kind: "path"; fromId: string | null; hops: ResolvedHop[]; namedIds: string[]; identifiers: string[] };

export interface ResolvedHop {
  relation: string;
  /** The hop is made at least once and at most so often. */
  max: number;
}

export const TRUE: Condition = { kind: "constant", value: true };
export const FALSE: Condition = { kind: "constant", value: false };

/** Joins conditions; what is constant is decided at once. */
function join(kind: "all" | "any", of: Condition[]): Condition {
  const decides = kind === "any";
  const open: Condition[] = [];
  for (const condition of of) {
    if (condition.kind !== "constant") open.push(condition);
    else if (condition.value === decides) return condition;
  }
  if (open.length === 0) return decides ? FALSE : TRUE;
  return open.length === 1 ? open[0]! : { kind, of: open };
}
export const all = (of: Condition[]): Condition => join("all", of);
export const any = (of: Condition[]): Condition => join("any", of);

export function not(of: Condition): Condition {
  if (of.kind === "constant") return of.value ? FALSE : TRUE;
  return of.kind === "not" ? of.of : { kind: "not", of };
}
