import { describe, expect, it } from "vitest";
import { ADMIN } from "@/server/catalog/testing";
import { EXAMPLES } from "../core/testing-widgets";
import type { Look } from "../schema";
import { all, ANN, BEN, type Figured, mine, number, overServices, where } from "../testing-data";
import { createPage } from "./change-pages";
import { pageWidgetData } from "./widget-data";

const { as, see, figure, rows } = overServices();

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
