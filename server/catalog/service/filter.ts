import { sql, type SQL } from "drizzle-orm";
import { checkPermission } from "@/server/kernel/permissions";
import { countedKeys } from "../core/count-rules";
import type { Model, ModelBlueprint } from "../core/model";
import { all, type Condition } from "../core/query/condition";
import { equalitiesOf } from "../core/query/equalities";
import { EVERYTHING, type Query } from "../core/query/schema";
import { isStorable } from "../store/blueprints";
import { conditionSql, resolvedQuery } from "../store/query/compile";
import { textSql } from "../store/query/text";
import { asCondition, readableEntities, readScope, readsEverything } from "./access";
import { blueprintIn, modelOf } from "./model";
import { viewerFor } from "./viewer";
import type { AnyContext } from "./write";

/** Entities of one blueprint that the actor may read and that match. */
export interface Filtered {
  model: Model;
  of: ModelBlueprint;
  /** On `entities`, beside the blueprint: permission, query and text. */
  where: SQL;
  /** Where `where` is exactly these values of counted keys; null where it is anything else. */
  equalities: { key: string; value: string }[] | null;
  /** Which related entities may be seen. */
  readable: SQL | true;
}

/** Which related entities the actor may see: a condition on `entities`, or all. */
export const readableRelated = async (ctx: AnyContext, model: Model): Promise<SQL | true> =>
  readsEverything(ctx, model) ? true : readableEntities(ctx, model);

/**
 * What a query and a text mean for one blueprint and this actor. Throws NotFound for the blueprint, and Invalid with paths
 * from `query` for what the query names and there is not.
 */
export async function filterOf(
  ctx: AnyContext,
  blueprint: string,
  { query = EVERYTHING, text = "" }: { query?: Query | undefined; text?: string | undefined },
): Promise<Filtered> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const [scope, readable, viewer] = await Promise.all([
    readScope(ctx, model, of),
    readableRelated(ctx, model),
    viewerFor(ctx, model, [query]),
  ]);
  const { condition } = resolvedQuery(query, {
    model,
    viewer,
    now: new Date(),
    candidates: [blueprint],
    blueprint,
    path: ["query"],
  });
  const wanted = text.trim();
  const keys = countedKeys(of.definition);
  const { common, rest } = split(condition, of.id, keys);
  const parts = [
    ...(scope === true ? [] : [asCondition(scope)]),
    ...(wanted
      ? [isStorable(wanted) ? await textSql(ctx.db, wanted, of.id, common.values) : sql`false`]
      : []),
    // Beside a text, values that many entities have are looked at in its hits, not looked up in the index of values.
    ...(wanted && common.values.length
      ? [sql`((${conditionSql(all(common.of), readable)}) is true)`, conditionSql(all(rest), readable)]
      : [conditionSql(condition, readable)]),
  ];
  return {
    model,
    of,
    where: sql.join(parts, sql` and `),
    equalities: scope === true && !wanted ? equalitiesOf(condition, of.id, keys) : null,
    readable,
  };
}

/** The parts of a condition that ask for one text of a choice each, with these texts, and the others. */
function split(condition: Condition, blueprintId: string, keys: readonly string[]) {
  const parts = condition.kind === "all" ? condition.of : [condition];
  const valueOf = (part: Condition) =>
    part.kind === "test" && part.field.kind === "property" && part.test.op === "is"
      ? part.test.values.find((value) => typeof value === "string")
      : undefined;
  const isCommon = (part: Condition) =>
    valueOf(part) !== undefined && equalitiesOf(part, blueprintId, keys) !== null;
  const of = parts.filter(isCommon);
  return {
    common: { of, values: of.flatMap((part) => valueOf(part) ?? []) },
    rest: parts.filter((part) => !isCommon(part)),
  };
}
