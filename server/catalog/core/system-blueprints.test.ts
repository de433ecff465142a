import { describe, expect, it } from "vitest";
import { definitionIssues } from "./blueprint-rules";
import { blueprintCreateSchema } from "./blueprint-schema";
import { baseOf, SYSTEM_BLUEPRINTS, systemIssues, TEAM, USER, withBase } from "./system-blueprints";
import type { BlueprintDefinition } from "../schema";

const user = baseOf(USER)!;
const paths = (definition: BlueprintDefinition) => systemIssues(definition).map(({ path }) => path.join("."));
const known = new Map(SYSTEM_BLUEPRINTS.map((base) => [base.identifier, base]));

describe("a system blueprint", () => {
  it("is a blueprint as any other", () => {
    for (const base of SYSTEM_BLUEPRINTS) {
      expect(blueprintCreateSchema.safeParse(base).error?.issues).toBeUndefined();
      expect(definitionIssues(base, known)).toEqual([]);
    }
  });

  it("can have more than its base", () => {
    expect(
      paths({
        ...user,
        title: "Person",
        schema: { properties: { ...user.schema.properties, isOnCall: { type: "boolean" } } },
        relations: { ...user.relations, manager: { target: USER, many: false, required: false } },
      }),
    ).toEqual([]);
  });

  it("keeps its base as it is", () => {
    const { status: _status, ...rest } = user.schema.properties;
    expect(paths({ ...user, schema: { properties: rest } })).toEqual(["schema.properties.status"]);
    expect(
      paths({
        ...user,
        schema: { properties: { ...user.schema.properties, port_role: { type: "string" } } },
        relations: { team: { target: TEAM, many: false, required: false } },
      }),
    ).toEqual(["schema.properties.port_role", "relations.team"]);
    expect(definitionIssues({ ...user, relations: {} }, known).map(({ path }) => path.join("."))).toEqual([
      "relations.team",
    ]);
  });

  it("requires nothing more of its entities", () => {
    expect(
      paths({
        ...user,
        schema: { properties: { ...user.schema.properties, desk: { type: "string" } }, required: ["desk"] },
        relations: { ...user.relations, office: { target: TEAM, many: false, required: true } },
      }),
    ).toEqual(["schema.required.0", "relations.office.required"]);
  });

  it("gets its base back where it is another", () => {
    const other = { ...user, schema: { properties: { desk: { type: "string" as const } } }, relations: {} };
    expect(systemIssues(withBase(other, user))).toEqual([]);
    expect(withBase(other, user).schema.properties).toHaveProperty("desk");
  });

  it("is none that people made", () => {
    expect(systemIssues({ ...user, identifier: "service", relations: {} })).toEqual([]);
  });
});
