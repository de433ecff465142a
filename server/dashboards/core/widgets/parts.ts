import { z } from "zod";
import { querySchema } from "@/server/catalog/core/query/check";
import { strict } from "@/server/catalog/core/strict";
import { isSafeHref } from "../href";

/** Parts that widgets share. */

const noNul = (text: string) => !text.includes("\0");
export const words = (most: number) =>
  z
    .string()
    .max(most, `Has more than ${most} characters.`)
    .refine(noNul, "Contains a NUL character. Remove it.");
/** An identifier of something in the portal, which may come and go. */
export const name = (most = 1000) => words(most).min(1, "Name one.");
export const key = name(200);

/** What comes back with each widget and is none of what somebody wrote. */
const stamps = {
  createdAt: z.string().optional(),
  createdBy: z.string().optional(),
  updatedAt: z.string().optional(),
  updatedBy: z.string().optional(),
};

/** Keys that every widget may have. Without an id it gets one. */
export const common = {
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9_-]+$/, "Use letters, digits, _ and - only.")
    .optional(),
  title: words(200).optional(),
  description: words(2000).optional(),
  icon: words(100).optional(),
  ...stamps,
};

/** Shown in place of what is not there. */
export const emptyStateText = words(500).optional();

/** A dataset: a query, or its rules alone, which must all hold. */
export const dataset = z.preprocess(
  (value) => (Array.isArray(value) ? { combinator: "and", rules: value } : value),
  querySchema,
);

const keys = z.array(key).max(500);
/** How a table looks at first. */
const tableKeys = {
  filterSettings: strict({ filterBy: querySchema }).optional(),
  groupSettings: strict({ groupBy: keys }).optional(),
  sortSettings: strict({
    sortBy: z
      .array(strict({ property: key, order: z.enum(["asc", "desc"]) }))
      .max(10)
      .optional(),
  }).optional(),
};
export const tableConfig = strict({
  ...tableKeys,
  propertiesSettings: strict({ hidden: keys.optional(), order: keys.optional() }).optional(),
}).optional();

const ofBlueprint = {
  ...tableKeys,
  propertiesSettings: strict({
    hidden: keys.optional(),
    shown: keys.optional(),
    order: keys.optional(),
  }).optional(),
  tabIndex: z.number().int().min(0).max(1000).optional(),
  hidden: z.boolean().optional(),
  title: words(20).optional(),
  description: words(2000).optional(),
};
/** By blueprint. */
export const blueprintConfig = z.record(name(100), strict(ofBlueprint)).optional();
export const directionConfig = z
  .record(
    name(100),
    strict({
      ...ofBlueprint,
      dataset: querySchema.optional(),
      targetBlueprint: name(100).optional(),
      relatedProperty: key.optional(),
    }),
  )
  .optional();

/** A link that a page may have: http, https, mailto, or a path of the portal; or what a value begins, which is checked when it is known. */
export const href = words(2000)
  .min(1, "Write an address.")
  .refine(
    (url) => isSafeHref(url) || /^\s*\{\{[^{}]*\}\}/.test(url),
    "Must be an address that begins with https://, http://, mailto: or /.",
  );
