import { sql, type SQL } from "drizzle-orm";
import { Invalid } from "@/server/kernel/errors";
import type { Condition } from "../../core/query/condition";
import { resolveQuery, type Resolved, type Scope } from "../../core/query/resolve";
import type { Query } from "../../core/query/schema";
import type { Path } from "../../core/query/check-keys";
import { either, uuids } from "./fragments";
import { relationSql, testSql } from "./tests";
import { pathSql, relatedSql } from "./walks";

export interface CompileScope extends Scope {
  /** Which related entities count: a condition on `entities`, or all. */
  readable?: SQL | true;
  /** Where in the request the query stands, for the paths of faults. */
  path?: Path;
}

/**
 * A query as a condition on the table `entities`, unaliased, with bound parameters only. It does not say which entities
 * the viewer may read, nor of which blueprint they are: that is the caller's condition beside it.
 * Throws Invalid with the path of each name that is not known, and of each value that could never match.
 */
export const compileQuery = (query: Query, scope: CompileScope): SQL =>
  conditionSql(resolvedQuery(query, scope).condition, scope.readable ?? true);

/** A query resolved against the model; throws as `compileQuery` does. */
export function resolvedQuery(query: Query, scope: Omit<CompileScope, "readable">): Resolved {
  const resolved = resolveQuery(query, scope);
  const { issues } = resolved;
  const { path = [] } = scope;
  if (issues.length)
    throw new Invalid(issues.slice(0, 100).map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  return resolved;
}

/** A resolved query as a condition on `entities`. `readable`: which related entities count. */
export function conditionSql(condition: Condition, readable: SQL | true): SQL {
  switch (condition.kind) {
    case "all": {
      const { values, rest } = together(condition.of);
      return sql`(${sql.join([...values, ...rest.map((part) => conditionSql(part, readable))], sql` and `)})`;
    }
    case "any":
      return either(condition.of.map((part) => conditionSql(part, readable)));
    case "not":
      // What is unknown in SQL does not match, and so its opposite does.
      return sql`((${conditionSql(condition.of, readable)}) is not true)`;
    case "constant":
      return condition.value ? sql`true` : sql`false`;
    case "blueprints":
      return condition.ids.length === 1
        ? sql`entities.blueprint_id = ${condition.ids[0]}::uuid`
        : sql`entities.blueprint_id = any(${uuids(condition.ids)})`;
    case "test":
      return condition.field.kind === "relation"
        ? relationSql(condition.field, condition.test, readable)
        : testSql(condition.field, condition.test);
    case "related":
      return relatedSql(condition, readable);
    case "path":
      return pathSql(condition, readable);
  }
}

/** Values of several properties that must all be there become one condition, which the index over values answers at once. */
function together(of: Condition[]): { values: SQL[]; rest: Condition[] } {
  const wanted: Record<string, unknown> = {};
  const rest: Condition[] = [];
  for (const part of of) {
    const is = part.kind === "test" && part.field.kind === "property" && part.test.op === "is";
    const key = is ? (part.field as { key: string }).key : "";
    const values = is ? (part.test as { values: unknown[] }).values : [];
    if (values.length === 1 && !Object.hasOwn(wanted, key)) wanted[key] = values[0];
    else rest.push(part);
  }
  return {
    values: Object.keys(wanted).length ? [sql`entities.properties @> ${JSON.stringify(wanted)}::jsonb`] : [],
    rest,
  };
}
