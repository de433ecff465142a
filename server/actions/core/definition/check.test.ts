import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PropertyDefinitions } from "@/server/properties/schema";
import { checkInputs } from "./check-inputs";
import { checkLayout } from "./check-layout";
import { formExpressions } from "./expressions";
import { publicKeyFault } from "./public-key";
import { type UserInputs, userInputsSchema } from "./user-inputs";

const places = (issues: { path: (string | number)[] }[]) => issues.map(({ path }) => path.join("."));
const inputs = (properties: Record<string, unknown>) => checkInputs(properties as PropertyDefinitions);
const text = { type: "string" };
const entity = { type: "string", format: "entity", blueprint: "service" };

describe("the inputs of a form", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ name: { type: "string", minLenght: 3 } }, "name.minLenght"],
    [{ name: { ...text, required: true } }, "name.required"],
    [{ name: { ...text, multipleOf: 2 } }, "name.multipleOf"],
    [{ list: { type: "array", items: { type: "string", visible: true } } }, "list.items.visible"],
    [{ name: { ...text, dependsOn: ["nam"] } }, "name.dependsOn.0"],
    [{ name: { ...text, dependsOn: ["name"] } }, "name.dependsOn.0"],
    [{ name: { ...text, dataset: { combinator: "and", rules: [] } } }, "name.dataset"],
    [{ name: { ...text, sort: { property: "$title", order: "ASC" } } }, "name.sort"],
    [
      { list: { type: "array", items: { ...text, sort: { property: "a", order: "ASC" } } } },
      "list.items.sort",
    ],
    [
      {
        list: {
          type: "array",
          dataset: { combinator: "and", rules: [] },
          items: { ...entity, dataset: { combinator: "and", rules: [] } },
        },
      },
      "list.dataset",
    ],
    [{ key: { type: "number", encryption: "aes256-gcm" } }, "key.encryption"],
    [{ key: { ...text, format: "url", encryption: "aes256-gcm" } }, "key.encryption"],
    [{ key: { ...text, encryption: "aes256-gcm", default: "a" } }, "key.default"],
    [{ key: { ...text, encryption: "aes256-gcm", default: { jqQuery: ".form.a" } } }, "key.default"],
    [{ key: { ...text, encryption: "aes256-gcm", enum: ["a"] } }, "key.enum"],
  ])("refuses %j at %s", (properties, place) => {
    expect(places(inputs(properties))).toEqual([place]);
  });

  it("says what a misspelt key may mean", () => {
    expect(inputs({ name: { ...text, disable: true } })).toEqual([
      { path: ["name", "disable"], message: 'An input has no "disable". Did you mean "disabled"?' },
    ]);
    expect(inputs({ name: { ...text, colour: "red" } })[0]!.message).toBe(
      'An input has no "colour". Remove it.',
    );
  });

  it("accepts what the published format can say", () => {
    const fine = {
      service: {
        ...entity,
        dataset: { combinator: "and", rules: [] },
        sort: { property: "$title", order: "ASC" },
      },
      services: { type: "array", items: entity, dataset: { combinator: "and", rules: [] } },
      config: {
        type: "object",
        properties: { a: { type: "integer" } },
        required: ["a"],
        additionalProperties: false,
      },
      password: { ...text, encryption: "aes256-gcm", minLength: 12 },
      notes: { ...text, format: "multi-line", encryption: "aes256-gcm", dependsOn: ["service"] },
      hidden: {
        ...text,
        visible: { jqQuery: ".form.service != null" },
        disabled: false,
        readOnly: false,
        jqQuery: null,
      },
      sizes: { type: "array", items: { ...text, enum: { jqQuery: '["a"]' } }, minItems: { jqQuery: "1" } },
    };
    expect(inputs(fine)).toEqual([]);
  });
});

describe("the layout of a form", () => {
  const form = (over: Partial<UserInputs>) =>
    checkLayout({ properties: { a: { type: "string" }, b: { type: "string" } }, ...over });

  it.each<[Partial<UserInputs>, string]>([
    [{ required: ["c"] }, "required.0"],
    [{ order: ["a", "c"] }, "order.1"],
    [{ order: ["a", "b", "a"] }, "order.2"],
    [{ titles: { a: { title: "A" } } }, "titles.a"],
    [{ steps: [{ title: "One", order: ["c"] }] }, "steps.0.order.0"],
    [
      {
        steps: [
          { title: "One", order: ["a"] },
          { title: "Two", order: ["b", "a"] },
        ],
      },
      "steps.1.order.1",
    ],
    [{ order: ["a"], steps: [{ title: "One", order: ["b"] }] }, "order"],
  ])("refuses %j at %s", (over, place) => {
    expect(places(form(over))).toEqual([place]);
  });

  it("accepts titles among the inputs, and what is empty", () => {
    expect(form({ titles: { t: { title: "T" } }, order: ["t", "a", "b"] })).toEqual([]);
    expect(form({ titles: {}, order: [], required: [] })).toEqual([]);
    expect(
      form({ titles: { t: {} }, steps: [{ title: "One", order: ["t", "a"] }, { title: "Two" }] }),
    ).toEqual([]);
    expect(form({ required: { jqQuery: "[]" } })).toEqual([]);
  });
});

it("finds every expression of a form, and none in what is data", () => {
  const form = userInputsSchema.parse({
    properties: {
      a: { type: "string", default: { jqQuery: "1" }, pattern: { jqQuery: "2" } },
      b: {
        ...entity,
        dataset: {
          combinator: "and",
          rules: [
            { combinator: "or", rules: [{ property: "$title", operator: "=", value: { jqQuery: "3" } }] },
          ],
        },
      },
      c: { type: "array", items: { type: "string", enum: { jqQuery: "4" } } },
      d: { type: "object", default: { nested: { jqQuery: "no" } } },
    },
    required: { jqQuery: "5" },
    titles: { t: { visible: { jqQuery: "6" } } },
    steps: [{ title: "One", visible: { jqQuery: "7" }, validations: [{ constraint: "8", message: "m" }] }],
    validations: [{ constraint: "9", message: "m" }],
  });
  expect(formExpressions(form).map(({ path, jq }) => [jq, path.join(".")])).toEqual([
    ["1", "properties.a.default.jqQuery"],
    ["2", "properties.a.pattern.jqQuery"],
    ["3", "properties.b.dataset.rules.0.rules.0.value.jqQuery"],
    ["4", "properties.c.items.enum.jqQuery"],
    ["5", "required.jqQuery"],
    ["6", "titles.t.visible.jqQuery"],
    ["9", "validations.0.constraint"],
    ["7", "steps.0.visible.jqQuery"],
    ["8", "steps.0.validations.0.constraint"],
  ]);
});

describe("the key of a secret that the browser encrypts", () => {
  const spki = { type: "spki", format: "pem" } as const;
  const pkcs8 = { type: "pkcs8", format: "pem" } as const;
  const rsa = (modulusLength: number) =>
    generateKeyPairSync("rsa", { modulusLength, publicKeyEncoding: spki, privateKeyEncoding: pkcs8 });

  it("is a public RSA key of 2048 bits or more", () => {
    const { publicKey, privateKey } = rsa(2048);
    expect(publicKeyFault(publicKey)).toBeNull();
    expect(publicKeyFault(privateKey)).toMatch(/private key/);
    expect(publicKeyFault(rsa(1024).publicKey)).toMatch(/it has 1024/);
    const curve = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: spki,
      privateKeyEncoding: pkcs8,
    });
    expect(publicKeyFault(curve.publicKey)).toMatch(/Must be an RSA key/);
    expect(publicKeyFault("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")).toMatch(/in PEM/);
    expect(publicKeyFault("ssh-rsa AAAA")).toMatch(/in PEM/);
  });
});
