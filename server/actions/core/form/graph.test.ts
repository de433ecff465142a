import { describe, expect, it } from "vitest";
import type { UserInputs } from "../definition/user-inputs";
import { closureOf, cycleIssues, dependenciesOf, inputsThatMatter, roundsOf } from "./graph";
import { formReads } from "./references-in-jq";

describe("the inputs that a jq program reads", () => {
  it.each<[string, string[], boolean]>([
    [".form.a", ["a"], false],
    [".form.a.properties.b + .form.c", ["a", "c"], false],
    ['.form["a b"]', ["a b"], false],
    ['.form."a-b"', ["a-b"], false],
    [".form['a']", ["a"], false],
    ['.form.["a"]', ["a"], false],
    [".form?.a?", ["a"], false],
    ['.["form"].a', ["a"], false],
    ['."form".a', ["a"], false],
    ['"\\(.form.a) and \\(.form["b"])"', ["a", "b"], false],
    ['"the .form.a of it"', [], false],
    ["'.form.a'", [], false],
    [".entity.title # .form.a", [], false],
    ["# .form.a\n.form.b", ["b"], false],
    [".entity.form.a", [], false],
    [".formal.a", [], false],
    ["[.form.list[] | select(. > .form.min)]", ["list", "min"], false],
    [".form", [], true],
    [".form | .a", [], true],
    [".form | keys", [], true],
    [".form[.user.email]", [], true],
    ['.form["a\\(.user.email)"]', [], true],
    [". as $all | $all.form.a", ["a"], true],
    [". as {form: $f} | $f.a", [], true],
    ["{form}", [], true],
    ['getpath(["form", "a"])', [], true],
    ["[..]", [], true],
    [".", [], true],
    ["if .form.a then .form.b else .entity.form end", ["a", "b"], false],
  ])("%s", (program, keys, whole) => {
    const reads = formReads(program);
    expect([[...reads.keys].sort(), reads.whole]).toEqual([keys, whole]);
  });
});

const jq = (jqQuery: string) => ({ jqQuery });
const text = { type: "string" as const };
const form = (properties: UserInputs["properties"], rest: Partial<UserInputs> = {}): UserInputs => ({
  properties,
  ...rest,
});

function datasetOn(expression: string) {
  return {
    combinator: "and" as const,
    rules: [{ property: "cloud", operator: "=" as const, value: jq(expression) }],
  };
}

describe("the order of evaluation", () => {
  const cascade = form(
    {
      zone: { ...text, enum: jq(".form.region.properties.zones") as never },
      region: { ...text, format: "entity", blueprint: "region", dataset: datasetOn(".form.cloud") },
      cloud: text,
      summary: { ...text, default: jq(".form | tojson") },
      name: { ...text, dependsOn: ["cloud", "gone"] },
      late: { ...text, default: jq(".form.summary") },
    },
    {
      steps: [
        { title: "One", order: ["cloud", "region"] },
        { title: "Two", order: ["name"], visible: jq(".form.zone") },
      ],
    },
  );

  it("follows expressions, datasets, dependsOn and steps; who reads the whole form comes last", () => {
    expect(dependenciesOf(cascade).get("name")).toEqual(new Set(["cloud", "zone"]));
    expect(roundsOf(cascade)).toEqual([["cloud"], ["region"], ["zone"], ["name"], ["summary"], ["late"]]);
    expect(cycleIssues(cascade)).toEqual([]);
    expect(closureOf(cascade, "zone")).toEqual(new Set(["zone", "region", "cloud"]));
    expect(closureOf(cascade, "late")).toBeNull();
  });

  it("names the whole cycle, also one through a step", () => {
    const circle = form({
      a: { ...text, default: jq(".form.b") },
      b: { ...text, visible: jq('.form["a"] == "x"') },
    });
    expect(cycleIssues(circle)).toEqual([
      {
        path: ["properties", "a"],
        message: "The inputs wait for one another: a → b → a. Take one of the references away.",
      },
    ]);
    const own = form({ a: { ...text, default: jq(".form.a") } });
    expect(cycleIssues(own)[0]?.message).toContain("refers to itself (a → a)");
    const step = form(
      { a: text, b: text },
      {
        steps: [
          { title: "S", order: ["a"], visible: jq(".form.b") },
          { title: "T", order: ["b"], visible: jq(".form.a") },
        ],
      },
    );
    expect(cycleIssues(step)[0]?.message).toContain("a → b → a");
  });
});

describe("the inputs that matter to the rest of the form", () => {
  const inputs: UserInputs["properties"] = {
    a: text,
    b: { ...text, dependsOn: ["a"] },
    c: { ...text, default: jq(".form.b") },
    d: { ...text, minLength: 3 },
    owner: { ...text, format: "user" },
    pet: { ...text, format: "entity", blueprint: "pet", dataset: datasetOn(".form.d") },
  };
  const matter = (rest: Partial<UserInputs> = {}) => [...inputsThatMatter(form(inputs, rest))].sort();

  it("are those that an input refers to, and pickers", () => {
    expect(matter()).toEqual(["a", "b", "d", "owner", "pet"]);
    expect([
      ...inputsThatMatter(form({ a: text, b: { ...text, pattern: jq(".user.email") as never } })),
    ]).toEqual([]);
  });

  it.each<[string, Partial<UserInputs>]>([
    ["which are required", { required: jq("[.form.c]") as never }],
    ["a rule", { validations: [{ constraint: '.form.c == ""', message: "No." }] }],
    ["a step", { steps: [{ title: "One", order: [], visible: jq('.form.c == ""') as never }] }],
    [
      "a rule of a step",
      { steps: [{ title: "One", order: ["a"], validations: [{ constraint: ".form.c", message: "No." }] }] },
    ],
    ["a title", { titles: { t: { title: "T", visible: jq(".form.c") as never } } }],
  ])("are those that %s reads", (_, rest) => {
    expect(matter(rest)).toEqual(["a", "b", "c", "d", "owner", "pet"]);
  });

  it.each([".form | length", "tojson | length > 3", "[.[] | objects] | length", '{"a": .form}'])(
    "are all where %s reads the form as a whole",
    (constraint) => {
      const all = Object.keys(inputs).sort();
      expect(matter({ validations: [{ constraint, message: "No." }] })).toEqual(all);
    },
  );
});
