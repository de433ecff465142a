import { describe, expect, it } from "vitest";
import { scheduleFaults, slotBefore, slotsAfter } from "./cron";

describe("schedules", () => {
  it.each(["0 7 * * 1-5", "*/15 * * * *", "0 0 1 1 *", "30 2 L * *"])("takes %s", (cron) => {
    expect(scheduleFaults(cron, "Europe/Berlin")).toEqual({});
  });

  it.each(["", "every day", "61 * * * *", "* * * * * *", "@daily please"])("refuses %j", (cron) => {
    expect(scheduleFaults(cron).cron).toMatch(/no schedule/);
  });

  it("refuses what never happens, and time zones that there are not", () => {
    expect(scheduleFaults("0 0 31 2 *").cron).toMatch(/never happens/);
    expect(scheduleFaults("0 7 * * *", "Mars/Olympus").timezone).toMatch(/Mars\/Olympus/);
  });

  it("finds the slot that was last, at its very moment too", () => {
    const at = (time: string) => slotBefore("0 7 * * *", "UTC", new Date(time))?.toISOString();
    expect(at("2026-05-04T06:59:59.999Z")).toBe("2026-05-03T07:00:00.000Z");
    expect(at("2026-05-04T07:00:00.000Z")).toBe("2026-05-04T07:00:00.000Z");
    expect(at("2026-05-06T12:00:00.000Z")).toBe("2026-05-06T07:00:00.000Z");
  });

  it("follows the clock of the time zone over the change to summer time", () => {
    const next = slotsAfter("0 7 * * *", "Europe/Berlin", new Date("2026-03-28T00:00:00Z"), 2);
    expect(next.map((slot) => slot.toISOString())).toEqual([
      "2026-03-28T06:00:00.000Z",
      "2026-03-29T05:00:00.000Z",
    ]);
  });
});
