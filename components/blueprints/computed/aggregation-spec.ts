/** What an aggregation does with the entities that it finds. */
export const FUNCTIONS = ["count", "average-entities", "sum", "average", "min", "max", "median"] as const;
export type AggregationFunction = (typeof FUNCTIONS)[number];

export const functionOptions: { value: AggregationFunction; label: string; description: string }[] = [
  { value: "count", label: "How many", description: "the number of entities" },
  { value: "average-entities", label: "How many on average", description: "per hour, day, week or month" },
  { value: "sum", label: "Sum", description: "of a property" },
  { value: "average", label: "Average", description: "of a property, in all or per span" },
  { value: "min", label: "Smallest", description: "of a property" },
  { value: "max", label: "Largest", description: "of a property" },
  { value: "median", label: "Median", description: "of a property" },
];

export interface CalculationSpec {
  calculationBy?: string;
  func?: string;
  property?: string;
  averageOf?: string;
  measureTimeBy?: string;
}

/** The function that a published specification stands for. */
export function functionOf({ calculationBy, func }: CalculationSpec): AggregationFunction {
  if (calculationBy !== "property") return func === "average" ? "average-entities" : "count";
  return FUNCTIONS.find((one) => one === func) ?? "sum";
}

/** The published specification of a function; what still means something of the one before stays. */
export function specFor(next: AggregationFunction, before: CalculationSpec): CalculationSpec {
  const span = {
    averageOf: before.averageOf ?? (next === "average" ? "total" : "day"),
    ...(before.measureTimeBy !== undefined && { measureTimeBy: before.measureTimeBy }),
  };
  if (next === "count") return { calculationBy: "entities", func: "count" };
  if (next === "average-entities") return { calculationBy: "entities", func: "average", ...span };
  const property = before.property ?? "";
  return next === "average"
    ? { calculationBy: "property", func: next, property, ...span }
    : { calculationBy: "property", func: next, property };
}
