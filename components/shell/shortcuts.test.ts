import { describe, expect, test } from "vitest";
import { SEQUENCE_MS, stepShortcut } from "./shortcuts";
import type { KeyPress, SequenceState } from "./shortcuts";

const press = (key: string, extra: Partial<KeyPress> = {}): KeyPress => ({
  key,
  meta: false,
  ctrl: false,
  alt: false,
  at: 0,
  captured: false,
  ...extra,
});

function type(presses: KeyPress[], singleKeys = true) {
  let state: SequenceState | null = null;
  return presses.map((one) => {
    const step = stepShortcut(state, one, singleKeys);
    state = step.state;
    return step.command;
  });
}

describe("stepShortcut", () => {
  test("a sequence", () => {
    expect(type([press("g"), press("c")])).toEqual([null, "go:catalog"]);
    expect(type([press("g"), press("C")])).toEqual([null, "go:catalog"]);
  });
  test("a sequence that took too long is two keys", () => {
    expect(type([press("g"), press("c", { at: SEQUENCE_MS + 1 })])).toEqual([null, null]);
  });
  test("a wrong second key ends the sequence; a second g begins it anew", () => {
    expect(type([press("g"), press("x"), press("c")])).toEqual([null, null, null]);
    expect(type([press("g"), press("g"), press("c")])).toEqual([null, null, "go:catalog"]);
  });
  test("single keys", () => {
    expect(type([press("?"), press("/"), press("j"), press("k")])).toEqual([
      "help",
      "filter",
      "row:next",
      "row:previous",
    ]);
  });
  test("nothing while typing, except the palette", () => {
    expect(type([press("j", { captured: true }), press("k", { captured: true, meta: true })])).toEqual([
      null,
      "palette",
    ]);
  });
  test("browser shortcuts are left alone", () => {
    expect(
      type([press("c", { ctrl: true }), press("j", { meta: true }), press("k", { alt: true, ctrl: true })]),
    ).toEqual([null, null, null]);
  });
  test("switched off, only the palette stays", () => {
    expect(type([press("g"), press("c"), press("?"), press("k", { ctrl: true })], false)).toEqual([
      null,
      null,
      null,
      "palette",
    ]);
  });
  test("keys with long names do not match by accident", () => {
    expect(type([press("Enter"), press("Dead"), press("")])).toEqual([null, null, null]);
  });
});
