import { z } from "zod";
import { MAX_GRAPH_DEPTH, MAX_GRAPH_NODES, MAX_HOPS, MAX_PATH_STEPS } from "./related-paths";
import { listSchema } from "./search-schema";

const word = z.string().min(1).max(1000);

/** One step from entities to others: along a relation of theirs, or back along a relation that points to them. */
export const pathStepSchema = z.strictObject({
  relation: word,
  direction: z.enum(["outgoing", "incoming"]),
  /** Of the entities at the far end of the step. */
  blueprint: word,
  /** Where the relation leads to its own blueprint: follow it up to so many times. */
  maxHops: z.number().int().min(1).max(MAX_HOPS).optional(),
});
export type PathStep = z.infer<typeof pathStepSchema>;

/** A page of the entities at the end of a path, filtered and sorted as a table of entities is. */
export const relatedPageSchema = listSchema.extend({
  path: z.array(pathStepSchema).min(1).max(MAX_PATH_STEPS),
});
export type RelatedPageQuery = z.input<typeof relatedPageSchema>;

/** A relation from or to an entity, with how many entities are at its other end. */
export interface RelatedCount {
  direction: PathStep["direction"];
  relation: string;
  title: string;
  many: boolean;
  required: boolean;
  /** Of the entities at the other end. */
  blueprint: { identifier: string; title: string; icon: string | null };
  total: number;
}

export const graphSchema = z.strictObject({
  /** How many relations away from the entity. */
  depth: z.number().int().min(1).max(MAX_GRAPH_DEPTH).default(1),
  direction: z.enum(["both", "outgoing", "incoming"]).default("both"),
  limit: z.number().int().min(1).max(MAX_GRAPH_NODES).default(60),
});
export type GraphQuery = z.input<typeof graphSchema>;

export interface GraphNode {
  id: string;
  blueprint: string;
  blueprintTitle: string;
  identifier: string;
  title: string;
  icon: string | null;
  /** Relations away from the entity that was asked about. */
  depth: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  relation: string;
  title: string;
}

export interface EntityGraph {
  nodes: GraphNode[];
  /** Every relation between two of the nodes. */
  edges: GraphEdge[];
  /** Whether more is related than is given out. */
  truncated: boolean;
}

/** An entity that would be deleted along with another. */
export interface Dependent {
  blueprint: string;
  blueprintTitle: string;
  identifier: string;
  title: string;
  /** The relation by which it depends, and whether it must have it. */
  relation: string;
  required: boolean;
  /** Relations away: 1 for what relates to the entity itself. */
  level: number;
}

export interface Dependents {
  /** The nearest first. */
  entities: Dependent[];
  /** Whether there are more than are listed. */
  truncated: boolean;
}
