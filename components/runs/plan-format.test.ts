import { describe, expect, it } from "vitest";
import type { AttributeChange, PlanSummary } from "@/server/pipelines/schema";
import { attributeSides, planCounts, planSentence, planText } from "./plan-format";

const attribute = (over: Partial<AttributeChange>): AttributeChange => ({
  path: "input",
  before: "a",
  after: "b",
  sensitive: false,
  unknownAfter: false,
  forcesReplacement: false,
  ...over,
});

const plan: PlanSummary = {
  counts: { create: 2, update: 0, delete: 1, replace: 1 },
  resources: [
    {
      address: "terraform_data.old",
      type: "terraform_data",
      name: "old",
      provider: "builtin",
      action: "delete",
      reason: null,
      attributes: [attribute({ after: null })],
    },
    {
      address: "terraform_data.db",
      type: "terraform_data",
      name: "db",
      provider: "builtin",
      action: "replace",
      reason: "input changed",
      attributes: [attribute({ forcesReplacement: true }), attribute({ path: "password", sensitive: true })],
    },
  ],
  outputs: [
    {
      name: "url",
      action: "create",
      sensitive: true,
      before: null,
      after: "postgres://secret",
      unknownAfter: false,
    },
  ],
  empty: false,
  terraformVersion: "1.11.4",
};

describe("plan format", () => {
  it("counts destructive changes first and leaves zeros out", () => {
    expect(planCounts(plan).map((c) => c.action)).toEqual(["delete", "replace", "create"]);
    expect(planSentence(plan)).toBe("1 to destroy, 1 to replace, 2 to create");
    expect(planSentence({ counts: { create: 0, update: 0, delete: 0, replace: 0 }, empty: true })).toBe(
      "No changes",
    );
  });

  it("shows one side of what is created or destroyed, and never a sensitive value", () => {
    expect(attributeSides(attribute({}), "create")).toEqual({ before: null, after: '"b"' });
    expect(attributeSides(attribute({}), "delete")).toEqual({ before: '"a"', after: null });
    expect(attributeSides(attribute({ unknownAfter: true }), "update")).toEqual({
      before: '"a"',
      after: "(known after apply)",
    });
    expect(attributeSides(attribute({ sensitive: true, before: "old", after: "new" }), "update")).toEqual({
      before: "(sensitive)",
      after: "(sensitive)",
    });
  });

  it("writes the plan as text without a secret", () => {
    const text = planText(plan);
    expect(text).toContain("± terraform_data.db (replace: input changed)");
    expect(text).toContain("# forces replacement");
    expect(text).toContain("output url = (sensitive)");
    expect(text).not.toContain("postgres://secret");
  });
});
