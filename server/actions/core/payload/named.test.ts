import { describe, expect, it } from "vitest";
import { expressionsIn, namesUnder } from "./named";

describe("what templates name", () => {
  it.each([
    [".secrets.TOKEN", ["TOKEN"]],
    ['.secrets["my-token"] + .secrets.B', ["my-token", "B"]],
    [".secrets.'x y' // .secrets.\"z\"", ["z"]],
    [".inputs.secrets.TOKEN", []],
    ['"a.secrets.b" | .c', []],
  ])("finds the secrets of %s", (expression, names) => {
    expect(namesUnder("secrets", expression)).toEqual(names);
  });

  it("finds expressions with their places, keys among them", () => {
    expect(expressionsIn({ body: { "{{ .a }}": "x {{ .b }} {{ .c }}", plain: "y", open: "{{ .d" } })).toEqual(
      [
        { path: ["body", "{{ .a }}"], expression: ".a" },
        { path: ["body", "{{ .a }}"], expression: ".b" },
        { path: ["body", "{{ .a }}"], expression: ".c" },
      ],
    );
  });
});
