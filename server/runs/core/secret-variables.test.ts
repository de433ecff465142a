import { describe, expect, it } from "vitest";
import { mapTexts, referenceTo, secretVariables, textsOf } from "./secret-variables";

const inputs = {
  properties: {
    name: { type: "string" },
    token: { type: "string", encryption: "aes256-gcm" },
    other: { type: "string", encryption: { algorithm: "client-side", key: "…" } },
  },
};

describe("variables that hold secrets", () => {
  it("are those whose templates name one, however they write it", () => {
    const variables = {
      plain: "{{ .inputs.name }}",
      whole: "{{ .secrets.DB }}",
      bracket: 'postgres://u:{{ .secrets["DB-2"] | @uri }}@h',
      nested: { list: ["x", { deep: "{{ .inputs.token }}" }] },
      text: ".secrets.DB",
      inside: '{{ "\\(.secrets.DB):\\(.inputs["token"])" }}',
      client: "{{ .inputs.other }}",
      everything: "{{ .inputs }}",
      property: "{{ .inputs.secrets.DB }}",
    };
    expect(secretVariables(variables, inputs)).toEqual({
      whole: { secrets: ["DB"], inputs: [] },
      bracket: { secrets: ["DB-2"], inputs: [] },
      nested: { secrets: [], inputs: ["token"] },
      inside: { secrets: ["DB"], inputs: ["token"] },
    });
  });

  it("are recorded by what they take", () => {
    expect(referenceTo({ secrets: ["DB"], inputs: ["token"] }, { DB: "v1", X: "v2" })).toEqual({
      $secret: ["secrets.DB", "inputs.token"],
      versions: { DB: "v1" },
    });
  });

  it("give their texts, and can be changed text by text", () => {
    expect(textsOf({ a: ["x", 5, null, true, { b: "y" }] })).toEqual(["x", "5", "y"]);
    expect(mapTexts({ a: ["x", 5, null, { b: "y" }] }, (text) => text.toUpperCase())).toEqual({
      a: ["X", 5, null, { b: "Y" }],
    });
  });
});
