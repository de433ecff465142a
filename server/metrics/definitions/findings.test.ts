import { describe, expect, it } from "vitest";
import { noEvents } from "../core/events";
import { findingsFixedInTime } from "./findings-fixed-in-time";
import { securityPosture } from "./security-posture";
import { ask, DAY, at, set } from "../testing-platform";

describe("findings", () => {
  const finding = (id: number, of: object = {}) => ({
    id,
    service: "api",
    team: "amber",
    severity: "high" as const,
    status: "open" as const,
    suppressedUntil: null,
    firstSeenAt: at("03T00:00:00"),
    fixedAt: null,
    dueAt: at("20T00:00:00"),
    dedupeKey: `k${id}`,
    ...of,
  });
  const owners = ["api", "cart"].map((service) => ({
    service,
    team: "amber",
    startsAt: new Date("2026-01-01T00:00:00Z"),
    endsAt: null,
  }));

  it("are one for each weakness of a place, critical ones twice, by service", () => {
    const events = set({
      owners,
      findings: [
        finding(1, { severity: "critical" }),
        finding(2, { dedupeKey: "k1" }),
        finding(3),
        finding(4, { fixedAt: at("10T00:00:00"), status: "fixed" }),
        finding(5, { status: "suppressed", suppressedUntil: new Date("2026-05-01T00:00:00Z") }),
        finding(6, { status: "suppressed" }),
        finding(7, { severity: "medium" }),
        finding(8, { firstSeenAt: new Date("2026-04-01T00:00:00Z") }),
      ],
    });
    expect(securityPosture.evaluate(events, ask)).toMatchObject({
      value: 2,
      n: 3,
      parts: { critical: 1, high: 2, services: 2, age: 27 * DAY },
    });
    expect(securityPosture.evaluate(noEvents(), ask).value).toBeNull();
  });

  it("have no value where no scanner ever told of anything, and say of how many services one did", () => {
    expect(securityPosture.evaluate(set({ owners }), ask)).toMatchObject({
      value: null,
      insufficient: { why: "No scanner had told of anything by then." },
    });
    const low = finding(1, { severity: "low", status: "fixed", fixedAt: at("04T00:00:00") });
    expect(securityPosture.evaluate(set({ owners, findings: [low] }), ask)).toMatchObject({
      value: 0,
      parts: { services: 2, scanned: 0.5 },
    });
    const later = finding(1, { firstSeenAt: new Date("2026-04-01T00:00:00Z") });
    expect(securityPosture.evaluate(set({ owners, findings: [later] }), ask).value).toBeNull();
  });

  it("are fixed in time, or not, when they are due", () => {
    const events = set({
      findings: [
        finding(1, { fixedAt: at("20T00:00:00"), status: "fixed" }),
        finding(2, { fixedAt: at("20T00:00:01"), status: "fixed" }),
        finding(3),
        finding(4, { dedupeKey: "k3", dueAt: at("25T00:00:00"), fixedAt: at("21T00:00:00") }),
        finding(5, { dueAt: null }),
        finding(6, { status: "suppressed", suppressedUntil: at("25T00:00:00") }),
      ],
    });
    expect(findingsFixedInTime.evaluate(events, ask)).toMatchObject({
      value: 1 / 3,
      n: 3,
      insufficient: { need: 20 },
    });
  });
});
