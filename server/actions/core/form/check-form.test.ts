import { describe, expect, it } from "vitest";
import type { UserInputs } from "../definition/user-inputs";
import { checkForm, valuesToSend } from "./check-form";
import { staticState } from "./static-state";

const text = { type: "string" as const };
const check = (userInputs: UserInputs, values: Record<string, unknown>, sealed: string[] = []) => {
  const result = checkForm(userInputs, staticState(userInputs, values, sealed), values, { sealed });
  return result.ok ? result.values : result.issues.map(({ path }) => path.join("."));
};

describe("a form without anything computed", () => {
  const form: UserInputs = {
    properties: {
      name: { ...text, minLength: 3 },
      url: { ...text, format: "url" },
      hidden: { ...text, visible: false, default: "kept" },
      bare: { ...text, visible: false },
      closed: { type: "number", readOnly: true, default: 3 },
      first: text,
      then: { ...text, dependsOn: ["first"], default: "later" },
      size: { ...text, enum: ["s", "l"], default: "s" },
    },
    required: ["name", "hidden", "bare", "closed", "then"],
  };

  it("fills defaults in, also those of hidden and closed inputs, and not those that wait", () => {
    expect(check(form, { name: "abc" })).toEqual({ name: "abc", hidden: "kept", closed: 3, size: "s" });
    expect(check(form, { name: "abc", first: "x" })).toEqual({
      name: "abc",
      hidden: "kept",
      closed: 3,
      first: "x",
      then: "later",
      size: "s",
    });
  });

  it("leaves empty what was emptied", () => {
    expect(check(form, { name: "abc", size: null, url: "" })).toMatchObject({ size: null, url: "" });
    expect(check(form, { name: "" })).toEqual(["name"]);
    expect(check(form, { name: null })).toEqual(["name"]);
    expect(check(form, { name: "abc", first: "x", then: "" })).toEqual(["then"]);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["a wrong type", { name: 3 }, ["name"]],
    ["an unknown key", { name: "abc", nope: 1 }, ["nope"]],
    ["a forged choice", { name: "abc", size: "xxl" }, ["size"]],
    ["another value than the default of a hidden input", { name: "abc", hidden: "mine" }, ["hidden"]],
    ["null for a hidden input with a default", { name: "abc", hidden: null }, ["hidden"]],
    ["a value of a hidden input without default", { name: "abc", bare: "x" }, ["bare"]],
    ["another value than that of a closed input", { name: "abc", closed: 4 }, ["closed"]],
    ["a value for an input that waits", { name: "abc", then: "x" }, ["then"]],
    ["an empty text for a number", { name: "abc", closed: "" }, ["closed"]],
  ])("refuses %s at its place", (_what, values, paths) => expect(check(form, values)).toEqual(paths));

  it("takes the default of a hidden or closed input, and nothing for one without", () => {
    const values = { name: "abc", hidden: "kept", closed: 3, bare: null };
    expect(check(form, values)).toEqual({ name: "abc", hidden: "kept", closed: 3, size: "s" });
  });

  it("sends of what it keeps only what may be sent", () => {
    const values = { name: "abc", hidden: "typed before", then: "typed before" };
    const state = staticState(form, values);
    const sent = valuesToSend(form, state, values);
    expect(sent).toEqual({ name: "abc", hidden: "kept", closed: 3, size: "s" });
    expect(checkForm(form, state, sent)).toEqual({ ok: true, values: sent });
  });

  it("takes a secret that is encrypted already as it is", () => {
    const secret: UserInputs = {
      properties: {
        key: { ...text, maxLength: 4, encryption: "aes256-gcm" },
        next: { ...text, dependsOn: ["key"] },
      },
      required: ["key", "next"],
    };
    expect(check(secret, { key: "encrypted and long", next: "x" }, ["key"])).toEqual({
      key: "encrypted and long",
      next: "x",
    });
    expect(check(secret, { key: "encrypted and long", next: "x" })).toEqual(["key"]);
    expect(check(secret, { key: "", next: "" }, [])).toEqual(["key"]);
  });
});
