import { describe, expect, it } from "vitest";
import { insertableValues } from "./insertable";

const action = (operation: string) => ({
  identifier: "a",
  trigger: {
    type: "self-service",
    operation,
    userInputs: {
      properties: {
        name: { type: "string", title: "Name" },
        "repo-name": { type: "string" },
        service: { type: "string", format: "entity", blueprint: "service" },
        services: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
      },
    },
  },
});
const blueprint = {
  identifier: "service",
  title: "Service",
  schema: { properties: { tier: { type: "string" as const, title: "Tier" } }, required: [] },
};

describe("the values of a payload", () => {
  it("have the identifier of an entity, and a list of them", () => {
    const [inputs] = insertableValues(action("CREATE"), blueprint, { secrets: [], outputs: [] });
    expect(inputs?.values.map(({ expression }) => expression)).toEqual([
      ".inputs.name",
      '.inputs["repo-name"]',
      ".inputs.service.identifier",
      ".inputs.service.title",
      ".inputs.services | map(.identifier)",
    ]);
  });

  it("offer an entity where there is one, and secrets and outputs that there are", () => {
    const titles = (operation: string, more: { secrets: string[]; outputs: string[] }) =>
      insertableValues(action(operation), blueprint, more).map(({ title }) => title);
    expect(titles("CREATE", { secrets: [], outputs: [] })).toEqual(["Inputs", "Who asked", "Run"]);
    const all = insertableValues(action("DAY-2"), blueprint, { secrets: ["my-token"], outputs: ["host"] });
    expect(all.map(({ title }) => title)).toEqual([
      "Inputs",
      "Entity",
      "Outputs of Terraform",
      "Who asked",
      "Run",
      "Secrets",
    ]);
    const expressions = all.flatMap(({ values }) => values.map(({ expression }) => expression));
    expect(expressions).toContain(".entity.properties.tier");
    expect(expressions).toContain('.secrets["my-token"]');
    expect(expressions).toContain(".outputs.host");
  });
});
