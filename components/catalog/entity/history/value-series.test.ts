import { describe, expect, it } from "vitest";
import type { EntityChange } from "@/server/catalog/schema";
import { seriesOf, stepLine } from "./value-series";

const step = (
  at: string,
  properties: Record<string, unknown> | null,
  change: EntityChange["change"] = "updated",
) =>
  ({
    revision: 1,
    change,
    at,
    by: "",
    byName: "",
    runId: null,
    before: null,
    after: properties && { properties },
  }) satisfies EntityChange;

const steps = [
  step("2026-01-05T00:00:00Z", null, "deleted"),
  step("2026-01-04T00:00:00Z", { size: 5, note: "b" }),
  step("2026-01-03T00:00:00Z", { total: 9 }, "computed"),
  step("2026-01-02T00:00:00Z", { size: 3, note: "b" }),
  step("2026-01-01T00:00:00Z", { size: 3 }, "created"),
];

describe("the values of a property over time", () => {
  it("has a point for each change of it alone, the newest first", () => {
    expect(seriesOf(steps, "size").map(({ at, value }) => [at.slice(8, 10), value])).toEqual([
      ["05", undefined],
      ["04", 5],
      ["01", 3],
    ]);
    expect(seriesOf(steps, "note").map(({ value }) => value)).toEqual([undefined, "b"]);
    expect(seriesOf(steps, "never")).toEqual([]);
  });
  it("is a stepped line of its numbers", () => {
    const line = stepLine(
      seriesOf(steps, "size"),
      { width: 100, height: 10 },
      Date.parse("2026-01-05T00:00:00Z"),
    );
    expect(line).toEqual({ path: "M 0 10 H 75 V 0 H 100", min: 3, max: 5 });
    expect(stepLine(seriesOf(steps, "note"), { width: 100, height: 10 }, 0)).toBeNull();
  });
});
