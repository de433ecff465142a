import { describe, expect, it } from "vitest";
import { createFormStore } from "./form-store";
import { limitsOf } from "./limits";
import { stepped } from "./stepped";
import { readTextFile } from "./text-file";

describe("counting a number up and down", () => {
  it.each([
    ["1", 1, {}, "2"],
    ["", 1, {}, "0"],
    ["", -1, { minimum: 3 }, "3"],
    ["0.30", 1, {}, "1.30"],
    ["4", 10, { maximum: 5 }, "5"],
    ["5", 1, { maximum: 5 }, "5"],
    ["9", -1, { maximum: 5 }, "8"],
    ["9", 1, { maximum: 5 }, "9"],
    ["1", -1, { exclusiveMinimum: 0 }, "1"],
    ["x", 1, {}, "0"],
  ])("%j by %d within %j is %j", (text, step, bounds, expected) => {
    expect(stepped(text, step, bounds)).toBe(expected);
  });
});

describe("limits in words", () => {
  it.each([
    [{ type: "number" as const, minimum: 1, maximum: 9 }, "1 to 9"],
    [{ type: "number" as const, exclusiveMinimum: 0 }, "More than 0"],
    [{ type: "array" as const, minItems: 1 }, "At least 1 item"],
    [{ type: "array" as const, minItems: 2, maxItems: 2, uniqueItems: true }, "Exactly 2 items, none twice"],
    [{ type: "array" as const, uniqueItems: true }, "None twice"],
    [{ type: "string" as const, minLength: 3, maxLength: 40 }, "3 to 40 characters"],
    [{ type: "string" as const, enum: ["a"], maxLength: 2 }, null],
    [{ type: "boolean" as const }, null],
  ])("%j: %s", (definition, words) => {
    expect(limitsOf(definition)).toBe(words);
  });
});

describe("a text file", () => {
  const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);
  const definition = { type: "string" as const, format: "file" };
  it("is read", async () => {
    expect(await readTextFile(file("a.yaml", "a: é\n"), definition)).toEqual({ text: "a: é\n" });
  });
  it.each([
    ["another ending", file("a.exe", "x"), { accept: [".yaml"] }, /ends in \.yaml/],
    ["a binary", file("a.bin", new Uint8Array([0xff, 0xfe, 0x00])), {}, /not text/],
    ["a zero among text", file("a.txt", "a\u0000b"), {}, /binary/],
    ["too much", file("a.txt", "abcd"), { maxLength: 3 }, /too large/],
    ["nothing", file("a.txt", ""), {}, /empty/],
  ])("is refused: %s", async (_, given, rest, words) => {
    expect((await readTextFile(given, { ...definition, ...rest })).fault).toMatch(words);
  });
  it("may end in capitals", async () => {
    expect((await readTextFile(file("A.YAML", "a: 1"), { ...definition, accept: [".yaml"] })).text).toBe(
      "a: 1",
    );
  });
});

describe("the store of a form", () => {
  it("tells what a person changed from what the form put in", () => {
    const store = createFormStore({ a: "1", b: "2" });
    const changed: string[] = [];
    store.onChange((name) => changed.push(name));
    store.change("a", "x");
    store.assign({ b: "computed" });
    expect([...store.read().touched]).toEqual(["a"]);
    expect(changed).toEqual(["a"]);
    store.assign({ a: "computed" });
    expect(store.read()).toMatchObject({ raw: { a: "computed", b: "computed" } });
    expect(store.read().touched.size).toBe(0);
  });
  it("keeps what did not change as it is, so that no other field is drawn", () => {
    const list = ["x"];
    const store = createFormStore({ a: "1", list });
    store.change("a", "2");
    expect(store.read().raw.list).toBe(list);
  });
});
