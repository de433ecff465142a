import type { SQL } from "drizzle-orm";
import { Invalid } from "@/server/kernel/errors";
import type { AggregationPlan } from "../../core/computed/aggregation";
import type { Model } from "../../core/model";
import { checkQuery } from "../../core/query/check";
import type { Query } from "../../core/query/schema";
import { NOBODY } from "../../core/query/viewer";
import { compileQuery } from "../../store/query/compile";

/**
 * Which related entities an aggregation's query lets count, as a condition on `entities`; null: all. Or why it cannot, such
 * as a property that does not exist. The value is the same for all who read it, so contexts of a person have none here.
 */
export function conditionOf(
  model: Model,
  { query, target }: AggregationPlan,
): { condition: SQL | null } | { fault: string } {
  if (query === null) return { condition: null };
  const [malformed] = checkQuery(query);
  if (malformed) return { fault: `Its query cannot be evaluated: ${malformed.message}` };
  try {
    const scope = { model, viewer: NOBODY, now: new Date(), candidates: [target], blueprint: target };
    return { condition: compileQuery(query as unknown as Query, scope) };
  } catch (error) {
    if (error instanceof Invalid) return { fault: `Its query cannot be evaluated: ${error.message}` };
    throw error;
  }
}
