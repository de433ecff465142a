import { afterAll, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { listEntities } from "@/server/catalog/service/read";
import { recompute } from "@/server/catalog/service/recompute";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import { createUser } from "@/server/identity/service/people";
import { createTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import type { WidgetData } from "./core/data";
import type { Look } from "./schema";
import { previewWidget } from "./service/widget-data";

/** A catalog that widgets are tested over: six services of two teams, one environment. */

export const ANN = person("ann", ["red"]);
export const BEN = person("ben", ["blue"]);
export const text = { type: "string" };
export const all = { combinator: "and", rules: [] };
export const where = (...rules: object[]) => ({ combinator: "and", rules });
/** What the teams of whoever looks own. */
export const mine = {
  property: "$team",
  operator: "containsAny",
  value: { context: "userTeams", property: "$identifier" },
};
export const number = (over: object) => ({
  type: "entities-number-chart",
  chartType: "countEntities",
  calculationBy: "entities",
  func: "count",
  blueprint: "service",
  dataset: all,
  unit: "none",
  ...over,
});

export type Figured = Extract<WidgetData, { kind: "figure" }>;

/** Makes the catalog before the tests of a file, and says what widgets over it show. */
export function overServices() {
  let database: TestDatabase;
  const as = (actor: Actor = ADMIN) => contextOf(database.db, actor);
  beforeAll(async () => {
    database = await createTestDatabase();
    await fill(as());
  });
  afterAll(() => database.close());

  const see = (widget: unknown, actor: Actor = ADMIN, look: Look = {}) =>
    previewWidget(as(actor), widget, look);
  const figure = async (widget: unknown, actor: Actor = ADMIN, look: Look = {}): Promise<Figured> => {
    const data = await see(widget, actor, look);
    if (data.kind !== "figure") throw new Error(JSON.stringify(data));
    return data;
  };
  /** How many rows the table behind a part of a figure has. */
  const rows = async (data: Figured, id: string, actor: Actor = ADMIN): Promise<number> => {
    const slices = data.drill[id];
    if (!slices?.length) throw new Error(`no rows behind ${id}`);
    const totals = await Promise.all(
      slices.map(async ({ blueprint, query }) => (await listEntities(as(actor), blueprint, { query })).total),
    );
    return totals.reduce((sum, total) => sum + total, 0);
  };
  return { as, see, figure, rows, db: () => database.db };
}

async function fill(admin: ReturnType<typeof contextOf>): Promise<void> {
  for (const identifier of ["red", "blue"])
    await createTeam(admin, { identifier, title: `Team ${identifier}` });
  for (const name of ["ann", "ben"])
    await createUser(admin, { email: `${name}@example.com`, name, role: "member" });
  await createBlueprint(admin, {
    identifier: "environment",
    title: "Environment",
    schema: { properties: {} },
  });
  await createBlueprint(admin, {
    identifier: "service",
    title: "Service",
    schema: {
      properties: {
        language: { ...text, title: "Language" },
        replicas: { type: "number" },
        tags: { type: "array", items: text },
        readme: { ...text, format: "markdown" },
        since: { ...text, format: "date-time" },
      },
    },
    calculationProperties: {
      double: { title: "Double", type: "number", calculation: ".properties.replicas * 2" },
    },
    relations: {
      environment: { title: "Environment", target: "environment", many: false, required: false },
      dependsOn: { title: "Depends on", target: "service", many: true, required: false },
    },
  });
  await createEntity(admin, "environment", { identifier: "prod", title: "Production" });
  const languages = ["Go", "Go", "Go", "Rust", "Rust", null];
  for (const [i, language] of languages.entries())
    await createEntity(admin, "service", {
      identifier: i === 0 ? "checkout" : `s${i}`,
      title: `Service ${i}`,
      team: i % 2 ? "red" : "blue",
      properties: {
        ...(language ? { language } : {}),
        replicas: i + 1,
        tags: i < 2 ? ["a", "b"] : i === 2 ? ["a"] : [],
        since: new Date(Date.now() - i * 86_400_000).toISOString(),
        ...(i === 0 ? { readme: "# Checkout" } : {}),
      },
      relations: { ...(i < 4 ? { environment: "prod" } : {}), dependsOn: i ? ["checkout"] : [] },
    });
  await recompute(admin);
}
