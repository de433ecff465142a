import { describe, expect, it } from "vitest";
import type { RunStatus } from "@/server/runs/schema";
import { duration, timelineOf, type TimelineEvent } from "./timeline";

const start = new Date("2026-01-01T10:00:00Z");
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const events = (...path: RunStatus[]): TimelineEvent[] =>
  path.map((to, i) => ({
    seq: i + 1,
    at: at(i + 1),
    type: "status",
    actorName: to === "approved" ? "Lena" : "worker",
    data: { to },
  }));
const states = (status: RunStatus, ...path: RunStatus[]) =>
  timelineOf({ status, createdAt: start }, events(...path)).map((s) => s.state);

describe("timeline of a run", () => {
  it("has only the queue at the start", () => {
    expect(states("queued")).toEqual(["active", "pending", "pending", "pending", "pending", "pending"]);
  });

  it("waits in approval", () => {
    expect(states("awaiting_approval", "planning", "checking", "awaiting_approval")).toEqual([
      "done",
      "done",
      "done",
      "waiting",
      "pending",
      "pending",
    ]);
  });

  it("marks an approval that was not needed as skipped", () => {
    expect(states("applying", "planning", "checking", "approved", "applying")).toEqual([
      "done",
      "done",
      "done",
      "skipped",
      "active",
      "pending",
    ]);
  });

  it("is all done at the end, and says who approved", () => {
    const stages = timelineOf(
      { status: "succeeded", createdAt: start },
      events("planning", "checking", "awaiting_approval", "approved", "applying", "registering", "succeeded"),
    );
    expect(stages.map((s) => s.state)).toEqual(["done", "done", "done", "done", "done", "done"]);
    expect(stages[3]?.note).toBe("Approved by Lena");
    expect(stages[1]).toMatchObject({ startedAt: at(1), endedAt: at(2) });
  });

  it("skips the apply of an empty plan", () => {
    expect(states("succeeded", "planning", "checking", "registering", "succeeded")[4]).toBe("skipped");
  });

  it("puts the end where the run was", () => {
    expect(states("failed", "planning", "failed")).toEqual([
      "done",
      "failed",
      "pending",
      "pending",
      "pending",
      "pending",
    ]);
    expect(states("cancelled", "cancelled")[0]).toBe("stopped");
    expect(states("interrupted", "planning", "checking", "approved", "applying", "interrupted")[4]).toBe(
      "failed",
    );
    expect(states("declined", "planning", "checking", "awaiting_approval", "declined")[3]).toBe("failed");
  });

  it("believes the status over events that have not arrived", () => {
    expect(states("planning")[1]).toBe("active");
  });

  it("writes durations without false precision", () => {
    expect(duration(at(0), at(0.42))).toBe("0.4 s");
    expect(duration(at(0), at(12.4))).toBe("12 s");
    expect(duration(at(0), at(185))).toBe("3 min 5 s");
    expect(duration(at(0), at(7800))).toBe("2 h 10 min");
    expect(duration(at(5), at(0))).toBe("0.0 s");
  });
});
