import { describe, expect, it } from "vitest";
import { storable } from "./storable";

describe("what the audit log stores", () => {
  it("shows a NUL, and replaces half a character, in values and keys at any depth", () => {
    expect(
      storable({
        message: "relations.\u0000: no",
        diff: { after: [{ "a\u0000": "\ud800x" }] },
        n: 1,
        none: null,
      }),
    ).toEqual({
      message: "relations.\u2400: no",
      diff: { after: [{ "a\u2400": "\ufffdx" }] },
      n: 1,
      none: null,
    });
  });

  it("leaves whole characters and what is no text as they are", () => {
    const at = new Date(0);
    expect(storable({ said: "𐌊 ok", at, yes: true })).toEqual({ said: "𐌊 ok", at, yes: true });
  });
});
