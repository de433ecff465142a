import { expect, it } from "vitest";
import { FUNCTIONS, functionOf, specFor } from "./aggregation-spec";

it.each(FUNCTIONS)("%s reads back as what it was made of", (name) => {
  expect(functionOf(specFor(name, {}))).toBe(name);
});

it("keeps what still means something", () => {
  const average = specFor("average", { property: "cost", averageOf: "week", measureTimeBy: "at" });
  expect(average).toEqual({
    calculationBy: "property",
    func: "average",
    property: "cost",
    averageOf: "week",
    measureTimeBy: "at",
  });
  expect(specFor("sum", average)).toEqual({ calculationBy: "property", func: "sum", property: "cost" });
  expect(specFor("count", average)).toEqual({ calculationBy: "entities", func: "count" });
});
