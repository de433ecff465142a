import { describe, expect, it } from "vitest";
import { popularActions } from "./popular";

const action = (identifier: string, operation: "CREATE" | "DAY-2" | "DELETE") => ({
  identifier,
  title: identifier,
  operation,
});

describe("popularActions", () => {
  it("offers what was used, then what creates, never what deletes", () => {
    const actions = [
      action("drop", "DELETE"),
      action("a", "DAY-2"),
      action("b", "CREATE"),
      action("c", "DAY-2"),
    ];
    const runs = [{ action: { identifier: "c" } }, { action: { identifier: "drop" } }];
    expect(popularActions(actions, runs).map((each) => each.identifier)).toEqual(["c", "b", "a"]);
  });
});
