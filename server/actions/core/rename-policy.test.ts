import { describe, expect, it } from "vitest";
import type { Query } from "@/server/catalog/core/query/schema";
import type { ActionDefinition } from "../schema";
import { DEFAULT_PERMISSIONS } from "../schema";
import { renameInPermissions } from "./rename-policy";

const rule = (property: string, value: unknown) => ({ property, operator: "=", value });
const query = (...rules: unknown[]) => ({ combinator: "and", rules }) as Query;
const action = {
  trigger: {
    type: "self-service",
    operation: "DAY-2",
    blueprintIdentifier: "service",
    userInputs: { properties: { other: { type: "string", format: "entity", blueprint: "service" } } },
  },
} as unknown as ActionDefinition;
const rename = (conditions: string[], queries: Record<string, Query> = {}, blueprint = "service") => {
  const policy = { queries, conditions };
  const result = renameInPermissions(
    { ...DEFAULT_PERMISSIONS, execute: { ...DEFAULT_PERMISSIONS.execute, policy } },
    action,
    { blueprint, kind: "property", key: "tier" },
    "level",
    new Map(),
  );
  return { ...result.permissions.execute.policy, renamed: result.renamed };
};

describe("policies follow a key of a blueprint that got another name", () => {
  it("in queries over its entities, and in what conditions read of them", () => {
    const open = query(rule("$blueprint", "service"), rule("tier", "{{ .entity.properties.tier }}"));
    expect(rename(["[.results.open.entities[] | .properties.tier] | length == 0"], { open })).toEqual({
      queries: {
        open: query(rule("$blueprint", "service"), rule("level", "{{ .entity.properties.level }}")),
      },
      conditions: ["[.results.open.entities[] | .properties.level] | length == 0"],
      renamed: true,
    });
  });

  it("in what is read of the entity, of picked ones, and of the person", () => {
    expect(rename(['.entity.properties.tier == .inputs.other.properties["tier"]']).conditions).toEqual([
      ".entity.properties.level == .inputs.other.properties.level",
    ]);
    expect(rename([".user.properties.tier"], {}, "_user").conditions).toEqual([".user.properties.level"]);
  });

  it("and leave what is another's", () => {
    const others = query(rule("$blueprint", "team"), rule("tier", "gold"));
    const conditions = [
      ".results.others.entities[0].properties.tier",
      ".user.properties.tier",
      ".inputs.tier",
    ];
    expect(rename(conditions, { others })).toEqual({ queries: { others }, conditions, renamed: false });
    expect(
      renameInPermissions(
        DEFAULT_PERMISSIONS,
        action,
        { blueprint: "x", kind: "property", key: "y" },
        "z",
        new Map(),
      ),
    ).toEqual({ permissions: DEFAULT_PERMISSIONS, renamed: false });
  });
});
