import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROPERTY_KEY } from "@/server/properties/schema";
import { freeKey, keyFromTitle, moved, movedKey, renamedKey, withoutKey } from "./keys";

describe("keys", () => {
  it("are made of titles", () => {
    expect(keyFromTitle("Mean time to repair")).toBe("mean_time_to_repair");
    expect(keyFromTitle("  Überprüft (ja/nein)? ")).toBe("uberpruft_ja_nein");
    expect(keyFromTitle("日本")).toBe("");
  });
  it("are valid whenever they are not empty", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (title) => {
        const key = keyFromTitle(title);
        expect(key === "" || PROPERTY_KEY.test(key)).toBe(true);
      }),
    );
  });
  it("are numbered where taken", () => {
    expect(freeKey("a", ["b"])).toBe("a");
    expect(freeKey("a", ["a", "a_2"])).toBe("a_3");
  });
  it("keep their place when renamed, and move", () => {
    const record = { a: 1, b: 2, c: 3 };
    expect(Object.keys(renamedKey(record, "b", "x"))).toEqual(["a", "x", "c"]);
    expect(Object.keys(movedKey(record, "c", 0))).toEqual(["c", "a", "b"]);
    expect(Object.keys(movedKey(record, "c", 3))).toEqual(["a", "b", "c"]);
    expect(withoutKey(record, "a")).toEqual({ b: 2, c: 3 });
    expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
  });
});
