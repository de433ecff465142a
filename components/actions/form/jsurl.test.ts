import { describe, expect, it } from "vitest";
import { parseJsurl } from "./jsurl";

describe("JSURL", () => {
  it.each([
    ["~(name~'orders~size~3)", { name: "orders", size: 3 }],
    [
      "~(name~'John*20Doe~age~42~children~(~'Mary~'Bill))",
      { name: "John Doe", age: 42, children: ["Mary", "Bill"] },
    ],
    ["~(a~(b~true~c~false~d~null)~e~(~)~f~())", { a: { b: true, c: false, d: null }, e: [], f: {} }],
    [
      "~(price~'10!~sum~-1.5~euro~'**20ac~quote~'it*27s)",
      { price: "10$", sum: -1.5, euro: "€", quote: "it's" },
    ],
    ["~(name~%27orders)", { name: "orders" }],
    ["~(name~%2527orders)", { name: "orders" }],
    ["~(~1~2)", [1, 2]],
    ["~'text", "text"],
  ])("%s", (text, value) => {
    expect(parseJsurl(text)).toEqual(value);
  });
  it.each([
    "",
    "x",
    "~",
    "~(",
    "~(a~",
    "~(a)",
    "~(a~1",
    "~(a~1))",
    "~maybe",
    "~(a~'*2)",
    "~'**20a",
    "~(".repeat(60),
  ])("refuses %j", (text) => {
    expect(() => parseJsurl(text)).toThrow(SyntaxError);
  });
  it("takes no key for the prototype", () => {
    const read = parseJsurl("~(__proto__~(a~1))") as Record<string, unknown>;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.keys(read)).toEqual(["__proto__"]);
  });
});
