import { expect, it } from "vitest";
import { type PublishableRun, toPublishedRun } from "./published";

const run: PublishableRun = {
  id: "r_0123456789abcdef",
  status: "awaiting_approval",
  statusLabel: null,
  links: [],
  summary: null,
  failure: null,
  action: {
    id: "a",
    identifier: "create_database",
    title: "PostgreSQL database",
    icon: null,
    revision: 1,
    operation: "CREATE",
    invocation: {
      type: "TERRAFORM",
      template: "postgres-database",
      operation: "apply",
      variables: {},
      timeoutMinutes: 60,
    },
    requiredApproval: { type: "ANY" },
    userInputs: {},
  },
  blueprint: "database",
  target: { blueprint: "database", identifier: "orders", title: null },
  inputs: { name: "orders" },
  requesterId: "u1",
  origin: "JOB",
  createdAt: new Date("2026-01-01T00:00:00Z"),
  updatedAt: new Date("2026-01-01T00:00:01Z"),
  endedAt: null,
};

it("has the keys that the published API requires, with its own statuses and sources", () => {
  expect(toPublishedRun(run)).toMatchObject({
    id: "r_0123456789abcdef",
    action: { identifier: "create_database" },
    blueprint: { identifier: "database" },
    entity: { identifier: "orders" },
    properties: { name: "orders" },
    requiredApproval: { type: "ANY" },
    source: "AUTOMATION",
    status: "WAITING_FOR_APPROVAL",
    state: "awaiting_approval",
    createdAt: "2026-01-01T00:00:00.000Z",
  });
  expect("endedAt" in toPublishedRun(run)).toBe(false);
});

it("says why a run failed, without Terraform's raw diagnostics", () => {
  const failure = {
    stage: "plan" as const,
    code: "plan_failed",
    message: "The plan failed: Boom.",
    advice: "Mend it.",
    diagnostics: [],
  };
  const published = toPublishedRun({
    ...run,
    status: "failed",
    failure,
    endedAt: new Date("2026-01-01T00:00:02Z"),
  });
  expect(published).toMatchObject({
    status: "FAILURE",
    summary: "The plan failed: Boom.",
    endedAt: "2026-01-01T00:00:02.000Z",
  });
  expect(published.failure).toEqual({
    stage: "plan",
    code: "plan_failed",
    message: "The plan failed: Boom.",
    advice: "Mend it.",
  });
});
