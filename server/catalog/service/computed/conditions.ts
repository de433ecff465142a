import type { SQL } from "drizzle-orm";
import type { AggregationPlan } from "../../core/computed/aggregation";
import type { Model } from "../../core/model";

/** Which related entities an aggregation's query lets count, as a condition on `entities`; null: all. Or why it cannot. */
export function conditionOf(
  _model: Model,
  { query }: AggregationPlan,
): { condition: SQL | null } | { fault: string } {
  if (query === null) return { condition: null };
  return { fault: "Its query cannot be evaluated." };
}
