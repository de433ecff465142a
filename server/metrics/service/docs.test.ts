import { describe, expect, it } from "vitest";
import { METRICS } from "../definitions/registry";
import { metricsMarkdown } from "./docs";

describe("the page about the metrics", () => {
  it("has a section for each, with its formula and its floor", () => {
    const text = metricsMarkdown();
    for (const { title, formula, floor } of METRICS) {
      expect(text).toContain(`# ${title}\n`);
      expect(text).toContain(formula);
      if (floor) expect(text).toContain(`Floor: ${floor.need} ${floor.of}`);
    }
  });

  it("knows no two metrics of one id", () => {
    expect(new Set(METRICS.map((m) => m.id)).size).toBe(METRICS.length);
  });
});
