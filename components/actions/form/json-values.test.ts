import { describe, expect, it } from "vitest";
import type { InputDefinitions } from "@/server/actions/core/definition/user-inputs";
import type { FormState, InputState } from "@/server/actions/core/form/state";
import { jsonOf, readJson } from "./json-values";

const properties: InputDefinitions = {
  name: { type: "string" },
  size: { type: "number", default: 3 },
  tags: { type: "array", items: { type: "string" } },
  closed: { type: "string" },
  token: { type: "string", encryption: "aes256-gcm" },
};
const open: InputState = {
  visible: true,
  disabled: false,
  readOnly: false,
  waitsFor: [],
  required: false,
  constraints: {},
  faults: [],
};
const state: FormState = {
  inputs: {
    name: open,
    size: { ...open, default: 3 },
    tags: open,
    closed: { ...open, disabled: true, waitsFor: ["name"] },
    token: open,
  },
  titles: {},
  steps: [],
  violations: [],
  faults: [],
  values: { size: 3 },
};
const before = { raw: { token: "hush", closed: "kept" }, touched: new Set(["token", "closed"]) };
const read = (text: string) => readJson(text, properties, before, state);

describe("values of a form as JSON", () => {
  it("never show a secret, and keep it", () => {
    expect(jsonOf(properties, { name: "a", token: "hush" })).toBe('{\n  "name": "a"\n}');
    expect(read('{"name":"a"}').filled?.raw).toEqual({ name: "a", token: "hush", closed: "kept" });
  });
  it("leave untouched what has its default", () => {
    expect([...(read('{"size":3}').filled?.touched ?? [])]).toEqual(["token", "closed"]);
    expect(read('{"size":4}').filled?.raw.size).toBe("4");
    expect(read('{"size":null,"tags":[]}').filled?.raw).toMatchObject({ size: "", tags: [] });
  });
  it.each([
    ["{", false, []],
    ["[]", false, []],
    ['{"gone":1}', false, ["gone"]],
    ['{"size":"3"}', false, ["size"]],
    ['{"name":1}', false, ["name"]],
    ['{"token":"x"}', false, ["token"]],
    ['{"closed":"x"}', true, ["closed"]],
    ['{"name":"a","tags":["b"]}', true, null],
  ])("%s", (text, shown, path) => {
    const reading = read(text);
    expect(reading.shown).toBe(shown);
    expect(reading.issues[0]?.path ?? null).toEqual(path);
  });
});
