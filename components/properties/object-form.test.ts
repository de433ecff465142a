import { describe, expect, it } from "vitest";
import { checkDefinition } from "@/server/properties/check";
import type { PropertyDefinition } from "@/server/properties/schema";
import { collectValues, fieldName, issuesByField } from "./form-values";
import { drawingOf, memberDefinition } from "./object-form";
import { fromRaw, isRawObject, toRaw, Unreadable } from "./value";
import type { RawObject, RawValue } from "./value";

const object = (rest: Record<string, unknown>): PropertyDefinition => ({ type: "object", ...rest });

const network = object({
  properties: {
    name: { type: "string", minLength: 2 },
    replicas: { type: "integer", minimum: 1, default: 2 },
    public: { type: "boolean" },
    tier: { enum: ["small", "large"] },
    weight: { enum: [1, 2] },
    kind: { const: "v1" },
    tags: { type: "array", items: { type: "string" } },
    ports: {
      type: "array",
      items: {
        type: "object",
        properties: { port: { type: "integer" }, open: { type: "boolean" } },
        required: ["port"],
      },
    },
    nested: { type: "object", properties: { zone: { type: "string" } }, required: ["zone"] },
    any: { patternProperties: { "^x": {} } },
  },
  required: ["name", "public"],
});

const value = {
  name: "core",
  replicas: 3,
  public: false,
  tier: "large",
  weight: 2,
  kind: "v1",
  tags: ["a", "b"],
  ports: [{ port: 80, open: true }, { port: 443 }],
  nested: { zone: "eu-1" },
  any: { x: [1] },
  unknown: { kept: true },
};

const source = object({
  properties: { name: { type: "string" } },
  oneOf: [
    {
      title: "From Git",
      properties: { type: { const: "git" }, url: { type: "string", format: "uri" } },
      required: ["type", "url"],
    },
    { properties: { type: { const: "s3" }, bucket: { type: "string" } }, required: ["type"] },
  ],
});

describe("how an object is drawn", () => {
  it("as a field for each member", () => {
    const members = drawingOf(network)?.members ?? [];
    expect(members.map(({ key, required }) => [key, required])).toContainEqual(["name", true]);
    const kinds = Object.fromEntries(members.map(({ key, definition }) => [key, definition.type]));
    expect(kinds).toMatchObject({
      replicas: "number",
      tier: "string",
      ports: "array",
      nested: "object",
      any: "object",
    });
  });
  it("as a choice where one member tells the forms apart", () => {
    expect(drawingOf(source)?.choice).toMatchObject({
      key: "type",
      required: true,
      alternatives: [
        { value: "git", label: "From Git", members: [{ key: "url", definition: { format: "url" } }] },
        { value: "s3", label: "s3", members: [{ key: "bucket" }] },
      ],
    });
  });
  it.each<[string, Record<string, unknown>]>([
    ["nothing is said", {}],
    ["keys are patterns", { properties: { a: {} }, patternProperties: { x: {} } }],
    ["schemas are combined", { properties: { a: {} }, allOf: [{ required: ["a"] }] }],
    ["the forms cannot be told apart", { oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }],
    ["it is encrypted", { properties: { a: {} }, encryption: "aes256-gcm" }],
  ])("not at all where %s", (_, rest) => {
    expect(drawingOf(object(rest))).toBeNull();
  });
  it("with definitions that the language knows", () => {
    for (const { definition } of drawingOf(network)?.members ?? [])
      expect(checkDefinition(definition, [], "input")).toEqual([]);
    expect(memberDefinition({ type: ["string", "null"], format: "uri" })).toMatchObject({
      type: "string",
      format: "url",
    });
    expect(memberDefinition(true)).toEqual({ type: "object" });
  });
});

describe("objects there and back", () => {
  it("keeps every member, also those without a field", () => {
    const raw = toRaw(value, network);
    expect(isRawObject(raw)).toBe(true);
    expect(fromRaw(raw, network)).toEqual(value);
  });
  it("keeps the chosen form", () => {
    const given = { name: "a", type: "git", url: "https://a.example" };
    expect(toRaw(given, source)).toMatchObject({ choice: "git" });
    expect(fromRaw(toRaw(given, source), source)).toEqual(given);
  });
  it("sends the members of the chosen form alone", () => {
    const raw = toRaw({ type: "git", url: "https://a.example" }, source) as RawObject;
    const other = { ...raw, choice: "s3", fields: { ...raw.fields, bucket: "b" } };
    expect(fromRaw(other, source)).toEqual({ type: "s3", bucket: "b" });
    expect(fromRaw(toRaw(undefined, source), source)).toBeUndefined();
  });
  it("sends nothing that nobody filled in, and what is there where it is required", () => {
    const untouched = toRaw(undefined, network);
    expect(fromRaw(untouched, network)).toBeUndefined();
    expect(fromRaw(toRaw({}, network), network)).toEqual({ public: false });
    expect(fromRaw(untouched, network, true)).toEqual({ replicas: 2, public: false, kind: "v1" });
  });
  it("reads JSON that stands in the place of the form", () => {
    expect(fromRaw('{"name": 1}', network)).toEqual({ name: 1 });
    expect(toRaw(["not an object"], network)).toBe('[\n  "not an object"\n]');
  });
  it("says where inside it something cannot be read", () => {
    const raw = toRaw(value, network) as RawObject;
    const ports: RawValue[] = [{ fields: { port: "many", open: true } }];
    const broken = { ...raw, fields: { ...raw.fields, ports } };
    expect(() => fromRaw(broken, network)).toThrow(Unreadable);
    const { issues } = collectValues({ [fieldName(0)]: broken }, ["net"], { net: network });
    expect(issues).toMatchObject([{ path: ["net", "ports", 0, "port"] }]);
    expect(issuesByField(issues, ["net"]).fields.f0?.message).toMatch(/^Ports, item 1, Port: Enter a number/);
  });
});

describe("lists and secrets", () => {
  it("holds a list without a kind of item as JSON", () => {
    const list: PropertyDefinition = { type: "array" };
    expect(toRaw([1, "a"], list)).toBe('[\n  1,\n  "a"\n]');
    expect(fromRaw('[1, "a"]', list)).toEqual([1, "a"]);
  });
  it("keeps an object that was added to a list though nothing is in it", () => {
    const list: PropertyDefinition = {
      type: "array",
      items: object({ properties: { a: { type: "string" } } }),
    };
    expect(fromRaw([toRaw(undefined, list.items as PropertyDefinition)], list)).toEqual([{}]);
  });
  it("picks several of a list in their own type", () => {
    const list: PropertyDefinition = { type: "array", items: { type: "number", enum: [1, 2, 3] } };
    expect(fromRaw(toRaw([3, 1], list), list)).toEqual([3, 1]);
  });
  it("never prefills a secret, and never quotes it", () => {
    const secret = object({ encryption: "aes256-gcm" });
    expect(toRaw({ token: "hunter2" }, secret)).toBe("");
    expect(fromRaw('{"token":"hunter2"}', secret)).toEqual({ token: "hunter2" });
    expect(() => fromRaw("hunter2", secret)).toThrow(/^(?!.*hunter2)/);
  });
  it("sends null for what a person emptied that has a default", () => {
    const properties = { size: { type: "string" as const, default: "m" } };
    const raw = { f0: "" };
    expect(collectValues(raw, ["size"], properties, { touched: new Set(["f0"]) }).values).toEqual({
      size: null,
    });
    expect(collectValues(raw, ["size"], properties).values).toEqual({});
  });
});
