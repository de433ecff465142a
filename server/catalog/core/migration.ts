import { z } from "zod";
import { strict } from "./strict";

export const MIGRATION_STATUSES = [
  "PENDING",
  "INITIALIZING",
  "RUNNING",
  "COMPLETED",
  "FAILURE",
  "PENDING_CANCELLATION",
  "CANCELLED",
] as const;
export type MigrationStatus = (typeof MIGRATION_STATUSES)[number];

/** Statuses in which nothing happens any more. */
export const ENDED: readonly MigrationStatus[] = ["COMPLETED", "FAILURE", "CANCELLED"];

const jq = z.string().min(1).max(20_000);

/** How entities become others: each text is a jq expression over the entity, and `.item` where `itemsToParse` gives a list. */
export const mappingSchema = strict({
  /** The blueprint to write to; the source itself when it is left out. */
  blueprint: z.string().min(1).max(200).optional(),
  /** Only entities for which it gives true. */
  filter: jq.optional(),
  /** A list: one entity is written for each of its items. */
  itemsToParse: jq.optional(),
  entity: z.object({
    identifier: jq.optional(),
    title: jq.optional(),
    icon: jq.optional(),
    team: jq.optional(),
    properties: z.record(z.string(), jq).optional(),
    relations: z.record(z.string(), jq).optional(),
  }),
});
export type MigrationMapping = z.infer<typeof mappingSchema>;

export const migrationSchema = strict({
  sourceBlueprint: z.string().min(1).max(100),
  mapping: mappingSchema,
});

/** A migration as it is given out. */
export interface MigrationRecord {
  id: string;
  sourceBlueprint: string;
  mapping: Record<string, unknown>;
  status: MigrationStatus;
  /** What it does with the source's entities. */
  kind: "map" | "delete";
  /** Entities of the source when it began; with `itemsToParse` more may be written. */
  total: number;
  successCount: number;
  failureCount: number;
  /** The first hundred. */
  failures: { identifier: string; message: string }[];
  message: string | null;
  actor: string;
  createdAt: string;
  updatedAt: string;
}

/** Each jq expression of a mapping with its place. */
export function expressionsOf(mapping: MigrationMapping): { path: string[]; expression: string }[] {
  const { filter, itemsToParse, entity } = mapping;
  const { properties = {}, relations = {}, ...meta } = entity;
  const given = (path: string[], expression: string | undefined) =>
    expression === undefined ? [] : [{ path, expression }];
  return [
    ...given(["filter"], filter),
    ...given(["itemsToParse"], itemsToParse),
    ...Object.entries(meta).flatMap(([key, expression]) => given(["entity", key], expression)),
    ...Object.entries(properties).map(([key, expression]) => ({
      path: ["entity", "properties", key],
      expression,
    })),
    ...Object.entries(relations).map(([key, expression]) => ({
      path: ["entity", "relations", key],
      expression,
    })),
  ];
}

/** The blueprint that a mapping writes to: its name, bare or as a jq text in quotes. */
export const targetOf = (source: string, { blueprint }: MigrationMapping): string =>
  blueprint === undefined ? source : (/^(["'])(.*)\1$/.exec(blueprint)?.[2] ?? blueprint);
