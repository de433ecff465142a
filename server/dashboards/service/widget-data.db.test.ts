import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity, updateEntity } from "@/server/catalog/service/entities";
import { setPermissions } from "@/server/catalog/service/permissions";
import { listEntities } from "@/server/catalog/service/read";
import { recompute } from "@/server/catalog/service/recompute";
import { ADMIN, contextOf, person } from "@/server/catalog/testing";
import { createUser } from "@/server/identity/service/people";
import { createTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import type { WidgetData } from "../core/data";
import { EXAMPLES } from "../core/testing-widgets";
import type { Look } from "../schema";
import { createPage } from "./change-pages";
import { noteVisit, pageWidgetData, previewWidget } from "./widget-data";

let database: TestDatabase;
const as = (actor: Actor = ADMIN) => contextOf(database.db, actor);
const ANN = person("ann", ["red"]);
const BEN = person("ben", ["blue"]);
const text = { type: "string" };

beforeAll(async () => {
  database = await createTestDatabase();
  const admin = as();
  for (const identifier of ["red", "blue"]) await createTeam(admin, { identifier, title: identifier });
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
});
afterAll(() => database.close());

const see = (widget: unknown, actor: Actor = ADMIN, look: Look = {}) =>
  previewWidget(as(actor), widget, look);
type Figured = Extract<WidgetData, { kind: "figure" }>;
async function figure(widget: unknown, actor: Actor = ADMIN, look: Look = {}): Promise<Figured> {
  const data = await see(widget, actor, look);
  if (data.kind !== "figure") throw new Error(JSON.stringify(data));
  return data;
}
/** How many rows the table behind a part of a figure has. */
async function rows(data: Figured, id: string, actor: Actor = ADMIN): Promise<number> {
  const slices = data.drill[id];
  if (!slices?.length) throw new Error(`no rows behind ${id}`);
  const totals = await Promise.all(
    slices.map(async ({ blueprint, query }) => (await listEntities(as(actor), blueprint, { query })).total),
  );
  return totals.reduce((sum, total) => sum + total, 0);
}
const all = { combinator: "and", rules: [] };
const where = (...rules: object[]) => ({ combinator: "and", rules });
const mine = {
  property: "$team",
  operator: "containsAny",
  value: { context: "userTeams", property: "$identifier" },
};
const number = (over: object) => ({
  type: "entities-number-chart",
  chartType: "countEntities",
  calculationBy: "entities",
  func: "count",
  blueprint: "service",
  dataset: all,
  unit: "none",
  ...over,
});

describe("every kind of widget", () => {
  it("shows something, or says why not", async () => {
    const page = await createPage(as(), { title: "All", definition: { widgets: EXAMPLES as never } });
    const seen: Record<string, string> = {};
    for (const { id, type } of page.definition.widgets) {
      const data = await pageWidgetData(as(), page.identifier, id!);
      seen[type] = data.kind === "refused" ? data.why : data.kind;
    }
    expect(seen).toMatchObject({
      "entities-number-chart": "figure",
      "entities-pie-chart": "figure",
      "bar-chart": "figure",
      "line-chart": "figure",
      cost: "empty",
      "table-entities-explorer": "entities",
      "graph-entities-explorer": "graph",
      "entity-info": "entity",
      "entity-details": "entity",
      markdown: "text",
      "links-widget": "links",
      "iframe-widget": "links",
      "action-card-widget": "empty",
      "runs-table": "empty",
      "users-table": "empty",
      "teams-table": "rows",
      "my-entities": "empty",
      grouper: "group",
      "dashboard-widget": "group",
    });
    expect(seen["run-info"]).toMatch(/"r_1" was not found/);
    expect(seen["user-info"]).toMatch(/not found/);
    expect(seen["ai-agent"]).toMatch(/no AI agents/);
    expect(seen["workflow-runs-history-table"]).toMatch(/Workflows/);
    await expect(pageWidgetData(as(), page.identifier, "nobody")).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(pageWidgetData(as(), "nowhere", "w1")).rejects.toMatchObject({ code: "not_found" });
  });

  it("that names what there is not is refused with the reason, and nothing else is", async () => {
    const faulty = number({ dataset: where({ property: "nothing", operator: "isEmpty" }) });
    expect(await see(faulty)).toMatchObject({ kind: "refused", why: expect.stringContaining('"nothing"') });
    expect(await see({ type: "bar-chart", blueprint: "nobody", property: "x", dataset: all })).toMatchObject({
      kind: "refused",
      why: expect.stringContaining('"nobody"'),
    });
    await expect(see({ type: "bar-chart" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a number", () => {
  it.each([
    [{}, 6],
    [{ dataset: where({ property: "language", operator: "=", value: "Go" }) }, 3],
    [{ chartType: "aggregateByProperty", calculationBy: "property", func: "sum", property: "replicas" }, 21],
    [
      { calculationBy: "property", chartType: "aggregateByProperty", func: "median", property: "replicas" },
      3.5,
    ],
    [
      {
        chartType: "aggregateByProperty",
        calculationBy: "property",
        func: "average",
        averageOf: "total",
        property: "double",
      },
      7,
    ],
    [{ func: "average", averageOf: "day" }, 6],
    [{ chartType: "displaySingleProperty", entity: "checkout", property: "double" }, 2],
  ])("%j is %d", async (over, value) => {
    const data = await figure(number(over));
    expect(data.figure).toMatchObject({ shape: "number", value });
    if (!("entity" in over)) expect(await rows(data, "value")).toBe("dataset" in over ? 3 : 6);
  });

  it("has the colour of the closest bound, and words where there is none", async () => {
    const conditionalFormatting = [
      { operator: ">", value: 1, color: "red" },
      { operator: ">=", value: 4, color: "yellow", message: "Watch" },
      { operator: "<", value: 50, color: "green" },
    ];
    const five = number({
      dataset: where({ property: "language", operator: "isNotEmpty" }),
      unit: "custom",
      unitCustom: "services",
      displayFormatting: "round",
      conditionalFormatting,
    });
    expect(await figure(five)).toMatchObject({
      figure: { value: 5 },
      look: { unit: "services", unitSide: "right", decimals: 0, colour: "yellow", message: "Watch" },
    });
    const none = number({
      calculationBy: "property",
      chartType: "aggregateByProperty",
      func: "max",
      property: "replicas",
      dataset: where({ property: "language", operator: "=", value: "Lisp" }),
      emptyStateText: "No Lisp",
    });
    expect(await see(none)).toEqual({ kind: "empty", text: "No Lisp" });
  });
});

describe("parts of a whole", () => {
  it.each([
    ["language", { Go: 3, Rust: 2, "No value": 1 }],
    ["environment", { Production: 4, "No value": 2 }],
    ["relation:environment", { Production: 4, "No value": 2 }],
    ["tags", { a: 3, b: 2 }],
    ["dependsOn", { "Service 0": 5, "No value": 1 }],
    ["$team", { blue: 3, red: 3 }],
    ["replicas", { 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1 }],
  ])("by %s, each with exactly its rows", async (property, expected) => {
    for (const type of ["bar-chart", "entities-pie-chart"]) {
      const data = await figure({ type, blueprint: "service", property, dataset: all });
      if (data.figure.shape !== "bars") throw new Error(data.figure.shape);
      expect(Object.fromEntries(data.figure.bars.map(({ label, value }) => [label, value]))).toEqual(
        expected,
      );
      for (const { id, value } of data.figure.bars) expect([id, await rows(data, id)]).toEqual([id, value]);
      expect(data.drawnAs).toBe(type === "entities-pie-chart" ? "pie" : undefined);
    }
  });

  it("of many values, the most frequent by themselves and the others together, with their rows", async () => {
    await createBlueprint(as(), {
      identifier: "many",
      title: "Many",
      schema: { properties: { kind: text } },
    });
    for (let i = 0; i < 40; i += 1)
      for (let n = 0; n < (i < 5 ? 2 : 1); n += 1)
        await createEntity(as(), "many", {
          identifier: `m${i}-${n}`,
          properties: i === 39 ? {} : { kind: `k${String(i).padStart(2, "0")}` },
        });
    const data = await figure({ type: "bar-chart", blueprint: "many", property: "kind", dataset: all });
    if (data.figure.shape !== "bars") throw new Error(data.figure.shape);
    expect(data.figure.bars).toHaveLength(30);
    expect(data.figure.others).toEqual({ count: 10, value: 10 });
    expect(await rows(data, "other")).toBe(10);
    expect(data.notes).toEqual([
      'The 30 most frequent values are shown by themselves, and 10 more as "Other".',
    ]);
    const pie = await figure({
      type: "entities-pie-chart",
      blueprint: "many",
      property: "kind",
      dataset: all,
    });
    expect(pie.figure).toMatchObject({ others: { count: 16, value: 16 } });
  });
});

describe("lines", () => {
  const line = (over: object) => ({
    type: "line-chart",
    blueprint: "service",
    chartType: "countEntities",
    func: "count",
    measureTimeBy: "since",
    timeRange: { preset: "lastWeek" },
    ...over,
  });
  it("count entities by their dates, broken down, with the rows of each line", async () => {
    const data = await figure(line({ breakdownProperty: "language" }));
    if (data.figure.shape !== "series") throw new Error(data.figure.shape);
    const sums = data.figure.series.map(({ label, values }) => [
      label,
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
    ]);
    expect(sums).toEqual([
      ["Go", 3],
      ["Rust", 2],
      ["No value", 1],
    ]);
    expect(data.figure.buckets).toHaveLength(8);
    expect(data.figure.buckets.at(-1)?.partial).toBe(true);
    for (const { id, values } of data.figure.series)
      expect(await rows(data, id)).toBe(values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
  });

  it("take functions of properties, with a gap where there is nothing", async () => {
    const data = await figure(
      line({ chartType: "aggregatePropertiesValues", func: "max", properties: ["replicas", "double"] }),
    );
    if (data.figure.shape !== "series") throw new Error(data.figure.shape);
    expect(data.figure.series.map(({ label }) => label)).toEqual(["replicas", "Double"]);
    expect(Math.max(...data.figure.series[1]!.values.map((value) => value ?? 0))).toBe(12);
    expect(data.figure.series[0]!.values[0]).toBeNull();
  });

  it("show a property as it was, computed ones too: what changes later changes no point", async () => {
    await createEntity(as(), "service", { identifier: "old", properties: { replicas: 5 } });
    await recompute(as());
    await database.db.execute(
      sql`update entity_revisions set at = now() - interval '3 days' where identifier = 'old'`,
    );
    await updateEntity(as(), "service", "old", { properties: { replicas: 7 } });
    await recompute(as());
    const data = await figure({
      type: "line-chart",
      blueprint: "service",
      chartType: "propertiesValueHistory",
      entity: "old",
      properties: ["replicas", "double"],
      timeRange: { preset: "lastWeek" },
    });
    if (data.figure.shape !== "series") throw new Error(data.figure.shape);
    const [replicas, double] = data.figure.series.map(({ values }) => values);
    expect(replicas!.slice(-3)).toEqual([5, 5, 7]);
    expect(replicas![0]).toBeNull();
    expect(double!.at(-1)).toBe(14);
    await deleteEntity(as(), "service", "old");
  });
});

describe("filters", () => {
  const pie = { type: "entities-pie-chart", blueprint: "service", property: "$team", dataset: all };
  const bars = (data: Figured) =>
    data.figure.shape === "bars" ? data.figure.bars.map(({ id, value }) => [id, value]) : [];

  it("of the viewer show each their own", async () => {
    const own = { ...pie, dataset: where(mine) };
    expect(bars(await figure(own, ANN))).toEqual([["=red", 3]]);
    expect(bars(await figure(own, BEN))).toEqual([["=blue", 3]]);
  });

  it("of the page narrow what has what they name, and say where they do not", async () => {
    const filters = [{ title: "My teams", query: where(mine) }] as never;
    expect(bars(await figure(pie, ANN, { filters }))).toEqual([["=red", 3]]);
    const data = await figure(pie, ANN, { filters });
    expect(await rows(data, "=red", ANN)).toBe(3);
    const language = [
      { title: "Go", query: where({ property: "language", operator: "=", value: "Go" }) },
    ] as never;
    expect((await figure(number({}), ADMIN, { filters: language })).figure).toMatchObject({ value: 3 });
    const other = await figure(number({ blueprint: "environment" }), ADMIN, { filters: language });
    expect(other.figure).toMatchObject({ value: 1 });
    expect(other.notes[0]).toMatch(/^The filter "Go" is left out: .*no property "language"/);
    const one = [
      { blueprint: "service", query: where({ property: "language", operator: "=", value: "Go" }) },
    ] as never;
    expect((await figure(number({}), ADMIN, { filters: one })).figure).toMatchObject({ value: 3 });
    expect(await figure(number({ blueprint: "environment" }), ADMIN, { filters: one })).toMatchObject({
      figure: { value: 1 },
      notes: [],
    });
  });

  it("that the page has hold until the viewer chooses others", async () => {
    const page = await createPage(as(), {
      title: "Filtered",
      definition: {
        widgets: [number({ id: "n" })] as never,
        filters: [{ query: where({ property: "language", operator: "=", value: "Rust" }) }] as never,
      },
    });
    const value = async (look?: Look) => {
      const data = await pageWidgetData(as(), page.identifier, "n", look);
      return data.kind === "figure" && data.figure.shape === "number" ? data.figure.value : data;
    };
    expect(await value()).toBe(2);
    expect(await value({ filters: [] })).toBe(6);
  });
});

describe("tables, graphs and lists", () => {
  it("of what is related to an entity", async () => {
    const data = await see({
      type: "table-entities-explorer-by-direction",
      blueprint: "service",
      entity: "checkout",
      blueprintConfig: {
        service: { relatedProperty: "dependsOn", title: "Depend on it" },
        environment: { relatedProperty: "environment" },
      },
    });
    if (data.kind !== "entities") throw new Error(JSON.stringify(data));
    const found = await Promise.all(
      data.tables.map(async ({ title, blueprint, query }) => [
        title,
        (await listEntities(as(), blueprint, { query })).total,
      ]),
    );
    expect(found).toEqual([
      ["Depend on it", 5],
      ["Environment", 1],
    ]);
    expect(await see({ type: "table-entities-explorer-by-direction" })).toMatchObject({ kind: "refused" });
  });

  it("of one's own, and of what one looked at last", async () => {
    const mineOf = async (actor: Actor, type: string) => {
      const data = await see({ type }, actor);
      return data.kind === "rows" ? data.table.rows.map(({ id }) => id).sort() : data;
    };
    expect(await mineOf(ANN, "my-entities")).toEqual(["service/s1", "service/s3", "service/s5"]);
    expect(await mineOf(ANN, "recently-viewed-entities")).toMatchObject({ kind: "empty" });
    for (const identifier of ["s1", "s2"]) await noteVisit(as(ANN), "service", identifier);
    await noteVisit(as(ANN), "environment", "prod");
    await expect(noteVisit(as(ANN), "service", "nobody")).rejects.toMatchObject({ code: "not_found" });
    expect(await mineOf(ANN, "recently-viewed-entities")).toEqual([
      "environment/prod",
      "service/s1",
      "service/s2",
    ]);
    expect(await mineOf(BEN, "recently-viewed-entities")).toMatchObject({ kind: "empty" });
    await setPermissions(as(), "service", { entities: { read: { ownedByTeam: true } } });
    expect(await mineOf(ANN, "recently-viewed-entities")).toEqual(["environment/prod", "service/s1"]);
    expect((await figure(number({}), ANN)).figure).toMatchObject({ value: 3 });
    await setPermissions(as(), "service", null);
  });

  it("of what was done are for administrators", async () => {
    const widget = { type: "table-audit-log", query: { blueprint: "service", limit: 5 } };
    expect(await see(widget)).toMatchObject({ kind: "rows", table: { n: 5, more: 1 } });
    expect(await see(widget, ANN)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("administrators"),
    });
  });
});
