import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate, templateIssues } from "./core/template";
import { checkTemplates, render, renderAll, TemplateError } from "./template";

const context = {
  inputs: { n: 3, name: "orders", flag: false, list: [1, "b"], nested: { a: { b: 1 } }, none: null },
  run: { id: "r_1" },
};

describe("render", { timeout: 60_000 }, () => {
  it.each<[string, unknown, unknown]>([
    [
      "keeps the type of a whole-value template",
      ["{{ .inputs.n }}", "{{.inputs.flag}}", " {{ .inputs.list }} ", "{{ .inputs.none }}"],
      [3, false, [1, "b"], null],
    ],
    [
      "writes results out within text",
      "a-{{ .inputs.n }}-{{ .inputs.name }}-{{ .inputs.list }}-{{ .inputs.none }}",
      'a-3-orders-[1,"b"]-null',
    ],
    [
      "leaves everything else alone",
      { a: 1, b: [null, true, "}} text {"], c: "" },
      { a: 1, b: [null, true, "}} text {"], c: "" },
    ],
    ["reads braces and quotes of jq", "{{ {a:{b:1}} }}", { a: { b: 1 } }],
    ["reads braces in texts of jq", "{{ \"}}\" + '{{' }}!", "}}{{!"],
    ["renders keys", { "{{ .inputs.name }}": 1, "x-{{ .inputs.n }}": 2 }, { orders: 1, "x-3": 2 }],
    [
      "drops the pair of a null key",
      { "{{ if .inputs.flag then 'ref' else null end }}": "x", kept: 1 },
      { kept: 1 },
    ],
    [
      "merges spread values, in order",
      { first: 0, "{{ spreadValue() }}": "{{ .inputs.nested }}", a: "later wins" },
      { first: 0, a: "later wins" },
    ],
    [
      "spreads objects with templates of their own",
      { "{{spreadValue()}}": { k: "{{ .run.id }}" } },
      { k: "r_1" },
    ],
    ["gives null for what is not there", "{{ .inputs.missing.deeper }}", null],
  ])("%s", async (_, value, result) => {
    expect(await render(value, context)).toEqual(result);
  });

  it("says where it failed, and why", async () => {
    await expect(render({ body: ["{{ .inputs.name.x }}"] }, context)).rejects.toThrow(
      'body.0: {{ .inputs.name.x }}: Cannot index string with string "x"',
    );
    await expect(render({ "{{ .inputs.n }}": 1 }, context)).rejects.toThrow(
      "A key must be a text or null, and this gives 3.",
    );
    await expect(render({ "{{ spreadValue() }}": "{{ .inputs.list }}" }, context)).rejects.toThrow(
      "Only an object can be spread.",
    );
    await expect(render("{{ .a", context)).rejects.toBeInstanceOf(TemplateError);
  });

  it("renders the rest around what fails, for an example", async () => {
    const faults: string[] = [];
    const rendered = await renderAll(
      {
        ok: "{{ .inputs.n }}",
        bad: ["{{ .inputs.name.x }}", "{{ .open"],
        "{{ .inputs.n }}": 1,
        "{{ spreadValue() }}": "a",
      },
      context,
      (fault) => {
        faults.push(fault.path.join("."));
        return null;
      },
    );
    expect(rendered).toEqual({ ok: 3, bad: [null, null] });
    expect(faults.sort()).toEqual(["bad.0", "bad.1", "{{ .inputs.n }}", "{{ spreadValue() }}"]);
  });

  it("never evaluates what comes out of a template, and makes no prototypes", async () => {
    const inputs = { name: "{{ .secret }}", key: "__proto__" };
    const rendered = await render(
      { "{{ .inputs.key }}": { polluted: 1 }, v: "{{ .inputs.name }}", w: "x{{ .inputs.name }}" },
      { inputs, secret: "s" },
    );
    expect(rendered).toMatchObject({ v: "{{ .secret }}", w: "x{{ .secret }}" });
    expect(Object.getPrototypeOf(rendered)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("gives back any value without templates, and any JSON through one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        if (!JSON.stringify(json).includes("{{")) {
          // A pair with an empty key is dropped like one whose key gives null.
          const kept = JSON.parse(JSON.stringify(json), (_, v: unknown) =>
            v && typeof v === "object" && !Array.isArray(v) && "" in v
              ? Object.fromEntries(Object.entries(v).filter(([k]) => k !== ""))
              : v,
          ) as unknown;
          expect(await render(json, {})).toEqual(kept);
        }
        expect(await render("{{ .inputs.v }}", { inputs: { v: json } })).toEqual(json);
        expect(await render(["{{ .inputs.v }}", "{{ [.inputs.v][0] }}"], { inputs: { v: json } })).toEqual([
          json,
          json,
        ]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("faults of a template", { timeout: 60_000 }, () => {
  it("are found when it is saved, with their place", async () => {
    const definition = {
      body: { ok: "{{ .a }}", open: "x {{ .a", empty: "{{ }}", wrong: ["{{ .a | map( }}", "{{ .a | }}"] },
      "{{ .k": 1,
    };
    expect(templateIssues(definition).map((issue) => issue.path)).toEqual([
      ["body", "open"],
      ["body", "empty"],
      ["body", "wrong", 0],
      ["{{ .k"],
    ]);
    const issues = await checkTemplates(definition);
    expect(issues).toContainEqual({
      path: ["body", "open"],
      message: 'The "{{" at character 3 is never closed by "}}".',
    });
    expect(issues).toContainEqual({
      path: ["body", "wrong", 1],
      message: "{{ .a | }}: syntax error, unexpected end of file",
    });
    expect(issues).toHaveLength(5);
  });

  it("are none in any text without opening braces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("{{"));
        expect(parseTemplate(text)).toEqual({ ok: true, template: { kind: "text", text } });
      }),
    );
  });
});
