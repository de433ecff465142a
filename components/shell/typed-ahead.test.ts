import { describe, expect, test } from "vitest";
import type { KeyPress } from "./shortcuts";
import { AHEAD_MS, createTypedAhead } from "./typed-ahead";

const press = (key: string, extra: Partial<KeyPress> = {}): KeyPress => ({
  key,
  meta: false,
  ctrl: false,
  alt: false,
  at: 0,
  captured: false,
  ...extra,
});

describe("what is typed before the palette is there", () => {
  test("is the palette's, once", () => {
    const ahead = createTypedAhead();
    expect(ahead.press(press("x"))).toBe(false);
    ahead.begin(0);
    for (const key of ["C", "a", "t", "t", "Backspace", " "]) expect(ahead.press(press(key))).toBe(true);
    expect(ahead.take()).toBe("Cat ");
    expect(ahead.press(press("g"))).toBe(false);
    expect(ahead.take()).toBe("");
  });

  test("commands, long keys and what belongs to a field are not", () => {
    const ahead = createTypedAhead();
    ahead.begin(0);
    for (const other of [
      press("Enter"),
      press("r", { meta: true }),
      press("a", { ctrl: true }),
      press("a", { captured: true }),
    ])
      expect(ahead.press(other)).toBe(false);
    expect(ahead.take()).toBe("");
  });

  test("calling again loses nothing, and a palette that never comes gives the keys back", () => {
    const ahead = createTypedAhead();
    ahead.begin(0);
    ahead.press(press("a"));
    ahead.begin(1);
    expect(ahead.press(press("b", { at: 2 }))).toBe(true);
    expect(ahead.press(press("c", { at: AHEAD_MS + 2 }))).toBe(false);
    expect(ahead.take()).toBe("");
  });
});
