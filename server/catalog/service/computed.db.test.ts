import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ADMIN, contextOf, person } from "../testing";
import { createBlueprint, replaceBlueprint } from "./blueprints";
import { deleteEntity } from "./delete-entity";
import { createEntity, updateEntity } from "./entities";
import { getEntity } from "./read";
import { recompute } from "./recompute";
import { tryAggregation, tryCalculation, tryMirror } from "./try-computed";

const SYSTEM = {
  identifier: "system",
  title: "System",
  schema: { properties: { tier: { type: "string" } } },
  ownership: { type: "Direct" },
  aggregationProperties: {
    services: {
      title: "Services",
      target: "service",
      calculationSpec: { calculationBy: "entities", func: "count" },
    },
  },
};
const SERVICE = {
  identifier: "service",
  title: "Service",
  schema: { properties: { replicas: { type: "number" } } },
  relations: { system: { target: "system", required: false, many: false } },
  ownership: { type: "Inherited", path: "system" },
  mirrorProperties: { tier: { path: "system.tier" }, systemName: { path: "system.$title" } },
  calculationProperties: {
    label: { calculation: ".identifier + '@' + (.properties.tier // 'none')", type: "string" },
    wrong: { calculation: ".properties.replicas", type: "string" },
    endless: { calculation: "def f: f; f", type: "string" },
  },
};
const POD = {
  identifier: "pod",
  title: "Pod",
  schema: { properties: {} },
  relations: { service: { target: "service", required: false, many: false } },
  ownership: { type: "Inherited", path: "service.system" },
  mirrorProperties: { tier: { path: "service.system.tier" }, label: { path: "service.label" } },
};

let database: TestDatabase;
const ctx = (actor = ADMIN) => contextOf(database.db, actor);
const read = async (blueprint: string, identifier: string) => {
  while (!(await recompute(ctx())));
  return getEntity(ctx(), blueprint, identifier);
};

beforeAll(async () => {
  database = await createTestDatabase();
  await createBlueprint(ctx(), { ...SYSTEM, aggregationProperties: {} });
  await createBlueprint(ctx(), SERVICE);
  await createBlueprint(ctx(), POD);
  await createEntity(ctx(), "system", {
    identifier: "shop",
    title: "Shop",
    team: ["red"],
    properties: { tier: "gold" },
  });
  await createEntity(ctx(), "system", {
    identifier: "bank",
    title: "Bank",
    team: ["blue"],
    properties: { tier: "iron" },
  });
});
afterAll(() => database.close());

describe("values of entities", () => {
  it("are in the answer to the write that they follow from", async () => {
    const written = await createEntity(ctx(), "service", {
      identifier: "cart",
      properties: { replicas: 2 },
      relations: { system: "shop" },
    });
    // One expression does not end; it is stopped, and only its own property has no value.
    expect(written.properties).toEqual({ replicas: 2, tier: "gold", systemName: "Shop", label: "cart@gold" });
    expect(written.team).toEqual(["red"]);
  });

  it("follow when something far away changes", async () => {
    await createEntity(ctx(), "pod", { identifier: "cart-1", relations: { service: "cart" } });
    await updateEntity(ctx(), "system", "shop", { title: "The shop", properties: { tier: "silver" } });
    expect((await read("service", "cart")).properties).toMatchObject({
      systemName: "The shop",
      label: "cart@silver",
    });
    expect((await read("pod", "cart-1")).properties).toEqual({ tier: "silver", label: "cart@silver" });
    expect((await read("pod", "cart-1")).revision).toBe(1);
  });

  it("follow a relation between that leads elsewhere, teams among them", async () => {
    await updateEntity(ctx(), "service", "cart", { relations: { system: "bank" } });
    expect(await read("pod", "cart-1")).toMatchObject({ team: ["blue"], properties: { tier: "iron" } });
    await updateEntity(ctx(), "system", "bank", { team: ["green"] });
    expect(await read("pod", "cart-1")).toMatchObject({ team: ["green"] });
    await expect(updateEntity(ctx(), "pod", "cart-1", { team: ["red"] })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(updateEntity(ctx(), "pod", "cart-1", { properties: { tier: "x" } })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("follow a definition, also one of another blueprint", async () => {
    await replaceBlueprint(ctx(), "system", SYSTEM);
    expect((await read("system", "bank")).properties).toMatchObject({ services: 1 });
    expect((await read("system", "shop")).properties).toMatchObject({ services: 0 });
    await replaceBlueprint(ctx(), "service", {
      ...SERVICE,
      calculationProperties: { label: { calculation: ".identifier", type: "string" } },
    });
    expect((await read("service", "cart")).properties).toEqual({
      replicas: 2,
      tier: "iron",
      systemName: "Bank",
      label: "cart",
    });
    expect((await read("pod", "cart-1")).properties).toMatchObject({ label: "cart" });
  });

  it("follow a property that is of another type now", async () => {
    const unit = (type: string) => ({
      identifier: "unit",
      title: "Unit",
      schema: { properties: { size: { type } } },
    });
    await createBlueprint(ctx(), unit("number"));
    await createBlueprint(ctx(), {
      identifier: "part",
      title: "Part",
      schema: { properties: {} },
      relations: { unit: { target: "unit", required: false, many: false } },
      mirrorProperties: { size: { path: "unit.size" } },
    });
    await createEntity(ctx(), "unit", { identifier: "m", properties: { size: 3 } });
    await createEntity(ctx(), "part", { identifier: "p", relations: { unit: "m" } });
    expect((await read("part", "p")).properties).toEqual({ size: 3 });
    await replaceBlueprint(ctx(), "unit", unit("string"), { convert: true });
    expect((await read("part", "p")).properties).toEqual({ size: "3" });
  });

  it("follow a deletion", async () => {
    await deleteEntity(ctx(), "service", "cart");
    expect((await read("system", "bank")).properties).toMatchObject({ services: 0 });
    expect(await read("pod", "cart-1")).toMatchObject({ team: [], properties: {} });
  });
});

describe("a trial", () => {
  it("says what a definition that is being edited would give", async () => {
    await createEntity(ctx(), "service", {
      identifier: "till",
      properties: { replicas: 3 },
      relations: { system: "shop" },
    });
    const trial = { definition: SERVICE, entity: "till" };
    expect(await tryMirror(ctx(), { ...trial, key: "tier" })).toEqual({ value: "silver" });
    expect(await tryCalculation(ctx(), { ...trial, key: "label" })).toEqual({ value: "till@silver" });
    expect(await tryCalculation(ctx(), { ...trial, key: "wrong" })).toEqual({
      fault: 'The result is of type "number", and the property of type "string".',
    });
    const calculation = { calculation: ".properties.replicas * 2", type: "number" };
    expect(await tryCalculation(ctx(), { ...trial, calculation })).toEqual({ value: 6 });
    const { value: counted } = (await tryAggregation(ctx(), {
      definition: SYSTEM,
      key: "services",
      entity: "shop",
    })) as {
      value: unknown;
    };
    expect(counted).toBe(1);
    const elsewhere = { services: { ...SYSTEM.aggregationProperties.services, target: "nothing" } };
    expect(
      await tryAggregation(ctx(), {
        definition: { ...SYSTEM, aggregationProperties: elsewhere },
        key: "services",
        entity: "shop",
      }),
    ).toEqual({ fault: 'There is no blueprint "nothing".' });
  });

  it("is refused to whoever may not change blueprints, and for what is not there", async () => {
    const trial = { definition: SERVICE, key: "tier", entity: "till" };
    await expect(tryMirror(ctx(person("ada")), trial)).rejects.toMatchObject({ code: "forbidden" });
    await expect(tryMirror(ctx(), { ...trial, key: "nothing" })).rejects.toMatchObject({ code: "invalid" });
    await expect(tryMirror(ctx(), { ...trial, entity: "nothing" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a definition", () => {
  const of = (more: object) =>
    createBlueprint(ctx(), { identifier: "x", title: "X", schema: { properties: {} }, ...more });
  const self = { relations: { up: { target: "x", required: false, many: false } } };
  it.each([
    [
      "a key twice",
      {
        mirrorProperties: { a: { path: "up.$title" } },
        calculationProperties: { a: { calculation: "1", type: "number" } },
        ...self,
      },
      "calculationProperties.a",
    ],
    [
      "jq that is none",
      { calculationProperties: { a: { calculation: ".a |", type: "number" } } },
      "calculationProperties.a.calculation",
    ],
    [
      "a calculation on a calculation",
      {
        calculationProperties: {
          a: { calculation: "1", type: "number" },
          b: { calculation: ".properties.a", type: "number" },
        },
      },
      "calculationProperties.b.calculation",
    ],
    ["a mirror of itself", { ...self, mirrorProperties: { a: { path: "up.a" } } }, "mirrorProperties.a"],
    [
      "a circle of aggregation and calculation",
      {
        ...self,
        calculationProperties: { a: { calculation: ".properties.b", type: "number" } },
        aggregationProperties: {
          b: {
            title: "b",
            target: "x",
            calculationSpec: { calculationBy: "property", func: "sum", property: "a" },
          },
        },
      },
      "calculationProperties.a",
    ],
    [
      "a sum of texts",
      {
        ...self,
        schema: { properties: { s: { type: "string" } } },
        aggregationProperties: {
          b: {
            title: "b",
            target: "x",
            calculationSpec: { calculationBy: "property", func: "sum", property: "s" },
          },
        },
      },
      "aggregationProperties.b.calculationSpec.property",
    ],
    [
      "a query that is none",
      {
        ...self,
        aggregationProperties: {
          b: {
            title: "b",
            target: "x",
            query: { combinator: "xor", rules: [] },
            calculationSpec: { calculationBy: "entities", func: "count" },
          },
        },
      },
      "aggregationProperties.b.query.combinator",
    ],
    [
      "an owner over many",
      {
        relations: { up: { target: "system", required: false, many: true } },
        ownership: { type: "Inherited", path: "up" },
      },
      "ownership.path",
    ],
    [
      "an owner that inherits",
      {
        relations: { up: { target: "service", required: false, many: false } },
        ownership: { type: "Inherited", path: "up" },
      },
      "ownership.path",
    ],
    ["an owner over no relation", { ownership: { type: "Inherited", path: "up" } }, "ownership.path"],
    [
      "too many hops",
      {
        ...self,
        aggregationProperties: {
          b: {
            title: "b",
            target: "x",
            pathFilter: [{ path: [{ relation: "up", maxHops: 16 }] }],
            calculationSpec: { calculationBy: "entities", func: "count" },
          },
        },
      },
      "aggregationProperties.b.pathFilter",
    ],
  ])("with %s is refused at its place", async (_, more, place) => {
    const refused = await of(more).catch((error: { details: { issues: { path: unknown[] }[] } }) => error);
    expect(refused).toMatchObject({ code: "invalid" });
    expect(
      (refused as { details: { issues: { path: unknown[] }[] } }).details.issues.map(({ path }) =>
        path.join("."),
      ),
    ).toContainEqual(expect.stringContaining(place));
  });
});
