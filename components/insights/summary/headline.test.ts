import { describe, expect, it } from "vitest";
import { METRICS } from "@/server/metrics/definitions/registry";
import type { MetricResult } from "@/server/metrics/core/result";
import type { MetricValue } from "@/server/metrics/schema";
import { wordsOf } from "@/server/metrics/service/words";
import { headlineOf } from "./headline";

const FEW = { why: "", have: 1, need: 20 };
const made = (
  id: string,
  value: number | null,
  before: number | null = null,
  of: Partial<MetricResult> = {},
): MetricValue => ({
  definition: wordsOf(METRICS.find((metric) => metric.id === id)!),
  from: "",
  to: "",
  result: { value, n: 30, ...of },
  previous: before === null ? null : { value: before, n: 30 },
  previousWhy: null,
  widened: null,
  peers: null,
  levels: null,
  series: null,
  breakdown: null,
});
const DAY = 86_400;

describe("the headline", () => {
  it("says what got better and what got worse, and by how much", () => {
    expect(
      headlineOf([
        made("deployment-frequency", 22, 20),
        made("change-lead-time", 3 * DAY, 2 * DAY),
        made("change-fail-rate", 0.1, 0.105),
        made("failed-deployment-recovery-time", 3_600, 3_600),
        made("platform-adoption", 0.5, 0.4, { numerator: 6, denominator: 12 }),
      ]),
    ).toEqual([
      "Delivery is mixed. Better: deployment frequency 22 a week (+10%). Worse: change lead time 3d (+50%).",
      "6 of 12 teams that deploy to production work through the platform (+10 pts).",
    ]);
  });

  it("takes no small change for one", () => {
    expect(
      headlineOf([
        made("deployment-frequency", 20.9, 20),
        made("change-lead-time", DAY, DAY),
        made("change-fail-rate", 0.105, 0.1),
        made("failed-deployment-recovery-time", 3_600, 3_600),
      ]),
    ).toEqual(["Delivery is as in the period before."]);
  });

  it("states no trend where the period before is not known", () => {
    expect(headlineOf([made("deployment-frequency", 22), made("change-lead-time", 2 * DAY)])).toEqual([
      "Delivery stands at deployment frequency 22 a week and change lead time 2d.",
      "Nothing is said about a trend: the period before is not known in full.",
      "2 of the 4 figures of delivery had not enough data.",
    ]);
  });

  it("judges nothing by too little, and says so where there is nothing at all", () => {
    expect(
      headlineOf([
        made("change-fail-rate", 0, 0.5, { insufficient: FEW }),
        made("change-lead-time", null, DAY),
        made("platform-adoption", null),
      ]),
    ).toEqual(["There is not enough data for a statement about delivery in this span."]);
  });
});
