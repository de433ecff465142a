import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUN_STATUSES, type RunStatus } from "@/server/runs/schema";
import {
  canMove,
  END_STATUSES,
  isCancellable,
  isDriven,
  isEnd,
  LIVE_STATUSES,
  nextStatuses,
  publishedStatus,
  isAtWork,
  stageOf,
} from "./lifecycle";

const ALLOWED: Record<RunStatus, string> = {
  queued: "planning failed cancelled",
  planning: "checking failed cancelled",
  checking: "awaiting_approval approved failed cancelled",
  awaiting_approval: "approved declined expired stale failed cancelled",
  approved: "applying registering expired stale failed cancelled",
  applying: "registering failed cancelled interrupted",
  registering: "succeeded failed",
  interrupted: "registering failed",
  succeeded: "",
  failed: "",
  declined: "",
  cancelled: "",
  expired: "",
  stale: "",
};

describe("the life of a run", () => {
  it("allows exactly the ways that are drawn", () => {
    for (const from of RUN_STATUSES)
      for (const to of RUN_STATUSES)
        expect(`${from}→${to} ${canMove(from, to)}`).toBe(
          `${from}→${to} ${ALLOWED[from].split(" ").includes(to)}`,
        );
  });

  it("ends in six statuses, and interrupted is not one of them", () => {
    expect([...END_STATUSES].sort()).toEqual([
      "cancelled",
      "declined",
      "expired",
      "failed",
      "stale",
      "succeeded",
    ]);
    expect(isEnd("interrupted")).toBe(false);
    expect(LIVE_STATUSES.length + END_STATUSES.length).toBe(RUN_STATUSES.length);
  });

  it("reaches every status from queued, and an end from every status", () => {
    const reach = (from: RunStatus) => {
      const seen = new Set<RunStatus>([from]);
      for (const status of seen) for (const next of nextStatuses(status)) seen.add(next);
      return seen;
    };
    expect([...reach("queued")].sort()).toEqual([...RUN_STATUSES].sort());
    for (const status of RUN_STATUSES) expect([...reach(status)].some(isEnd)).toBe(true);
  });

  it("never leaves an end, never repeats a status and never applies twice, on any random walk", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...RUN_STATUSES), { maxLength: 60 }), (attempts) => {
        let status: RunStatus = "queued";
        const visited: RunStatus[] = [status];
        for (const to of attempts) {
          if (!canMove(status, to)) continue;
          expect(isEnd(status)).toBe(false);
          status = to;
          visited.push(to);
        }
        expect(new Set(visited).size).toBe(visited.length);
        expect(visited.filter((s) => s === "applying").length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it("applies only what was approved", () => {
    expect(RUN_STATUSES.filter((from) => canMove(from, "applying"))).toEqual(["approved"]);
    expect(RUN_STATUSES.filter((from) => canMove(from, "succeeded"))).toEqual(["registering"]);
  });

  it("maps every status to a published one", () => {
    expect(Object.fromEntries(RUN_STATUSES.map((s) => [s, publishedStatus(s)]))).toEqual({
      queued: "IN_PROGRESS",
      planning: "IN_PROGRESS",
      checking: "IN_PROGRESS",
      awaiting_approval: "WAITING_FOR_APPROVAL",
      approved: "IN_PROGRESS",
      applying: "IN_PROGRESS",
      registering: "IN_PROGRESS",
      succeeded: "SUCCESS",
      failed: "FAILURE",
      declined: "DECLINED",
      cancelled: "FAILURE",
      expired: "FAILURE",
      stale: "FAILURE",
      interrupted: "FAILURE",
    });
  });

  it("knows where a worker has work, where a person must act, and where cancelling is too late", () => {
    expect(RUN_STATUSES.filter((s) => !isEnd(s) && !isDriven(s))).toEqual([
      "awaiting_approval",
      "interrupted",
    ]);
    expect(RUN_STATUSES.filter(isAtWork)).toEqual(["planning", "applying"]);
    expect(RUN_STATUSES.filter((s) => !isEnd(s) && !isCancellable(s))).toEqual([
      "registering",
      "interrupted",
    ]);
    expect(stageOf("applying")).toBe("apply");
    expect(stageOf("cancelled")).toBeNull();
  });
});
