import { describe, expect, it } from "vitest";
import { LATER, previewEntity, previewValue } from "./entity-preview";

const context = {
  inputs: { name: "orders", size: 3, "a b": "c" },
  entity: { identifier: "e", team: ["payments"], properties: { host: "h" } },
};

describe("the preview of an entity", () => {
  it.each([
    ["{{ .inputs.name }}", "orders"],
    ["{{ .inputs.size }}", 3],
    ['{{ .inputs["a b"] }}', "c"],
    ["{{ .entity.properties.host }}", "h"],
    ["db-{{ .inputs.name }}-{{.inputs.size}}", "db-orders-3"],
    ["{{ .inputs.missing }}", undefined],
    ["db-{{ .inputs.missing }}", "db-…"],
    ["plain", "plain"],
    [7, 7],
    ["{{ .outputs.host }}", LATER],
    ["{{ .inputs.name | ascii_upcase }}", LATER],
    ["x {{ .run.id }}", LATER],
    ["{{ .inputs.toString }}", undefined],
    ["{{ .inputs.missing // .entity.identifier }}", "e"],
    ["{{ .inputs.missing // 7 }}", 7],
    ["{{ .inputs.missing // .outputs.x }}", LATER],
    ["{{ .entity.team[0] }}", "payments"],
  ])("%j is %s", (template, expected) => {
    expect(previewValue(template, context)).toBe(expected);
  });
  it("knows the identifier of an entity that is chosen, and leaves the rest of it to the run", () => {
    const picked = {
      inputs: { service: "checkout", empty: undefined },
      entity: null,
      definitions: {
        service: { type: "string" as const, format: "entity", blueprint: "service" },
        empty: { type: "string" as const, format: "entity", blueprint: "service" },
      },
    };
    expect(previewValue("{{ .inputs.service.identifier }}", picked)).toBe("checkout");
    expect(previewValue("{{ .inputs.service.properties.tier }}", picked)).toBe(LATER);
    expect(previewValue("{{ .inputs.service }}", picked)).toBe(LATER);
    expect(previewValue("{{ .inputs.empty.identifier }}", picked)).toBeUndefined();
  });
  it("spreads what the entity has, and lays the rest over it", () => {
    const mapping = {
      identifier: "{{ .entity.identifier }}",
      properties: { "{{ spreadValue() }}": "{{ .entity.properties }}", size: "{{ .inputs.size }}" },
      relations: {},
    };
    expect(previewEntity(mapping, context).properties).toEqual({ host: "h", size: 3 });
    expect(previewEntity(mapping, { inputs: {}, entity: null }).properties).toEqual({ size: undefined });
  });
  it("maps a whole entity", () => {
    expect(
      previewEntity(
        {
          identifier: "{{ .inputs.name }}",
          properties: { size: "{{ .inputs.size }}", url: "{{ .outputs.url }}" },
          relations: {},
        },
        context,
      ),
    ).toEqual({
      identifier: "orders",
      title: undefined,
      team: undefined,
      properties: { size: 3, url: LATER },
    });
  });
});
