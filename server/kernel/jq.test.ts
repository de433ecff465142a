import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkJq, evaluateJq, JqError } from "./jq";
import { followPath, parsePath } from "./core/jq-path";
import { doubleQuoted } from "./core/jq-text";

const failure = async (expression: string, input: unknown = null) => {
  try {
    return { kind: "none", value: await evaluateJq(expression, input) };
  } catch (error) {
    if (error instanceof JqError) return { kind: error.kind, message: error.message };
    throw error;
  }
};

describe("evaluateJq", { timeout: 60_000 }, () => {
  it.each<[string, unknown, unknown]>([
    [".a.b + 1", { a: { b: 2 } }, 3],
    ["empty", {}, null],
    [".[]", [1, 2], 1],
    [`"a\nb"`, null, "a\nb"],
    ["1e1000", null, Number.MAX_VALUE],
    [".a | debug | ascii_upcase", { a: "x" }, "X"],
    ["$ENV", {}, {}],
    [". # a comment", 1, 1],
    ["def f: 2; f * .", 4, 8],
    [".a == 'it is' or true", {}, true],
    ['\'a \\(.x | "b" + .) "c"\'', { x: "y" }, 'a by "c"'],
    [".name | length", { name: "a\ud800b\0" }, 4],
  ])("%s", async (expression, input, result) => {
    expect(await evaluateJq(expression, input)).toEqual(result);
  });

  it("tells the author's faults from those of the data", async () => {
    expect(await failure(".a |")).toMatchObject({
      kind: "syntax",
      message: "syntax error, unexpected end of file",
    });
    expect(await failure("nosuch(1)")).toMatchObject({ kind: "syntax", message: "nosuch/1 is not defined" });
    expect(await failure("")).toMatchObject({ kind: "syntax" });
    expect(await failure("1\0+")).toMatchObject({ kind: "syntax" });
    expect(await failure(".a.b", { a: "text" })).toMatchObject({
      kind: "runtime",
      message: 'Cannot index string with string "b"',
    });
    expect(await failure('error("no")')).toMatchObject({ kind: "runtime", message: "no" });
  });

  it("reaches nothing outside: no environment, no further input, no modules", async () => {
    for (const expression of [
      "env",
      "env.PATH",
      "input",
      "[inputs]",
      "halt",
      "halt_error",
      "get_search_list",
      '"a" | modulemeta',
    ]) {
      expect(await failure(expression), expression).toMatchObject({ kind: "runtime" });
    }
    expect(await failure('import "a" as a; 1')).toMatchObject({ kind: "syntax" });
    expect(await failure('include "a"; 1')).toMatchObject({ kind: "syntax" });
    expect(await evaluateJq("$ENV.PATH", null)).toBeNull();
  });

  it("stops what runs or grows without end, and goes on with the others", async () => {
    const hostile = ["def f: f; f", "[range(1e9)]", "last(repeat(1))", '"x" * 1e9 | length'].map(
      (expression) => failure(expression),
    );
    const honest = Array.from({ length: 20 }, (_, index) => evaluateJq(". * 2", index));
    expect(await Promise.all(honest)).toEqual(Array.from({ length: 20 }, (_, index) => index * 2));
    for (const { kind } of await Promise.all(hostile))
      expect(["timeout", "memory", "runtime"]).toContain(kind);
    expect(await evaluateJq("1 + 1", null)).toBe(2);
  });

  it("gives the same in its thousandth evaluation and beyond the life of its threads", async () => {
    const results = await Promise.all(
      Array.from({ length: 2_400 }, (_, index) => evaluateJq(".a + 0", { a: index })),
    );
    expect(results).toEqual(Array.from({ length: 2_400 }, (_, index) => index));
  });

  it("gives each of many the result that it has alone", async () => {
    const inputs = Array.from({ length: 130 }, (_, n) =>
      n % 13 === 0 ? { a: "text" } : n % 7 === 0 ? { a: null } : { a: [n, "x\ny"] },
    );
    for (const expression of [
      ".a[0] + 1",
      ".a | if . == null then empty else . end",
      "def f: .a; f | tojson # all of it",
      '.a[]?, error("late")',
      "def f: 1;",
      "if .a == null then [range(1e9)] else 1 end",
    ]) {
      const many = await Promise.all(inputs.slice(0, 40).map((input) => failure(expression, input)));
      const kinds = new Set(["timeout", "memory"]);
      for (const [i, outcome] of many.entries()) {
        if (kinds.has(outcome.kind)) expect(inputs[i]?.a, expression).toBeNull();
        else expect(outcome, expression).toEqual(await failure(expression, inputs[i]));
      }
    }
    const values = await Promise.all(inputs.map((input) => failure(".a[0] // 0 | . * 2", input)));
    expect(values.map((outcome) => outcome.value ?? outcome.kind)).toEqual(
      inputs.map(({ a }, n) => (a === "text" ? "runtime" : a === null ? 0 : n * 2)),
    );
    // Not what only parentheses around it would make a program.
    for (const expression of ["1) | (2", "1 )] | [( 2"])
      for (const { kind } of await Promise.all([1, 2, 3].map((input) => failure(expression, input))))
        expect(kind).toBe("syntax");
  });

  it("finds faults without running anything", async () => {
    expect(await checkJq(".a | map(.b)")).toBeNull();
    expect(await checkJq('error("never run")')).toBeNull();
    expect(await checkJq("def f: f; f")).toBeNull();
    expect(await checkJq(".a | map(")).toMatch(/syntax error/);
  });
});

describe("a plain path", { timeout: 60_000 }, () => {
  it("gives what jq gives", async () => {
    const key = fc.oneof(
      fc.constantFrom("a", "b", "and", "if", "reduce", "__proto__", "constructor", "length"),
      fc.stringMatching(/^[a-zA-Z_]\w{0,6}$/),
    );
    const step = fc.oneof(
      key.map((name) => `.${name}`),
      key.map((name) => `["${name}"]`),
      fc.constantFrom("[0]", "[1]", '["two words"]', '["ü"]'),
    );
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const paths = fc
      .array(step, { minLength: 1, maxLength: 4 })
      .map((steps) => (steps[0]!.startsWith("[") ? "." : "") + steps.join(""));
    await fc.assert(
      fc.asyncProperty(paths, tree, async (path, input) => {
        const steps = parsePath(path);
        expect(steps).not.toBeNull();
        const fast = followPath(steps!, input);
        // Parentheses make it more than a plain path.
        const slow = await failure(`(${path})`, input);
        if (fast) expect(slow).toEqual({ kind: "none", value: fast.value });
      }),
      { numRuns: 300 },
    );
  });

  it("is nothing more than that", () => {
    for (const expression of [
      "..",
      ".a?",
      ".a[]",
      ".a | .b",
      ".[-1]",
      '.a["b\\n"]',
      ".a .b",
      "a",
      '."a"',
      ".a[1:2]",
      ".a,.b",
      "",
    ]) {
      expect(parsePath(expression), expression).toBeNull();
    }
    expect(parsePath('.inputs["a b"][3].c')).toEqual(["inputs", "a b", 3, "c"]);
  });
});

describe("single quotes", () => {
  it.each([
    [`'='`, `"="`],
    [`.a == "it's"`, `.a == "it's"`],
    [`'say "hi"'`, `"say \\"hi\\""`],
    [`'it\\'s'`, `"it's"`],
    [`# don't\n'x'`, `# don't\n"x"`],
    [`"a\\('b')c"`, `"a\\("b")c"`],
    [`'open`, `'open`],
  ])("%s", (before, after) => {
    expect(doubleQuoted(before)).toBe(after);
  });
});
