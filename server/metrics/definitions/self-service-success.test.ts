import { describe, expect, it } from "vitest";
import type { EventSet } from "../core/events";
import { run } from "../testing-made";
import { selfServiceSuccess } from "./self-service-success";
import { ask, set, ticket } from "../testing-platform";

describe("self-service success", () => {
  const of = (...runs: EventSet["runs"]) => set({ runs });

  it("takes a run with its repetitions as one request", () => {
    const events = of(
      run("a", { status: "failed", code: "timeout" }),
      run("b", { rerunOf: "a", status: "failed", code: "timeout" }),
      run("c", { rerunOf: "b" }),
      run("d"),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 1,
      n: 2,
      parts: { retried: 1, helped: 0 },
    });
  });

  it("is no success with help, of whichever of its runs", () => {
    const events = set({
      runs: [run("a", { status: "failed" }), run("b", { rerunOf: "a" }), run("c")],
      tickets: [ticket(1, { runId: "b" }), ticket(2, { runId: "c", automatic: true })],
    });
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 0.5,
      n: 2,
      parts: { helped: 1 },
    });
  });

  it("leaves out what was declined, cancelled before it began, or made by the portal itself", () => {
    const events = of(
      run("a", { status: "declined" }),
      run("b", { status: "cancelled", startedAt: null }),
      run("c", { bySystem: true }),
      run("d", { status: "applying", endedAt: null }),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({ value: null, n: 0 });
  });

  it("says whose fault a failure was", () => {
    const events = of(
      run("a", { status: "failed", code: "policy_denied" }),
      run("b", { status: "failed", code: "reported" }),
      run("c", { status: "interrupted", code: "interrupted" }),
      run("d", { status: "cancelled" }),
      run("e", { status: "expired" }),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 0,
      n: 5,
      parts: { user: 1, upstream: 1, platform: 1, abandoned: 2 },
    });
  });
});
