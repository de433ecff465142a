import { describe, expect, it } from "vitest";
import { parseText } from "./parse-document";

describe("reading JSON and YAML", () => {
  it("gives the value", () => {
    expect(parseText('{"a": [1]}', "json").value).toEqual({ a: [1] });
    expect(parseText("a:\n  - 1\n", "yaml").value).toEqual({ a: [1] });
    expect(parseText('{"a": [1]}', "yaml").value).toEqual({ a: [1] });
  });
  it("gives the line of a fault", () => {
    expect(parseText('{\n"a": }', "json").fault).toMatchObject({ line: 2 });
    expect(parseText("a: 1\nb: [", "yaml").fault?.line).toBeGreaterThan(0);
    expect(parseText("a: 1\na: 2\n", "yaml").fault).toMatchObject({ line: 2 });
    expect(parseText("a: *nowhere\n", "yaml").fault?.message).toMatch(/nowhere/);
  });
});
