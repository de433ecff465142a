import { describe, expect, it } from "vitest";
import { definitionSchema, type GivenDefinition } from "../schema";
import { allWidgets, settleDefinition, widgetOf, withoutWidget, withWidget } from "./page";
import { WIDGET_TYPES, widgetSchema } from "./widgets/union";
import { EXAMPLES } from "./testing-widgets";

const text = (id?: string) => ({ type: "markdown" as const, markdown: "Hello", ...(id ? { id } : {}) });
const settle = (input: unknown) => settleDefinition(definitionSchema.parse(input) as GivenDefinition);

describe("widgets", () => {
  it.each(WIDGET_TYPES)(
    "%s is read in the published shape, and refused with a key that it has not",
    (type) => {
      const examples = EXAMPLES.filter((widget) => widget.type === type);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(widgetSchema.parse(example)).toMatchObject({ type });
        const faults = widgetSchema.safeParse({ ...example, nonsense: 1 });
        expect(JSON.stringify(faults.error?.issues)).toContain("nonsense");
      }
    },
  );

  it("say where a fault is", () => {
    const faults = (widget: unknown) =>
      definitionSchema
        .safeParse({ widgets: [text(), widget] })
        .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(faults({ type: "pie" })?.[0]).toMatch(/^widgets\.1\.type: /);
    expect(
      faults({
        type: "bar-chart",
        property: "tier",
        dataset: { combinator: "and", rules: [{ property: "$title", operator: "like" }] },
      })?.[0],
    ).toMatch(/^widgets\.1\.dataset\.rules\.0\.operator: Must be one of/);
    expect(faults({ type: "entities-number-chart", unit: "custom", func: "count" })).toEqual([
      "widgets.1.unitCustom: Is missing: it is the unit that is shown.",
    ]);
    expect(
      faults({ type: "links-widget", links: [{ title: "x", url: "javascript:alert(1)" }] })?.[0],
    ).toMatch(/^widgets\.1\.links\.0\.url: Must be an address/);
    expect(faults({ type: "line-chart", chartType: "pie", blueprint: "service" })?.[0]).toMatch(
      /^widgets\.1\.chartType: /,
    );
    const within = {
      type: "grouper",
      displayMode: "tabs",
      groups: [{ title: "A", widgets: [{ type: "?" }] }],
    };
    expect(faults(within)?.[0]).toMatch(/^widgets\.1\.groups\.0\.widgets\.0\.type: /);
  });
});

describe("a page", () => {
  it("gives each widget an id and a place, and keeps those that it has", () => {
    const { definition, issues } = settle({
      widgets: [{ ...text(), createdAt: "2020-01-01" }, text("w1"), text()],
      layout: [{ height: 300, columns: [{ id: "w1", size: 6 }] }],
    });
    expect(issues).toEqual([]);
    expect(definition.widgets.map(({ id }) => id)).toEqual(["w2", "w1", "w3"]);
    expect(definition.widgets[0]).not.toHaveProperty("createdAt");
    expect(definition.layout.map(({ columns }) => columns.map(({ id, size }) => [id, size]))).toEqual([
      [["w1", 6]],
      [["w2", 12]],
      [["w3", 12]],
    ]);
    expect(settle(definition).definition).toEqual(definition);
  });

  it("refuses what is twice, without a place, too wide, too many or too deep", () => {
    const said = (input: unknown) =>
      settle(input).issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    expect(said({ widgets: [text("a"), text("a")] })).toEqual([
      'widgets.1.id Another widget has the id "a" already.',
    ]);
    const columns = [
      { id: "a", size: 8 },
      { id: "b", size: 8 },
      { id: "a", size: 1 },
    ];
    expect(said({ widgets: [text("a")], layout: [{ height: 200, columns }] })).toEqual([
      "layout.0.columns A row has twelve parts, and these columns take 17. Make one narrower, or put it into another row.",
      'layout.0.columns.1.id There is no widget "b" here.',
      'layout.0.columns.2.id The widget "a" has a place already.',
    ]);
    const grid = (widgets: unknown[]) => ({ type: "dashboard-widget", layout: [], widgets });
    expect(said({ widgets: [grid(Array.from({ length: 100 }, () => text()))] })[0]).toMatch(
      /at most 100 widgets/,
    );
    expect(said({ widgets: [grid([grid([grid([grid([])])])])] })[0]).toMatch(/nested at most 3 deep/);
    expect(said({ widgets: [grid([grid([grid([text()])])])] })).toEqual([]);
  });

  it("finds, replaces and takes out a widget wherever it is", () => {
    const { definition } = settle({
      widgets: [
        { type: "grouper", displayMode: "tabs", groups: [{ title: "A", widgets: [text("in")] }] },
        { type: "dashboard-widget", layout: [], widgets: [text("deep"), text("other")] },
      ],
    });
    expect(allWidgets(definition.widgets)).toHaveLength(5);
    expect(widgetOf(definition, "deep")).toMatchObject({ markdown: "Hello" });
    const changed = withWidget(definition, "in", { type: "markdown", markdown: "New" });
    expect(widgetOf(changed!, "in")).toEqual({ type: "markdown", markdown: "New", id: "in" });
    const without = withoutWidget(definition, "deep")!;
    expect(widgetOf(without, "deep")).toBeUndefined();
    expect(settle(without).definition).toEqual(without);
    expect(withoutWidget(definition, "nobody")).toBeNull();
  });
});
