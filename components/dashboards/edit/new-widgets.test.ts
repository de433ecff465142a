import { describe, expect, it } from "vitest";
import { WIDGET_KINDS } from "../widgets/widget-kinds";
import { checkWidget } from "./check-widget";
import { newWidget } from "./new-widgets";

describe.each(WIDGET_KINDS.filter(({ imported }) => !imported))("a new widget: $label", ({ type }) => {
  it("lacks at most what its form asks for", () => {
    const lacks = checkWidget(newWidget(type)).map(({ path }) => path[0]);
    const asked = [
      "blueprint",
      "entity",
      "property",
      "metric",
      "action",
      "actions",
      "links",
      "url",
      "runId",
      "user_email",
      "team_name",
    ];
    for (const key of lacks) expect(asked).toContain(key);
  });
});

it("says what is missing in the words of a form", () => {
  expect(checkWidget({ type: "bar-chart", dataset: { combinator: "and", rules: [] } })).toEqual([
    { path: ["property"], message: "Choose a property." },
  ]);
  expect(checkWidget({ type: "markdown", markdown: "x" })).toEqual([]);
});
