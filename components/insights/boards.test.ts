import { describe, expect, it } from "vitest";
import { METRICS } from "@/server/metrics/definitions/registry";
import { BOARDS, metricsOf } from "./boards";

describe("boards", () => {
  it("name metrics that there are, and leave none out", () => {
    const known = METRICS.map(({ id }) => id);
    const named = BOARDS.flatMap((board) => [
      ...metricsOf(board.sections),
      ...metricsOf(board.alternative?.sections ?? []),
    ]);
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
    expect(known.filter((id) => !named.includes(id))).toEqual([]);
  });
});
