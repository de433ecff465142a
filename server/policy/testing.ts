import type { AttributeChange, ResourceChange } from "@/server/pipelines/schema";
import type { PolicyInput } from "./schema";

/** A run as policies see it, for tests: a database that a member of payments requests, without a plan. */
export const testCase = (over: Partial<PolicyInput> = {}): PolicyInput => ({
  runId: "r_1",
  action: { identifier: "create_database", title: "Database", revision: 3, operation: "CREATE" },
  blueprint: "database",
  requester: { id: "u1", kind: "user", name: "Dora", email: "dora@example.com", role: "Member" },
  teams: [{ team: "payments", role: "lead" }],
  team: "payments",
  environment: "production",
  inputs: {},
  entity: null,
  target: { blueprint: "database", identifier: "orders-db" },
  module: null,
  plan: null,
  estimate: null,
  budgets: [],
  at: "2026-12-24T17:05:00.000Z",
  ...over,
});

/** One planned change, with the attributes that it would have after. */
export const testChange = (
  over: Partial<Omit<ResourceChange, "attributes">>,
  after: Record<string, unknown> = {},
): ResourceChange => ({
  address: "aws_thing.one",
  type: "aws_thing",
  name: "one",
  provider: "aws",
  action: "create",
  reason: null,
  ...over,
  attributes: Object.entries(after).map(([path, value]) => testAttribute(path, value)),
});

export const testAttribute = (path: string, after: unknown): AttributeChange => ({
  path,
  before: null,
  after,
  sensitive: false,
  unknownAfter: false,
  forcesReplacement: false,
});

/** A plan of these changes. */
export const testPlan = (resources: ResourceChange[]): NonNullable<PolicyInput["plan"]> => {
  const count = (action: string) => resources.filter((change) => change.action === action).length;
  return {
    counts: {
      create: count("create"),
      update: count("update"),
      delete: count("delete"),
      replace: count("replace"),
    },
    resources,
    outputs: [],
    empty: resources.length === 0,
    terraformVersion: "1.11.4",
  };
};
