import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { createTeam } from "@/server/identity/service/teams";
import { contextOf, ENVIRONMENT, SERVICE } from "../testing";
import { createBlueprint } from "./blueprints";
import { createEntities } from "./bulk";
import { createEntity, updateEntity } from "./entities";
import { countEntities } from "./read";
import { keepInStep } from "./system/sync";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  for (const definition of [ENVIRONMENT, SERVICE]) await createBlueprint(ctx, definition);
  for (const identifier of ["prod", "stage"])
    await createEntity(ctx, "environment", { identifier, title: identifier === "prod" ? "Live" : "Try" });
  for (const [identifier, language, tags] of [
    ["a", "Go", ["x", "y"]],
    ["b", "Go", ["y"]],
    ["c", "Rust", []],
  ] as const)
    await createEntity(ctx, "service", {
      identifier,
      title: `Service ${identifier}`,
      properties: { language, tags },
    });
});
afterAll(() => database.close());

const where = (property: string, value: unknown, operator = "=") => ({
  combinator: "and",
  rules: [{ property, operator, value }],
});
const at = (path: (string | number)[]) => ({ details: { issues: [{ path }] } });
const merge = { upsert: true, merge: true };

describe("a search in the place of an identifier", () => {
  it("means the one entity that it finds", async () => {
    const found = await createEntity(
      ctx,
      "service",
      { identifier: where("language", "Rust"), title: "C" },
      merge,
    );
    expect(found).toMatchObject({ identifier: "c", title: "C" });
    await expect(
      createEntity(ctx, "service", { identifier: where("language", "Rust") }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("creates nothing when it finds none or several", async () => {
    await expect(
      createEntity(ctx, "service", { identifier: where("$title", "None"), title: "x" }, merge),
    ).rejects.toMatchObject({ code: "not_found", ...at(["identifier"]) });
    await expect(
      createEntity(ctx, "service", { identifier: where("language", "Go"), title: "x" }, merge),
    ).rejects.toMatchObject({ code: "invalid", ...at(["identifier"]) });
    expect(await countEntities(ctx, "service")).toBe(3);
  });

  it("is checked like any other query", async () => {
    for (const [lookup, path] of [
      [where("nothing", 1), ["identifier", "rules", 0, "property"]],
      [where("$title", 1, ">"), ["identifier", "rules", 0, "operator"]],
      [{ combinator: "and", rules: [] }, ["identifier", "rules"]],
      [{ rules: [{ property: "$title", operator: "=", value: "x" }] }, ["identifier", "combinator"]],
      [
        { combinator: "and", rules: [{ combinator: "or", rules: [{}] }] },
        ["identifier", "rules", 0, "rules", 0, "operator"],
      ],
    ] as const)
      await expect(createEntity(ctx, "service", { identifier: lookup }, merge)).rejects.toMatchObject({
        code: "invalid",
        ...at([...path]),
      });
  });
});

describe("a search in the place of targets", () => {
  it("leads to one, or to all that it finds", async () => {
    expect(
      await updateEntity(ctx, "service", "a", {
        relations: {
          environment: where("$title", "Live"),
          dependsOn: {
            combinator: "or",
            rules: [
              { property: "tags", operator: "containsAny", value: ["y"] },
              where("$identifier", ["c"], "in"),
            ],
          },
        },
      }),
    ).toMatchObject({ relations: { environment: "prod", dependsOn: ["a", "b", "c"] } });
    expect(
      await updateEntity(ctx, "service", "a", { relations: { dependsOn: where("$title", "None") } }),
    ).toMatchObject({ relations: { dependsOn: [] } });
  });

  it("needs exactly one for a relation to one", async () => {
    const relate = (lookup: unknown) =>
      updateEntity(ctx, "service", "a", { relations: { environment: lookup } });
    await expect(relate(where("$title", "None"))).rejects.toMatchObject({
      code: "not_found",
      ...at(["relations", "environment"]),
    });
    await expect(relate(where("$identifier", ["prod", "stage"], "in"))).rejects.toMatchObject({
      code: "invalid",
      ...at(["relations", "environment"]),
    });
  });

  it("finds at most a hundred", async () => {
    for (let from = 0; from < 120; from += 20)
      await createEntities(
        ctx,
        "environment",
        Array.from({ length: 20 }, (_, i) => ({ identifier: `many-${from + i}`, title: "Many" })),
      );
    await createBlueprint(ctx, {
      ...ENVIRONMENT,
      identifier: "region",
      relations: { all: { target: "environment", many: true, required: false } },
    });
    await expect(
      createEntity(ctx, "region", { relations: { all: where("$title", "Many") } }),
    ).rejects.toMatchObject({ code: "invalid", ...at(["relations", "all"]) });
  });

  it("fails for its entity alone in a call with others", async () => {
    const { entities, errors } = await createEntities(ctx, "service", [
      { identifier: "d", properties: { language: "Go" }, relations: { environment: where("$title", "Try") } },
      {
        identifier: "e",
        properties: { language: "Go" },
        relations: { environment: where("$title", "None") },
      },
    ]);
    expect([entities.map((e) => e.identifier), errors.map((e) => e.index)]).toEqual([["d"], [1]]);
  });
});

it("may stand for teams", async () => {
  await createTeam(ctx, { identifier: "red", title: "Red" });
  await keepInStep(ctx);
  expect(await updateEntity(ctx, "service", "b", { team: where("$title", "Red") })).toMatchObject({
    team: ["red"],
  });
});
