import type { SQL } from "drizzle-orm";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { AggregationPlan } from "../../core/computed/aggregation";
import { chunks, groupBy } from "../../core/computed/groups";
import type { Model } from "../../core/model";
import { aggregates, type Aggregate } from "../../store/computed/aggregations";
import { databaseCode } from "../write";
import type { Outcome } from "./calculations";
import { conditionOf } from "./conditions";

/** Entities whose related ones are found in one statement: in a catalog full of circles each is related to all. */
const SOURCES = 200;

/** Computes aggregations of one blueprint's entities. Out: by entity and key. */
export async function aggregate(
  tx: TransactionContext,
  model: Model,
  plans: AggregationPlan[],
  ids: string[],
  now?: SQL,
): Promise<Map<string, Record<string, Outcome>>> {
  const outcomes = new Map<string, Record<string, Outcome>>(ids.map((id) => [id, {}]));
  const put = (key: string, of: (id: string) => Outcome) => {
    for (const [id, values] of outcomes) values[key] = of(id);
  };
  const ready: Aggregate[] = [];
  for (const plan of plans) {
    const condition = conditionOf(model, plan);
    if ("fault" in condition) put(plan.key, () => condition);
    else ready.push({ plan, condition: condition.condition });
  }
  const sameWay = groupBy(ready, ({ plan }) =>
    JSON.stringify([plan.target, plan.forward, plan.backward, plan.path]),
  );
  for (const group of sameWay.values())
    for (const some of chunks(ids, SOURCES))
      for (const { plan, values, fault } of await compute(tx, model, group, some, now))
        for (const id of some)
          outcomes.get(id)![plan.key] = fault ? { fault } : { value: values.get(id) ?? nothing(plan) };
  return outcomes;
}

interface Part {
  plan: AggregationPlan;
  values: Map<string, number | null>;
  fault?: string;
}

/** All of a group at once; one by one where that fails, so that one bad query is the fault of its own property alone. */
async function compute(
  tx: TransactionContext,
  model: Model,
  group: Aggregate[],
  ids: string[],
  now: SQL | undefined,
): Promise<Part[]> {
  const target = model.blueprints.get(group[0]!.plan.target)!;
  try {
    const rows = await transaction(tx, (inner) => aggregates(inner.db, ids, target.id, group, now));
    return group.map(({ plan }, i) => ({
      plan,
      values: new Map([...rows].map(([id, values]) => [id, values[i] ?? null])),
    }));
  } catch (error) {
    // Class 22: the data does not fit what is asked of it, such as a number that is too large.
    if (!databaseCode(error).startsWith("22")) throw error;
    if (group.length > 1)
      return (await Promise.all(group.map((one) => compute(tx, model, [one], ids, now)))).flat();
    log.warn({ err: String(error), key: group[0]!.plan.key }, "an aggregation failed");
    return [
      { plan: group[0]!.plan, values: new Map(), fault: "The values of the related entities do not fit it." },
    ];
  }
}

/** What an aggregation is where nothing is related: no number but where none is a number. */
const nothing = ({ func, property }: AggregationPlan): number | null =>
  func === "count" || func === "sum" || property === null ? 0 : null;
