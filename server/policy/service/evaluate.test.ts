import { describe, expect, it } from "vitest";
import type { Context } from "@/server/kernel/context";
import { consequence } from "../core/verdict";
import type { PolicyInput } from "../schema";
import { evaluatePolicies, type Policy } from "./evaluate";

const ctx = { actor: { kind: "system", name: "test" }, origin: "SYSTEM", requestId: "t" } as Context;
const input: PolicyInput = {
  runId: "r_1",
  action: { identifier: "create_database", title: "Database", revision: 1, operation: "CREATE" },
  blueprint: "database",
  requester: { id: "u1", kind: "user", name: "Dora", email: "dora@example.com", role: "Member" },
  teams: [],
  team: "payments",
  environment: null,
  entity: null,
  target: null,
  inputs: { size: "large" },
  module: null,
  plan: null,
  estimate: null,
  budgets: [],
  at: "2026-01-01T00:00:00.000Z",
};
const policy = (over: Partial<Policy>): Policy => ({
  identifier: "size",
  title: "No large databases",
  effect: "deny",
  evaluate: async ({ inputs }) => ({
    pass: inputs.size !== "large",
    message: "Large databases need a budget.",
  }),
  ...over,
});

describe("policies", () => {
  it("are none to begin with, and nothing follows from none", async () => {
    expect(await evaluatePolicies(ctx, input)).toEqual([]);
    expect(consequence([])).toBe("allow");
  });

  it("pass and fail with their message, in their order, the strictest deciding", async () => {
    const small = policy({
      identifier: "owner",
      effect: "require_approval",
      evaluate: async () => ({ pass: true, message: "ok" }),
    });
    const verdicts = await evaluatePolicies(ctx, input, [small, policy({})]);
    expect(verdicts.map((v) => [v.policy, v.outcome, v.message])).toEqual([
      ["owner", "pass", "ok"],
      ["size", "fail", "Large databases need a budget."],
    ]);
    expect(consequence(verdicts)).toBe("deny");
    expect(consequence(await evaluatePolicies(ctx, input, [policy({ effect: "require_approval" })]))).toBe(
      "require_approval",
    );
    expect(consequence(await evaluatePolicies(ctx, input, [policy({ effect: "advise" })]))).toBe("allow");
  });

  it("deny when they throw or hang, even those that only advise, and do not tell why they threw", async () => {
    const broken = policy({
      identifier: "broken",
      effect: "advise",
      evaluate: async () => Promise.reject(new Error("secret-path /etc")),
    });
    const thrown = policy({
      identifier: "sync",
      evaluate: () => {
        throw new Error("x");
      },
    });
    const hung = policy({ identifier: "hung", evaluate: () => new Promise(() => undefined) });
    const verdicts = await evaluatePolicies(ctx, input, [broken, thrown, hung], 5);
    for (const verdict of verdicts) expect(verdict).toMatchObject({ effect: "deny", outcome: "error" });
    expect(JSON.stringify(verdicts)).not.toContain("secret-path");
    expect(verdicts[2]?.message).toContain("did not answer");
    expect(consequence(verdicts)).toBe("deny");
  });

  it("cannot change what they judge", async () => {
    const meddler = policy({
      evaluate: async (seen) => {
        seen.inputs.size = "small";
        return { pass: true, message: "" };
      },
    });
    await evaluatePolicies(ctx, input, [meddler]);
    expect(input.inputs.size).toBe("large");
  });
});
