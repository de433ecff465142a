import { describe, expect, it } from "vitest";
import { readRow, writeRow } from "./condition-rows";
import type { ConditionRow } from "./condition-rows";

const ROWS: [ConditionRow, string][] = [
  [
    { kind: "changes", place: ["properties", "tier"] },
    ".diff.before.properties.tier != .diff.after.properties.tier",
  ],
  [
    { kind: "becomes", place: ["properties", "on call"], value: "yes" },
    '.diff.before.properties["on call"] != "yes" and .diff.after.properties["on call"] == "yes"',
  ],
  [
    {
      kind: "compares",
      comparison: { path: ["diff", "after", "status"], operator: "is", values: ["SUCCESS"] },
    },
    '.diff.after.status == "SUCCESS"',
  ],
  [
    { kind: "jq", text: ".diff.after.properties.tags | length > 2" },
    ".diff.after.properties.tags | length > 2",
  ],
];

describe("rows of a condition", () => {
  it.each(ROWS)("write and read %j", (row, jq) => {
    expect(writeRow(row)).toBe(jq);
    expect(readRow(jq)).toEqual(row);
  });

  it("read what others wrote in their own way", () => {
    expect(readRow(".diff.after.relations.team   !=.diff.before.relations.team")).toMatchObject({
      kind: "changes",
      place: ["relations", "team"],
    });
  });

  it.each([
    '.diff.before.properties.tier != "gold" and .diff.after.properties.size == "gold"',
    '.diff.before.properties.tier != "gold" or .diff.after.properties.tier == "gold"',
    ".diff.before.properties.tier != .diff.before.properties.size",
    '.inputs.name == "x"',
    "",
  ])("leave %s as jq", (jq) => {
    expect(readRow(jq)).toEqual({ kind: "jq", text: jq });
  });
});
