import { describe, expect, it } from "vitest";
import { defaultGrouping, groupActions, matchingActions, recentFirst } from "./gallery-groups";

const action = (
  identifier: string,
  operation: "CREATE" | "DAY-2" | "DELETE",
  blueprint: string | null,
  description = "",
  group: string | null = null,
) => ({ identifier, title: identifier, operation, blueprint, description, group });
const actions = [
  action("drop", "DELETE", "database"),
  action("scale", "DAY-2", "database"),
  action("make", "CREATE", "database"),
  action("deploy", "CREATE", "service", "To a cluster"),
];
const ids = (groups: { key: string; actions: { identifier: string }[] }[]) =>
  groups.map((group) => [group.key, ...group.actions.map((each) => each.identifier)]);

describe("the gallery", () => {
  it("groups by blueprint, what creates first", () => {
    expect(ids(groupActions(actions, "blueprint"))).toEqual([
      ["database", "make", "scale", "drop"],
      ["service", "deploy"],
    ]);
  });
  it("groups by operation", () => {
    expect(ids(groupActions(actions, "operation"))).toEqual([
      ["CREATE", "deploy", "make"],
      ["DAY-2", "scale"],
      ["DELETE", "drop"],
    ]);
  });
  it("finds by every word, anywhere", () => {
    expect(matchingActions(actions, " cluster  DEPLOY ").map((each) => each.identifier)).toEqual(["deploy"]);
    expect(matchingActions(actions, "database scale").map((each) => each.identifier)).toEqual(["scale"]);
    expect(matchingActions(actions, "")).toHaveLength(4);
  });
  it("groups by topic where there is one, with the rest last", () => {
    const topical = [...actions, action("report", "CREATE", null, "", "Data")];
    expect(defaultGrouping(actions)).toBe("blueprint");
    expect(defaultGrouping(topical)).toBe("group");
    expect(ids(groupActions(topical, "group")).map(([key]) => key)).toEqual(["Data", ""]);
    expect(ids(groupActions(topical, "blueprint")).map(([key]) => key)).toEqual(["database", "service", ""]);
    expect(matchingActions(topical, "data report").map((each) => each.identifier)).toEqual(["report"]);
  });
  it("puts what was run last in that order, and leaves out what is no longer offered", () => {
    const recent = [{ identifier: "scale" }, { identifier: "gone" }, { identifier: "deploy" }];
    expect(recentFirst(actions, recent).map((each) => each.identifier)).toEqual(["scale", "deploy"]);
  });
});
