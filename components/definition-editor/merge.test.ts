import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { mergeDefinitions, resolveMerge } from "./merge";

const base: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  description: "Old",
  schema: { properties: { tier: { type: "string", enum: ["a"] }, url: { type: "string" } } },
};

describe("mergeDefinitions", () => {
  it("takes what only one side changed", () => {
    const theirs = { ...base, description: "Theirs" };
    const yours = {
      ...base,
      schema: { properties: { tier: { type: "string" as const, enum: ["a", "b"] } } },
    };
    expect(mergeDefinitions(base, theirs, yours)).toEqual({
      merged: { ...yours, description: "Theirs" },
      conflicts: [],
      theirChanges: [["description"]],
    });
  });

  it("asks where both changed, and keeps what is chosen", () => {
    const theirs = { ...base, title: "Theirs" };
    const yours = { ...base, title: "Yours", icon: "Star" };
    const merge = mergeDefinitions(base, theirs, yours);
    expect(merge.conflicts).toEqual([
      { path: ["title"], before: "Service", theirs: "Theirs", yours: "Yours" },
    ]);
    expect(resolveMerge(merge, () => false)).toEqual({ ...base, title: "Theirs", icon: "Star" });
    expect(resolveMerge(merge, () => true)).toEqual({ ...base, title: "Yours", icon: "Star" });
  });

  it("asks once for what they removed and you changed in two places", () => {
    const theirs = { ...base, schema: { properties: { url: { type: "string" as const } } } };
    const yours = {
      ...base,
      schema: {
        properties: { ...base.schema.properties, tier: { type: "string" as const, enum: ["b"], title: "T" } },
      },
    };
    const merge = mergeDefinitions(base, theirs, yours);
    expect(merge.conflicts.map(({ path }) => path)).toEqual([["schema", "properties", "tier"]]);
    expect(resolveMerge(merge, () => true)).toEqual(yours);
    expect(resolveMerge(merge, () => false)).toEqual(theirs);
  });

  it("says nothing of what both made the same, whatever the two did", () => {
    const side = fc
      .record(
        { title: fc.constantFrom("A", "B"), icon: fc.constantFrom("X", "Y"), description: fc.constant("N") },
        { requiredKeys: [] },
      )
      .map((change) => ({ ...base, ...change }));
    fc.assert(
      fc.property(side, side, (theirs, yours) => {
        const merge = mergeDefinitions(base, theirs, yours);
        for (const { theirs: a, yours: b } of merge.conflicts) expect(a).not.toEqual(b);
        if (merge.conflicts.length === 0) return;
        expect(resolveMerge(merge, () => true).title).toBe(
          yours.title === base.title ? theirs.title : yours.title,
        );
      }),
    );
  });
});
