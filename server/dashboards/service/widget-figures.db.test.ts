import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity, updateEntity } from "@/server/catalog/service/entities";
import { recompute } from "@/server/catalog/service/recompute";
import { both, within } from "../core/slices";
import { all, number, overServices, text, where } from "../testing-data";

const { as, see, figure, rows, db } = overServices();

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
    ["$team", { "Team blue": 3, "Team red": 3 }],
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
    expect(data.pointsBy).toBe("since");
    for (const [i, { from, to }] of data.figure.buckets.entries())
      for (const { id, values } of data.figure.series) {
        const span = within("since", Date.parse(from), Date.parse(to) - 1);
        const point = {
          ...data,
          drill: { [id]: data.drill[id]!.map((of) => ({ ...of, query: both(of.query, span) })) },
        };
        expect(await rows(point, id)).toBe(values[i] ?? 0);
      }
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
    expect(await rows(data, "replicas")).toBe(6);
  });

  it("show a property as it was, computed ones too: what changes later changes no point", async () => {
    await createEntity(as(), "service", { identifier: "old", properties: { replicas: 5 } });
    await recompute(as());
    await db().execute(
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
