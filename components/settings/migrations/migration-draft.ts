import { labelOf } from "@/components/properties/kind";
import type { MigrationMapping } from "@/server/catalog/core/migration";
import type { BlueprintDefinition } from "@/server/catalog/schema";

/** A row of the mapping: what is written, and the jq expression that gives it. */
export interface MappingRow {
  /** "title", "properties.size", "relations.system" */
  key: string;
  label: string;
  expression: string;
}

const access = (part: "properties" | "relations", key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${part}.${key}` : `.${part}[${JSON.stringify(key)}]`;

/** Rows for everything that the target has, filled in where the source has the same key. */
export function mappingRows(source: BlueprintDefinition, target: BlueprintDefinition): MappingRow[] {
  const has = (part: object | undefined, key: string) => Object.hasOwn(part ?? {}, key);
  const rows = (part: "properties" | "relations", of: object | undefined, from: object | undefined) =>
    Object.entries((of ?? {}) as Record<string, { title?: string }>).map(([key, definition]) => ({
      key: `${part}.${key}`,
      label: labelOf(key, definition),
      expression: has(from, key) ? access(part, key) : "",
    }));
  return [
    { key: "identifier", label: "Identifier", expression: ".identifier" },
    { key: "title", label: "Title", expression: ".title" },
    { key: "team", label: "Owning teams", expression: ".team" },
    ...rows("properties", target.schema.properties, source.schema.properties),
    ...rows("relations", target.relations, source.relations),
  ];
}

/** The mapping to send; rows without an expression are left out. */
export function mappingOf(
  target: string,
  rows: readonly MappingRow[],
  { filter, itemsToParse }: { filter: string; itemsToParse: string },
): MigrationMapping {
  const entity: MigrationMapping["entity"] = {};
  for (const { key, expression } of rows) {
    if (expression.trim() === "") continue;
    const dot = key.indexOf(".");
    if (dot < 0) entity[key as "identifier" | "title" | "team"] = expression;
    else {
      const part = key.slice(0, dot) as "properties" | "relations";
      (entity[part] ??= {})[key.slice(dot + 1)] = expression;
    }
  }
  return {
    blueprint: target,
    ...(filter.trim() && { filter }),
    ...(itemsToParse.trim() && { itemsToParse }),
    entity,
  };
}

/** The server's fault of each row, by its key; paths start at the root of the migration. */
export function rowIssues(issues: readonly { path: (string | number)[]; message: string }[]) {
  const rows: Record<string, string> = {};
  for (const { path, message } of issues) {
    const inside = path[0] === "mapping" ? path.slice(1) : path;
    const key = inside[0] === "entity" ? inside.slice(1).join(".") : inside.join(".");
    rows[key] ??= message;
  }
  return rows;
}
