import { describe, expect, it } from "vitest";
import type { Lifetime } from "../schema";
import { chosenEnd, dueReminder, endFault, endsAt, instantOf, nextMoment, passedReminder } from "./end";

const lifetime: Lifetime = { default: "4h", maximum: "72h", from: "ttl", destroy: "delete_it" };
const now = new Date("2026-11-26T12:00:00Z");
const H = 3600;

describe("the end that a person chooses", () => {
  it.each([
    [undefined, { kind: "after", seconds: 4 * H }],
    [null, { kind: "after", seconds: 4 * H }],
    ["", { kind: "after", seconds: 4 * H }],
    ["1d", { kind: "after", seconds: 24 * H }],
    ["PT30M", { kind: "after", seconds: H / 2 }],
    ["2026-11-27T00:00:00Z", { kind: "at", at: new Date("2026-11-27T00:00:00Z") }],
    ["2026-11-27T01:00:00+02:00", { kind: "at", at: new Date("2026-11-26T23:00:00Z") }],
    ["2026-11-28", { kind: "at", at: new Date("2026-11-28T23:59:59.999Z") }],
  ])("is read from %j", (value, end) => {
    expect(chosenEnd(lifetime, { ttl: value })).toEqual({ ok: true, end });
  });

  it.each([0, -1, 4, true, {}, [], "0h", "-3h", "1e9d", "tomorrow", "2026-11-27T00:00:00", "2026-02-30"])(
    "is not read from %j",
    (value) => {
      expect(chosenEnd(lifetime, { ttl: value })).toMatchObject({ ok: false });
    },
  );

  it.each([
    ["72h", null],
    ["73h", "3 days at most"],
    ["2026-11-29T12:00:00Z", null],
    ["2026-11-29T12:00:01Z", "3 days at most"],
    ["2026-11-26T12:00:30Z", "before it is made"],
    ["2020-01-01", "before it is made"],
  ])("%j within three days from noon is refused with %j", (ttl, fault) => {
    const chosen = chosenEnd(lifetime, { ttl });
    const found = chosen.ok ? endFault(lifetime, chosen.end, now) : "unread";
    if (fault === null) expect(found).toBeNull();
    else expect(found).toContain(fault);
  });

  it("counts from when it was made, and is never beyond the maximum", () => {
    expect(endsAt(lifetime, { kind: "after", seconds: H }, now)).toEqual(new Date("2026-11-26T13:00:00Z"));
    const late = { kind: "at" as const, at: new Date("2027-01-01T00:00:00Z") };
    expect(endsAt(lifetime, late, now)).toEqual(new Date("2026-11-29T12:00:00Z"));
    expect(endsAt({ ...lifetime, maximum: undefined }, late, now)).toEqual(late.at);
  });

  it("is the same instant in every zone", () => {
    expect(instantOf("2026-11-26T12:00:00Z")).toEqual(instantOf("2026-11-26T23:00:00+11:00"));
    expect(instantOf("2026-11-26 12:00")).toBeNull();
    expect(instantOf("2026-13-01")).toBeNull();
  });
});

describe("reminders", () => {
  const at = (hours: number) => new Date(now.getTime() + hours * H * 1000);
  const remindBefore = [24 * H, H];

  it("come one after the other, then the end", () => {
    const clock = { expiresAt: at(48), remindBefore };
    expect(nextMoment({ ...clock, reminded: null })).toEqual(at(24));
    expect(nextMoment({ ...clock, reminded: 24 * H })).toEqual(at(47));
    expect(nextMoment({ ...clock, reminded: H })).toEqual(at(48));
    expect(nextMoment({ expiresAt: null, remindBefore, reminded: null })).toBeNull();
  });

  it("that were missed are told by the nearest alone", () => {
    const clock = { expiresAt: at(48), remindBefore, reminded: null };
    expect(dueReminder(clock, now)).toBeNull();
    expect(dueReminder(clock, at(24))).toBe(24 * H);
    expect(dueReminder(clock, at(47.5))).toBe(H);
    expect(dueReminder({ ...clock, reminded: 24 * H }, at(30))).toBeNull();
    expect(dueReminder(clock, at(48))).toBeNull();
  });

  it("are left out where they would come at once", () => {
    expect(passedReminder([24 * H, H], 4 * H)).toBe(24 * H);
    expect(passedReminder([24 * H, H], H)).toBe(H);
    expect(passedReminder([24 * H, H], 48 * H)).toBeNull();
  });
});
