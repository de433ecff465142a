import { describe, expect, it } from "vitest";
import { lineOfPath } from "./json-position";
import { parseJson } from "./parse-json";

const text = `{
\t"identifier": "service",
  "schema": {
    "properties": {
      "size.of/it": { "type": "integer" },
      "tags": { "type": "array", "items": { "enum": ["a", 1] } }
    }
  }
}`;

describe("lineOfPath", () => {
  it("finds values, also under odd keys and in lists", () => {
    expect(lineOfPath(text, ["identifier"])).toBe(2);
    expect(lineOfPath(text, ["schema", "properties", "size.of/it", "type"])).toBe(5);
    expect(lineOfPath(text, ["schema", "properties", "tags", "items", "enum", 1])).toBe(6);
  });
  it("points to what is around a missing value", () => {
    expect(lineOfPath(text, ["schema", "properties", "tags", "title"])).toBe(6);
    expect(lineOfPath(text, ["nothing", 3])).toBe(1);
    expect(lineOfPath("", ["a"])).toBeUndefined();
  });
});

describe("parseJson", () => {
  it("reads", () => {
    expect(parseJson('{"a":1}')).toEqual({ value: { a: 1 } });
  });
  it.each([
    ['{\n  "a": 1,\n  "b": oops\n}', 3],
    ['{\n  "a": 1\n  "b": 2\n}', 3],
    ['{\n  "a": [1,\n  2,\n]}', 4],
    ['{\n  "a": "x\n"}', 2],
    ['{"a": 1}\n\nmore', 3],
    ["{\n", 2],
    ["", 1],
    ["{'a': 1}", 1],
    ['{"a": 01}', 1],
  ])("tells the line of a fault in %j", (broken, line) => {
    expect(parseJson(broken).fault?.line).toBe(line);
  });
});
