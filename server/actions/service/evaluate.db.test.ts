import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserInputs } from "../core/definition/user-inputs";
import { findEntity } from "./catalog";
import { evaluateForm } from "./evaluate";
import { optionLabelsFor, optionsFor } from "./options";
import { cascade, formWorld, type FormWorld } from "./testing-form";
import { tryForm, tryJq, tryOptions } from "./try-form";

let world: FormWorld;
beforeAll(async () => void (world = await formWorld()));
afterAll(() => world.database.close());

const form = cascade as unknown as UserInputs;
const subject = async (person = world.dora) => ({
  userInputs: form,
  entity: await findEntity(world.as(world.ada), "app", "blog"),
  person,
});
const evaluate = async (values: Record<string, unknown>, person = world.dora) =>
  evaluateForm(world.as(person), await subject(person), { values });

describe("a form that is being filled in", () => {
  it("begins with its defaults, and closes what depends on what is not there", async () => {
    const state = await evaluate({});
    expect(state.values).toEqual({ region: "eu", owner: "dora@example.com", reason: "none", broken: "fine" });
    expect(state.inputs.zone).toMatchObject({
      disabled: true,
      waitsFor: ["cluster"],
      faults: [],
      constraints: {},
    });
    expect(state.inputs.owner).toMatchObject({ readOnly: true, disabled: true, default: "dora@example.com" });
    expect(state.inputs.name?.constraints).toEqual({ pattern: "^eu-[a-z]+$" });
    expect(state.inputs.nodes?.constraints).toEqual({ maximum: 1 });
    expect(state.inputs.cluster).toMatchObject({ required: true, dataset: expect.any(String) });
    expect(state.steps.map(({ visible }) => visible)).toEqual([true, true, false]);
    expect(state.inputs.extra?.visible).toBe(false);
  });

  it("follows what is chosen, through several inputs", async () => {
    const state = await evaluate({ cluster: "west", zone: "b" });
    expect(state.inputs.zone).toMatchObject({
      constraints: { enum: ["a", "b"] },
      default: "a",
      waitsFor: [],
    });
    expect(state.inputs.reason).toMatchObject({ visible: true, required: true });
    expect(state.inputs.extra?.visible).toBe(true);
    expect(state.inputs.cluster?.required).toBe(false);
    const other = await evaluate({ region: "us", cluster: "east", zone: "b" });
    expect(other.inputs.zone).toMatchObject({ withdrawn: expect.stringContaining('"b" is not offered') });
    expect(other.inputs.cluster?.dataset).not.toBe(state.inputs.cluster?.dataset);
    expect(other.inputs.reason).toMatchObject({ visible: false, required: false });
    expect(other.values.reason).toBe("none");
  });

  it("says of an entity that it is no longer a choice", async () => {
    expect((await evaluate({ cluster: "east" })).inputs.cluster?.withdrawn).toContain(
      '"east" is not offered',
    );
    expect((await evaluate({ cluster: "west", namespace: "e-1" })).inputs.namespace?.withdrawn).toContain(
      "e-1",
    );
    expect(
      (await evaluate({ cluster: "west", namespace: "w-2" })).inputs.namespace?.withdrawn,
    ).toBeUndefined();
    expect((await evaluate({ clusters: ["west", "nope"] })).inputs.clusters).toMatchObject({
      withdrawn: expect.stringContaining('"nope"'),
      gone: ["nope"],
    });
  });

  it("says of people and teams that they have gone, in the words of a refusal, and which they are", async () => {
    const text = { type: "string" };
    const people = {
      properties: {
        greeting: { ...text, default: { jqQuery: '"Dear " + (.form.lead // "nobody")' } },
        lead: { ...text, format: "user" },
        watchers: { type: "array", items: { ...text, format: "user" } },
        team: { ...text, format: "team" },
        teams: { type: "array", items: { ...text, format: "team" } },
      },
    } as unknown as UserInputs;
    const inputsFor = async (values: Record<string, unknown>, person = world.dora) =>
      (await evaluateForm(world.as(person), { userInputs: people, entity: null, person }, { values })).inputs;
    const fine = await inputsFor({
      lead: "ADA@example.com",
      watchers: ["dora@example.com"],
      team: "payments",
    });
    expect(Object.values(fine).filter((input) => input.withdrawn ?? input.gone)).toEqual([]);
    const values = {
      lead: "left@example.com",
      watchers: ["ada@example.com", "left@example.com"],
      team: "logistics",
      teams: ["payments", "nobody"],
    };
    const inputs = await inputsFor(values);
    expect(inputs.lead).toMatchObject({
      withdrawn: expect.stringMatching(/no active person .* "left@example.com"/),
      gone: ["left@example.com"],
    });
    expect(inputs.watchers).toMatchObject({ gone: ["left@example.com"] });
    expect(inputs.team).toMatchObject({ withdrawn: expect.stringMatching(/not in the team "logistics"/) });
    expect(inputs.teams).toMatchObject({
      withdrawn: expect.stringMatching(/no team "nobody"/),
      gone: ["nobody"],
    });
    expect((await inputsFor(values, world.ada)).team?.withdrawn).toBeUndefined();
  });

  it("shows a fault where it is, and only where it matters", async () => {
    expect((await evaluate({})).inputs.broken).toMatchObject({ visible: false, faults: [], default: "fine" });
    const state = await evaluate({ region: "us" });
    expect(state.inputs.broken?.faults).toMatchObject([
      { key: "default", message: expect.stringContaining("cannot be added") },
    ]);
    expect(state.values.broken).toBeUndefined();
  });

  it("checks rules over several inputs", async () => {
    expect((await evaluate({ name: "eu-taken" })).violations).toEqual([
      { step: 1, message: "This name is taken." },
    ]);
  });

  it("knows nothing of what the person may not read", async () => {
    const mine = await evaluate({ cluster: "hidden" });
    expect(mine.inputs.cluster?.withdrawn).toContain('"hidden"');
    expect(mine.inputs.zone?.constraints).toEqual({ enum: [] });
    const admin = await evaluate({ cluster: "hidden" }, world.ada);
    expect(admin.inputs.cluster?.withdrawn).toBeUndefined();
    expect(admin.inputs.zone?.constraints).toEqual({ enum: ["z"] });
  });

  it("says what is wrong with results of the wrong type", async () => {
    const jq = (jqQuery: string) => ({ jqQuery });
    const text = { type: "string" };
    const wrong = {
      properties: {
        visible: { ...text, visible: jq('"yes"') },
        enum: { ...text, enum: jq("[1]") },
        list: { type: "array", items: { ...text, enum: jq('"a"') } },
        pattern: { ...text, pattern: jq('"("') },
        bounds: { type: "number", minimum: jq("5"), maximum: 3 },
        count: { ...text, minLength: jq("1.5") },
        default: { ...text, default: jq("3") },
        nothing: { ...text, enum: jq("empty"), pattern: jq("null"), visible: jq("null") },
      },
      required: jq('["nope"]'),
    } as unknown as UserInputs;
    const state = await evaluateForm(
      world.as(world.dora),
      { userInputs: wrong, entity: null, person: world.dora },
      { values: {} },
    );
    const faults = Object.fromEntries(
      Object.entries(state.inputs).map(([key, input]) => [key, input.faults.map((f) => f.key)]),
    );
    expect(faults).toEqual({
      visible: ["visible"],
      enum: ["enum"],
      list: ["items.enum"],
      pattern: ["pattern"],
      bounds: ["minimum"],
      count: ["minLength"],
      default: ["default"],
      nothing: [],
    });
    expect(state.inputs.nothing).toMatchObject({ visible: false, constraints: { enum: [] } });
    expect(state.faults).toEqual([{ key: "required", message: 'There is no input "nope".' }]);
  });

  it("never lets a secret into an expression, only whether it is there", async () => {
    const secret = {
      properties: {
        key: { type: "string", encryption: "aes256-gcm" },
        next: { type: "string", dependsOn: ["key"], default: { jqQuery: ".form | tojson" } },
      },
    } as unknown as UserInputs;
    const state = await evaluateForm(
      world.as(world.dora),
      { userInputs: secret, entity: null, person: world.dora },
      { values: {}, secrets: ["key"] },
    );
    expect(state.values).toEqual({ next: "{}" });
  });
});

describe("the choices of an input", () => {
  const options = async (input: string, values: Record<string, unknown>, more = {}, person = world.dora) =>
    optionsFor(world.as(person), await subject(person), { input, values, ...more });
  const values = async (...given: Parameters<typeof options>) =>
    (await options(...given)).options.map(({ value }) => value);

  it("are those of the dataset that the person may read", async () => {
    expect(await values("cluster", {})).toEqual(["west"]);
    expect(await values("cluster", {}, {}, world.ada)).toEqual(["hidden", "west"]);
    expect(await values("cluster", { region: "us" })).toEqual(["east"]);
    expect(await values("namespace", { cluster: "west" })).toEqual(["w-1", "w-2"]);
    expect(await values("namespace", {})).toEqual([]);
    expect(await values("clusters", {}, { text: "eas" })).toEqual(["east"]);
    expect(await values("owner", {}, { text: "ADA" })).toEqual(["ada@example.com"]);
  });

  it.each<[string, unknown, Record<string, unknown>, string[]]>([
    [
      "a list",
      { property: "tier", operator: "in", value: ".form.tiers" },
      { tiers: ["gold"] },
      ["e-1", "w-1"],
    ],
    ["an empty list", { property: "tier", operator: "in", value: ".form.tiers" }, { tiers: [] }, []],
    [
      "nothing, to differ from",
      { property: "tier", operator: "!=", value: ".form.text" },
      {},
      ["e-1", "w-1", "w-2"],
    ],
    ["nothing, to be equal to", { property: "tier", operator: "=", value: ".form.text" }, {}, []],
    [
      "related entities",
      { operator: "relatedTo", blueprint: "cluster", value: ".form.cluster.identifier" },
      { cluster: "west" },
      ["w-1", "w-2"],
    ],
    [
      "nothing to be related to",
      { operator: "relatedTo", blueprint: "cluster", value: ".form.cluster.identifier" },
      {},
      [],
    ],
    [
      "the end of a path",
      { property: { path: ["cluster"] }, operator: "matchAny", value: "[.form.clusters[].identifier]" },
      { clusters: ["east"] },
      ["e-1"],
    ],
    ["the person", { property: "$title", operator: "!=", value: ".user.email" }, {}, ["e-1", "w-1", "w-2"]],
    ["what fails", { property: "tier", operator: "=", value: "1 + {}" }, {}, []],
    [
      "an entity as a whole",
      { property: "tier", operator: "=", value: ".form.cluster" },
      { cluster: "west" },
      [],
    ],
  ])("follow a computed value of the dataset: %s", async (_what, rule, given, expected) => {
    const written = rule as { value: string };
    const entity = { type: "string", format: "entity", blueprint: "cluster" };
    const userInputs = {
      properties: {
        tiers: { type: "array" },
        text: { type: "string" },
        cluster: entity,
        clusters: { type: "array", items: entity },
        pick: {
          ...entity,
          blueprint: "namespace",
          dataset: { combinator: "and", rules: [{ ...written, value: { jqQuery: written.value } }] },
        },
      },
    } as unknown as UserInputs;
    const of = { userInputs, entity: null, person: world.dora };
    const page = await optionsFor(world.as(world.dora), of, { input: "pick", values: given });
    expect(page.options.map(({ value }) => value).sort()).toEqual(expected);
    const isFault = _what === "what fails" || _what === "an entity as a whole";
    expect(page.faults.map(({ key }) => key)).toEqual(isFault ? ["dataset"] : []);
    // What can be chosen can be sent, and nothing else.
    for (const pick of ["e-1", "w-1", "w-2"]) {
      const { inputs } = await evaluateForm(world.as(world.dora), of, { values: { ...given, pick } });
      const { withdrawn, faults } = inputs.pick!;
      expect(withdrawn === undefined && faults.length === 0).toBe(expected.includes(pick));
    }
  });

  it("come page by page", async () => {
    const first = await options("clusters", {}, { limit: 1 });
    expect(first).toMatchObject({
      options: [{ value: "east", label: "East", description: "east" }],
      next: "2",
    });
    expect(await options("clusters", {}, { limit: 1, cursor: first.next! })).toMatchObject({
      options: [{ value: "west" }],
      next: null,
    });
    await expect(options("clusters", {}, { cursor: "-1" })).rejects.toMatchObject({ code: "invalid" });
    await expect(options("name", {})).rejects.toMatchObject({ code: "invalid" });
  });

  it("have names, as far as they may be seen", async () => {
    const labels = (input: string, chosen: string[]) =>
      subject().then((of) => optionLabelsFor(world.as(world.dora), of, { input, values: chosen }));
    expect(await labels("cluster", ["west", "hidden", "nope"])).toMatchObject([
      { value: "west", label: "West" },
    ]);
    expect(await labels("owner", ["ada@example.com"])).toMatchObject([{ label: "ada" }]);
  });
});

describe("a form that is being edited", () => {
  const definition = {
    trigger: { type: "self-service", operation: "DAY-2", blueprintIdentifier: "app", userInputs: cascade },
  };

  it("is tried as somebody else, with no more rights than theirs", async () => {
    const ctx = world.as(world.ada);
    const on = { definition, entity: "blog", values: { cluster: "hidden" } };
    expect(
      (await tryForm(ctx, { ...on, as: "dora@example.com" })).state?.inputs.cluster?.withdrawn,
    ).toBeDefined();
    expect((await tryForm(ctx, on)).state?.inputs.cluster?.withdrawn).toBeUndefined();
    const chosen = await tryOptions(ctx, { ...on, as: world.dora.id, input: "cluster", values: {} });
    expect(chosen.options.map(({ value }) => value)).toEqual(["west"]);
    const tried = await tryJq(ctx, {
      ...on,
      as: world.dora.id,
      expression: "[.form.cluster, .user.email, .entity.identifier]",
    });
    expect(tried).toMatchObject({
      value: [null, "dora@example.com", "blog"],
      context: { form: { region: "eu" } },
    });
    expect(await tryJq(ctx, { ...on, expression: ".form | (" })).toMatchObject({ fault: expect.any(String) });
    await expect(tryForm(world.as(world.dora), on)).rejects.toMatchObject({ code: "forbidden" });
    await expect(tryForm(ctx, { ...on, entity: "nope" })).rejects.toMatchObject({ code: "invalid" });
  });

  it("answers with what is wrong with it", async () => {
    const circle = {
      trigger: {
        ...definition.trigger,
        userInputs: {
          properties: { a: { type: "string", dependsOn: ["b"] }, b: { type: "string", dependsOn: ["a"] } },
        },
      },
    };
    expect((await tryForm(world.as(world.ada), { definition: circle, values: {} })).issues).toMatchObject([
      { path: ["trigger", "userInputs", "properties", "a"], message: expect.stringContaining("a → b → a") },
    ]);
    expect((await tryForm(world.as(world.ada), { definition: {}, values: {} })).issues).toHaveLength(1);
  });
});
