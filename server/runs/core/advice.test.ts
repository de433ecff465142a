import { expect, it } from "vitest";
import { adviceFor, headline } from "./advice";

const error = (summary: string, detail = "") => ({
  severity: "error" as const,
  summary,
  detail,
  address: null,
});

it.each([
  ["Error acquiring the state lock", /lock/],
  ["Saved plan is stale", /new plan/],
  ["pq: password authentication failed for user x", /connection that this action uses/],
  ['database "orders" already exists', /another name/],
  ["dial tcp 127.0.0.1:5432: connect: connection refused", /did not answer/],
  ["No value for required variable", /variables/],
])("knows what to do about %s", (summary, advice) => {
  expect(adviceFor("apply", [error(summary)])).toMatch(advice);
});

it("says that a failed plan changed nothing, and what an apply leaves", () => {
  expect(adviceFor("plan", [error("Unsupported argument")])).toMatch(/Nothing was changed/);
  expect(adviceFor("apply", [error("Provisioner failed")])).toMatch(/goes on from there/);
  expect(adviceFor("plan", [])).toMatch(/log/);
});

it("leads with Terraform's first error, else the exit code", () => {
  const warning = { ...error("Deprecated"), severity: "warning" as const };
  expect(headline("apply", [warning, error("Boom.")], 1)).toBe("The apply failed: Boom.");
  expect(headline("plan", [], 137)).toBe("The plan failed: Terraform ended with exit code 137.");
});
