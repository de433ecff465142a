import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import type { PathStep } from "../core/related-schema";
import { contextOf, DEPLOYMENT, ENVIRONMENT, SERVICE } from "../testing";
import { createBlueprint } from "./blueprints";
import { createEntity } from "./entities";
import { entityGraph } from "./graph";
import { dependentsOf, relatedEntities, relatedPage, relationCounts } from "./related";

let database: TestDatabase;
let ctx: Context;

/** prod ← orders → billing → orders (a circle); zeta → orders; deployments d0..d2 of orders, d3 of zeta. */
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  for (const blueprint of [ENVIRONMENT, SERVICE, DEPLOYMENT]) await createBlueprint(ctx, blueprint);
  await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
  const service = (identifier: string, relations: Record<string, unknown>) =>
    createEntity(
      ctx,
      "service",
      { identifier, properties: { language: "Go" }, relations },
      { createMissingRelatedEntities: true },
    );
  await service("orders", { environment: "prod" });
  await service("billing", { environment: "prod", dependsOn: ["orders"] });
  await service("zeta", { dependsOn: ["orders"] });
  await createEntity(
    ctx,
    "service",
    { identifier: "orders", properties: { language: "Go" }, relations: { dependsOn: ["billing"] } },
    { upsert: true, merge: true },
  );
  for (const [index, of] of ["orders", "orders", "orders", "zeta"].entries())
    await createEntity(ctx, "deployment", { identifier: `d${index}`, relations: { service: of } });
});
afterAll(() => database.close());

const out = (relation: string, blueprint: string): PathStep => ({
  relation,
  blueprint,
  direction: "outgoing",
});
const back = (relation: string, blueprint: string): PathStep => ({
  relation,
  blueprint,
  direction: "incoming",
});

describe("what is related to an entity", () => {
  it("is shown from both ends", async () => {
    const groups = await relatedEntities(ctx, "service", "orders");
    expect(
      groups.map((g) => [
        g.direction,
        g.relation,
        g.title,
        g.blueprint.title,
        g.total,
        g.entities.map((e) => e.identifier),
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["outgoing", "environment", "Environment", "Environment", 1, ["prod"]],
        ["outgoing", "dependsOn", "Depends on", "Service", 1, ["billing"]],
        ["incoming", "dependsOn", "Depends on", "Service", 2, ["billing", "zeta"]],
        ["incoming", "service", "service", "Deployment", 3, ["d0", "d1", "d2"]],
      ]),
    );
    expect(groups.map((g) => g.direction)).toEqual(["outgoing", "outgoing", "incoming", "incoming"]);
    expect((await relatedEntities(ctx, "service", "orders", 1)).at(-1)?.entities).toHaveLength(1);
    await expect(relatedEntities(ctx, "service", "nothing")).rejects.toMatchObject({ code: "not_found" });
  });

  it("is counted by every relation of the model, also where there is none", async () => {
    const counts = await relationCounts(ctx, "service", "zeta");
    expect(counts.map((c) => [c.direction, c.relation, c.blueprint.identifier, c.total])).toEqual([
      ["outgoing", "environment", "environment", 0],
      ["outgoing", "dependsOn", "service", 1],
      ["incoming", "service", "deployment", 1],
      ["incoming", "dependsOn", "service", 0],
    ]);
  });

  it("comes in pages, by text", async () => {
    const page = await relatedPage(ctx, "service", "orders", {
      path: [back("service", "deployment")],
      limit: 2,
      page: 2,
    });
    expect(page).toMatchObject({ blueprint: "deployment", total: 3, page: 2 });
    expect(page.entities.map((e) => [e.identifier, e.relations.service])).toEqual([["d2", "orders"]]);
    const found = await relatedPage(ctx, "service", "orders", {
      path: [back("service", "deployment")],
      text: "D1",
    });
    expect(found).toMatchObject({ total: 1, entities: [{ identifier: "d1" }] });
  });

  it("is filtered and sorted as any table is", async () => {
    const path = [back("environment", "service")];
    const names = async (query: Parameters<typeof relatedPage>[3]) =>
      (await relatedPage(ctx, "environment", "prod", query)).entities.map((e) => e.identifier);
    expect(await names({ path, sort: { by: "$identifier", direction: "desc" } })).toEqual([
      "orders",
      "billing",
    ]);
    const named = (value: string) => ({
      combinator: "and" as const,
      rules: [{ property: "$identifier", operator: "=" as const, value }],
    });
    expect(await names({ path, query: named("orders") })).toEqual(["orders"]);
    expect(await names({ path, query: named("zeta") })).toEqual([]);
    const unknown = {
      combinator: "and" as const,
      rules: [{ property: "nothing", operator: "isEmpty" as const }],
    };
    await expect(names({ path, query: unknown })).rejects.toMatchObject({ code: "invalid" });
  });

  it("is found through other blueprints and over several hops, each once, without the entity itself", async () => {
    const names = async (from: [string, string], path: PathStep[]) =>
      (await relatedPage(ctx, ...from, { path })).entities.map((e) => e.identifier);
    expect(
      await names(["environment", "prod"], [back("environment", "service"), back("service", "deployment")]),
    ).toEqual(["d0", "d1", "d2"]);
    expect(
      await names(["deployment", "d3"], [out("service", "service"), out("dependsOn", "service")]),
    ).toEqual(["orders"]);
    const far = { ...out("dependsOn", "service"), maxHops: 15 };
    expect(await names(["service", "zeta"], [far])).toEqual(["billing", "orders"]);
    expect(await names(["service", "zeta"], [{ ...far, maxHops: 1 }])).toEqual(["orders"]);
    // Around the circle and back to where it began.
    expect(await names(["service", "orders"], [far])).toEqual(["billing"]);
    expect(await names(["service", "zeta"], [far, back("service", "deployment")])).toEqual([
      "d0",
      "d1",
      "d2",
    ]);
  });

  it("refuses a path that the model does not have, at its step", async () => {
    const at = (path: PathStep[]) => relatedPage(ctx, "service", "orders", { path });
    const fault = (path: (string | number)[]) => ({ code: "invalid", details: { issues: [{ path }] } });
    await expect(at([out("environment", "nowhere")])).rejects.toMatchObject(fault(["path", 0, "blueprint"]));
    await expect(at([out("environment", "service")])).rejects.toMatchObject(fault(["path", 0, "relation"]));
    await expect(
      at([out("dependsOn", "service"), { ...out("environment", "environment"), maxHops: 2 }]),
    ).rejects.toMatchObject(fault(["path", 1, "maxHops"]));
    await expect(at([])).rejects.toMatchObject({ code: "invalid" });
    await expect(at([{ ...out("dependsOn", "service"), maxHops: 16 }])).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("lists what a deletion would take along, the nearest first", async () => {
    const { entities, truncated } = await dependentsOf(ctx, "service", "zeta");
    expect(truncated).toBe(false);
    expect(entities).toEqual([
      expect.objectContaining({ blueprint: "deployment", identifier: "d3", required: true, level: 1 }),
    ]);
    const all = await dependentsOf(ctx, "environment", "prod");
    expect(all.entities.map((e) => [e.level, e.identifier, e.required])).toEqual([
      [1, "billing", false],
      [1, "orders", false],
      [2, "d0", true],
      [2, "d1", true],
      [2, "d2", true],
      [2, "zeta", false],
      [3, "d3", true],
    ]);
  });
});

describe("the graph around an entity", () => {
  const ids = async (input: Parameters<typeof entityGraph>[3]) => {
    const graph = await entityGraph(ctx, "service", "orders", input);
    return graph.nodes.map((node) => [node.depth, node.identifier]);
  };
  it("grows by depth, in one direction or both, and ends at circles", async () => {
    expect(await ids({ direction: "outgoing" })).toEqual([
      [0, "orders"],
      [1, "billing"],
      [1, "prod"],
    ]);
    expect(await ids({ direction: "outgoing", depth: 4 })).toHaveLength(3);
    expect((await ids({ direction: "incoming", depth: 2 })).map(([, id]) => id)).toEqual([
      "orders",
      "billing",
      "d0",
      "d1",
      "d2",
      "zeta",
      "d3",
    ]);
    expect(await ids({ depth: 4 })).toHaveLength(8);
  });
  it("has every relation between its nodes, and says when there is more", async () => {
    const all = await entityGraph(ctx, "service", "orders", { depth: 2 });
    expect(all.truncated).toBe(false);
    const name = new Map(all.nodes.map((node) => [node.id, node.identifier]));
    const edges = all.edges.map((edge) => [name.get(edge.from), edge.title, name.get(edge.to)]);
    expect(edges).toEqual(
      expect.arrayContaining([
        ["orders", "Depends on", "billing"],
        ["billing", "Depends on", "orders"],
        ["billing", "Environment", "prod"],
        ["d3", "service", "zeta"],
      ]),
    );
    const some = await entityGraph(ctx, "service", "orders", { depth: 2, limit: 3 });
    expect(some).toMatchObject({ truncated: true });
    expect(some.nodes).toHaveLength(3);
  });
});
