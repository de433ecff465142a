import { describe, expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { definitionSchema } from "@/server/dashboards/schema";
import { metricOf } from "@/server/metrics/definitions/registry";
import { repaired } from "../layout/layout";
import { ENTITY_START, STARTERS } from "./starters";

const service: BlueprintDefinition = {
  identifier: "service",
  title: "Service",
  schema: { properties: { tier: { type: "string", enum: ["gold", "silver"] } } },
};

const FOR_ENTITIES = { label: "for entities", make: () => ENTITY_START() };

describe.each([...STARTERS, FOR_ENTITIES])("the starting point $label", ({ make }) => {
  it.each([["blueprints", [service]] as const, ["no blueprint", []] as const])(
    "is a page that can be stored, with %s",
    (_, blueprints) => {
      const made = definitionSchema.parse(make(blueprints));
      const ids = made.widgets.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).toBe(made.widgets.length);
      expect(repaired(made.layout ?? [], ids)).toEqual(made.layout ?? []);
      for (const { columns } of made.layout ?? [])
        expect(columns.reduce((sum, { size }) => sum + size, 0)).toBe(12);
      for (const widget of made.widgets)
        if (widget.type === "metric") expect(metricOf(widget.metric), widget.metric).toBeDefined();
    },
  );
});
