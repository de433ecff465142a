import { z } from "zod";
import { querySchema } from "./query/check";
import { strict } from "./strict";
import { intervalSchema, timeRangeSchema } from "./time-range";

const key = z.string().min(1).max(200);
const averageOf = z.enum(["hour", "day", "week", "month", "total"]).optional();
const common = {
  averageOf,
  /** The date that places an entity in time, for averages. */
  measureTimeBy: key.optional(),
  /** Follows from whether there is a property. */
  calculationBy: z.string().optional(),
  query: querySchema,
};

/** One number, or the number of entities by value, over the entities of a query. */
export const aggregateSchema = z.union(
  [
    strict({ func: z.enum(["average", "count"]), ...common }),
    strict({ func: z.enum(["sum", "average", "min", "max", "median"]), property: key, ...common }),
    strict({ func: z.literal("countValues"), query: querySchema, property: key }),
    strict({ func: z.literal("countValues"), query: querySchema, relation: key }),
    strict({ func: z.literal("countValues"), query: querySchema, scorecard: key, rule: key.optional() }),
  ],
  {
    error:
      'Needs "func" and "query": count or average of entities; sum, average, min, max or median of a "property"; or countValues by "property", "relation" or "scorecard".',
  },
);
export type AggregateBody = z.infer<typeof aggregateSchema>;

const overTime = {
  blueprint: z.string().min(1).max(1000).optional(),
  timeRange: timeRangeSchema.optional(),
  timeInterval: intervalSchema.optional(),
  query: querySchema.optional(),
  measureTimeBy: key.optional(),
};
export const MOST_SERIES = 10;

/** Numbers of the entities of a query by units of time. */
export const overTimeSchema = z.union(
  [
    strict({
      ...overTime,
      aggregationType: z.literal("aggregatePropertiesValues").optional(),
      func: z.enum(["average", "sum", "min", "max", "median", "last"]),
      properties: z.array(key).min(1).max(MOST_SERIES),
    }),
    strict({
      ...overTime,
      aggregationType: z.literal("countEntities").optional(),
      func: z.enum(["count", "average"]),
      breakdownProperty: key.optional(),
    }),
  ],
  {
    error:
      'Needs "func" with "properties" (average, sum, min, max, median or last of each), or "func" count or average of entities, with "breakdownProperty" for a series by value.',
  },
);
export type OverTimeBody = z.infer<typeof overTimeSchema>;
