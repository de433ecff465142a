import { expect, it } from "vitest";
import { WIDGET_TYPES } from "@/server/dashboards/core/widgets/union";
import { WIDGET_KINDS } from "./widget-kinds";

it("has a name and a sentence for every type, once", () => {
  expect(WIDGET_KINDS.map(({ type }) => type).sort()).toEqual([...WIDGET_TYPES].sort());
  for (const { label, sentence } of WIDGET_KINDS) {
    expect(label).not.toBe("");
    expect(sentence).toMatch(/\.$/);
  }
});
