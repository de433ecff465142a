import { describe, expect, it } from "vitest";
import { WIDGET_KINDS } from "../../widgets/widget-kinds";
import { checkWidget } from "../check-widget";
import { newWidget } from "../new-widgets";
import { withChart } from "./chart-fields";
import { widgetFields } from "./widget-fields";

const kinds = WIDGET_KINDS.filter(({ imported }) => !imported).map(({ type }) => type);

describe.each(kinds)("the form of %s", (type) => {
  it("has a control for everything that a new widget lacks", () => {
    const given = newWidget(type);
    const asked = widgetFields(given).map(({ path }) => String(path[0]));
    for (const { path } of checkWidget(given)) expect(asked).toContain(String(path[0]));
  });
});

describe("another sort of chart", () => {
  it.each(["countEntities", "aggregateByProperty", "displaySingleProperty"])(
    "of a number: %s",
    (chartType) => {
      const given = withChart({ ...newWidget("entities-number-chart"), blueprint: "service" }, chartType);
      const lacks = checkWidget(given).map(({ path }) => path.join("."));
      expect(lacks.filter((path) => !["property", "entity"].includes(path))).toEqual([]);
    },
  );

  it.each(["countEntities", "aggregatePropertiesValues", "propertiesValueHistory"])(
    "of a line: %s",
    (chartType) => {
      const given = withChart({ ...newWidget("line-chart"), blueprint: "service" }, chartType);
      const lacks = checkWidget(given).map(({ path }) => path.join("."));
      expect(lacks.filter((path) => !["properties", "entity"].includes(path))).toEqual([]);
    },
  );
});
