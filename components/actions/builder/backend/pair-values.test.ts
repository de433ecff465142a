import { expect, it } from "vitest";
import { keptValue, renamed, typedText } from "./pair-values";

it("keeps texts texts and JSON JSON", () => {
  expect(typedText("{{ .a }}")).toBe("{{ .a }}");
  expect(typedText({ a: 1 })).toBe('{"a":1}');
  expect(keptValue("3", "2")).toBe("3");
  expect(keptValue("3", 2)).toBe(3);
  expect(keptValue("{{ .n }}", 2)).toBe("{{ .n }}");
  expect(keptValue("x", undefined)).toBe("x");
});

it("renames a key where it stands, and never over another", () => {
  expect(Object.keys(renamed({ a: 1, b: 2 }, "a", "c"))).toEqual(["c", "b"]);
  expect(renamed({ a: 1, b: 2 }, "a", "b")).toEqual({ a: 1, b: 2 });
});
