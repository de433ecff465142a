import { describe, expect, it } from "vitest";
import { platformUptime } from "./platform-uptime";
import { ask, at, set } from "../testing-platform";

describe("uptime", () => {
  const probe = (component: string, minute: number, probes: boolean[], critical = true) =>
    probes.map((ok, n) => ({
      component,
      at: new Date(Date.UTC(2026, 2, 3, 0, minute)),
      probe: `p${n}`,
      ok,
      critical,
    }));

  it("is down where most probes of one critical component fail", () => {
    const events = set({
      probes: [
        ...probe("portal", 0, [true, true, false]),
        ...probe("git", 0, [true]),
        ...probe("portal", 1, [false, false, true]),
        ...probe("git", 1, [true]),
        ...probe("portal", 2, [true, false]),
        ...probe("git", 3, [false]),
        ...probe("wiki", 2, [false], false),
      ],
    });
    const result = platformUptime.evaluate(events, ask);
    expect(result).toMatchObject({ value: 0.5, n: 4, parts: { down: 2 } });
    expect(result).not.toHaveProperty("interval");
  });

  it("does not look at what is down on purpose", () => {
    const planned = { component: "git", startsAt: at("03T00:01:00"), endsAt: at("03T00:02:00") };
    const events = set({
      probes: [...probe("portal", 1, [true]), ...probe("git", 1, [false]), ...probe("git", 2, [true])],
      maintenance: [planned],
    });
    expect(platformUptime.evaluate(events, ask)).toMatchObject({ value: 1, n: 2 });
    expect(
      platformUptime.evaluate(set({ probes: probe("git", 1, [false]), maintenance: [planned] }), ask).value,
    ).toBeNull();
  });

  it("takes from the error budget of the target what was down, and what was planned from neither", () => {
    const minutes = Array.from({ length: 100 }, (_, n) => probe("portal", n, [n >= 2, n >= 2, true])).flat();
    const events = set({
      probes: [...minutes, ...probe("portal", 100, [false, false, false])],
      maintenance: [{ component: "portal", startsAt: at("03T01:40:00"), endsAt: at("03T01:41:00") }],
    });
    // Two of a hundred minutes are down: 99 % allow one, 95 % five.
    const left = (uptimeTarget: number) => platformUptime.evaluate({ ...events, uptimeTarget }, ask).parts;
    expect(left(0.99)).toMatchObject({ target: 0.99, down: 2, budget: expect.closeTo(-1, 9) as number });
    expect(left(0.95)).toMatchObject({ target: 0.95, down: 2, budget: expect.closeTo(0.6, 9) as number });
  });

  it.each([
    [[true, true, false], 1],
    [[true, false, false], 0],
    [[false, false, false], 0],
    [[true, false], 1],
    [[false, false], 0],
    [[false], 0],
  ])("of probes %j is %d", (probes, value) => {
    expect(platformUptime.evaluate(set({ probes: probe("portal", 0, probes) }), ask).value).toBe(value);
  });
});
