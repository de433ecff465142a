import * as z from "zod";
import { jsonKey } from "../equal";
import { kindOf } from "../kind";
import type { PropertyDefinition } from "../schema";
import { annotations, checkCounts, pick, type PropertyTypeSpec } from "../spec";

/** The definition of the items, or null when anything may be an item. */
export function itemsOf(definition: PropertyDefinition): PropertyDefinition | null {
  const items = definition.items;
  return items && typeof items.type === "string" ? (items as PropertyDefinition) : null;
}

/** A list of values of one kind, or of anything. */
export const arrayType: PropertyTypeSpec = {
  kind: "array",
  type: "array",
  label: "List",
  description: "Several values of one kind, in order.",
  scopes: ["property", "input"],
  constraints: ["minItems", "maxItems", "uniqueItems", "items"],
  matches: (definition) => kindOf(definition) === "array",
  check: (definition, at, scope, nested) => {
    const issues = checkCounts(definition, at, "minItems", "maxItems");
    const { items, uniqueItems } = definition;
    if (uniqueItems !== undefined && typeof uniqueItems !== "boolean")
      issues.push({ path: [...at, "uniqueItems"], message: '"uniqueItems" must be true or false.' });
    if (items === undefined) return issues;
    if (typeof items !== "object" || items === null || Array.isArray(items))
      return [
        ...issues,
        { path: [...at, "items"], message: '"items" must be a definition, such as { "type": "string" }.' },
      ];
    if (items.type === undefined && Object.keys(items).length === 0) return issues;
    return [...issues, ...nested.checkDefinition(items, [...at, "items"], scope)];
  },
  compile: (definition, specOf) => {
    const items = itemsOf(definition);
    const { minItems, maxItems, uniqueItems } = definition;
    return z
      .array(items ? specOf(items).compile(items, specOf) : z.unknown(), { error: "Must be a list." })
      .superRefine((list, ctx) => {
        const refuse = (message: string, path: number[] = []) =>
          ctx.addIssue({ code: "custom", message, path });
        if (minItems !== undefined && list.length < minItems)
          refuse(`Must have at least ${count(minItems)}; it has ${list.length}.`);
        if (maxItems !== undefined && list.length > maxItems)
          refuse(`Must have at most ${count(maxItems)}; it has ${list.length}.`);
        if (!uniqueItems) return;
        const seen = new Set<string>();
        for (const [i, item] of list.entries()) {
          const key = jsonKey(item);
          if (seen.has(key)) refuse("Is in the list twice.", [i]);
          seen.add(key);
        }
      });
  },
  jsonSchema: (definition, specOf) => {
    const items = itemsOf(definition);
    return {
      type: "array",
      ...annotations(definition),
      ...pick(definition, ["minItems", "maxItems", "uniqueItems"]),
      ...(items ? { items: specOf(items).jsonSchema(items, specOf) } : {}),
    };
  },
  empty: [],
  sample: (definition, specOf) => {
    if (definition.default !== undefined) return definition.default;
    const items = itemsOf(definition);
    return items && (definition.minItems ?? 1) <= 1 ? [specOf(items).sample(items, specOf)] : [];
  },
};

const count = (n: number) => `${n} ${n === 1 ? "item" : "items"}`;
