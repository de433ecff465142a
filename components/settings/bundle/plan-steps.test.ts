import { expect, it } from "vitest";
import type { BundleStep } from "@/server/bundle/schema";
import { changeCount, stepGroups } from "./plan-steps";

it("puts what is deleted first, and counts what is not listed", () => {
  const step = (identifier: string, kind: BundleStep["kind"]): BundleStep => ({
    type: "blueprint",
    identifier,
    kind,
    changes: [],
  });
  const plan = {
    steps: [step("a", "create"), step("b", "same"), step("c", "delete")],
    counts: { create: 1, change: 0, delete: 1, same: 40 },
  };
  expect(
    stepGroups(plan).map(({ kind, count, steps }) => [kind, count, steps.map((one) => one.identifier)]),
  ).toEqual([
    ["delete", 1, ["c"]],
    ["create", 1, ["a"]],
    ["same", 40, ["b"]],
  ]);
  expect(changeCount(plan)).toBe(2);
});
