import { z } from "zod";
import { querySchema } from "@/server/catalog/core/query/check";
import { strict } from "@/server/catalog/core/strict";
import { blueprintConfig, common, dataset, directionConfig, emptyStateText, key, name } from "./parts";

/** Widgets about entities, and lists of the viewer's own. */

const oneEntity = {
  ...common,
  blueprint: name(100),
  entity: name(),
  hiddenQuery: z.array(key).max(500).optional(),
  order: z.array(key).max(500).optional(),
  showEmptyValues: z.boolean().optional(),
};

export const entityWidgets = [
  strict({ ...oneEntity, type: z.literal("entity-info") }),
  strict({ ...oneEntity, type: z.literal("entity-details") }),
  strict({
    ...common,
    type: z.literal("table-entities-explorer"),
    blueprint: name(100).optional(),
    dataset,
    emptyStateText,
    excludedFields: z.array(key).max(500).optional(),
    displayMode: z.enum(["tabs", "single", "widget"]).optional(),
    blueprintConfig,
  }),
  strict({
    ...common,
    type: z.literal("table-entities-explorer-by-direction"),
    /** Whose relations are shown: left out, that of the page. */
    blueprint: name(100).optional(),
    entity: name().optional(),
    blueprintConfig: directionConfig,
  }),
  strict({
    ...common,
    type: z.literal("graph-entities-explorer"),
    dataset: querySchema,
    hiddenBlueprints: z.array(name(100)).max(500).optional(),
  }),
  strict({ ...common, type: z.literal("my-entities") }),
  strict({ ...common, type: z.literal("recently-viewed-entities") }),
  strict({ ...common, type: z.literal("recently-used-actions") }),
] as const;
