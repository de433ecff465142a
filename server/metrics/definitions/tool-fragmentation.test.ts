import { describe, expect, it } from "vitest";
import { toolFragmentation } from "./tool-fragmentation";
import { ask, set, people } from "../testing-platform";

describe("tool fragmentation", () => {
  it("count each tool of a person once, unless logs broke off", () => {
    const use = (personId: number, tool: string, day = "2026-03-05") => ({ personId, tool, day });
    const toolUses = people.flatMap(({ id }) =>
      ["git", "ci", "chat"].slice(0, 1 + (id % 3)).map((t) => use(id, t)),
    );
    const events = set({ people, toolUses: [...toolUses, use(1, "git", "2026-03-06")] });
    // 2, 3, 1, 2, 3 tools.
    expect(toolFragmentation.evaluate(events, ask)).toMatchObject({ value: 2, n: 5, parts: { coverage: 1 } });
    const silent = ["wiki", "board"].map((tool) => use(1, tool, "2026-01-05"));
    expect(
      toolFragmentation.evaluate({ ...events, toolUses: [...events.toolUses, ...silent] }, ask),
    ).toMatchObject({
      value: null,
      insufficient: { have: 3, need: 4 },
    });
  });
});
