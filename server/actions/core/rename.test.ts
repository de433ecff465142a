import { expect, it } from "vitest";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { KeyOf } from "@/server/catalog/core/rename-paths";
import { renameInAction } from "./rename";

const blueprint = (identifier: string, relations = {}): BlueprintDefinition => ({
  identifier,
  title: identifier,
  schema: { properties: { tier: { type: "string" } } },
  relations,
});
const known = new Map(
  [blueprint("service", { owner: { target: "_team" } }), blueprint("cluster"), blueprint("_user")].map(
    (b) => [b.identifier, b],
  ),
);
const property = (of: string): KeyOf => ({ blueprint: of, kind: "property", key: "tier" });
const renamed = (definition: object, subject = property("service"), to = "level") =>
  renameInAction(definition, subject, to, known);

const rule = (property: unknown, value: unknown = "x") => ({ property, operator: "=", value });
const form = (tier: string, userTier = "tier", relation = "owner") => ({
  trigger: {
    type: "self-service",
    operation: "DAY-2",
    blueprintIdentifier: "service",
    condition: { type: "SEARCH", combinator: "and", rules: [rule(tier)] },
    userInputs: {
      properties: {
        tier: { type: "string", default: { jqQuery: `.entity.properties.${tier} // .form.tier` } },
        service: {
          type: "string",
          format: "entity",
          blueprint: "service",
          dataset: {
            combinator: "and",
            rules: [
              { combinator: "or", rules: [rule(tier), { relation, operator: "=", value: "a" }] },
              rule("$title", { context: "user", property: userTier }),
              rule("$title", { jqQuery: `.form.services[0].properties.${tier}` }),
            ],
          },
          sort: { property: tier, order: "ASC" },
        },
        services: {
          type: "array",
          items: {
            type: "string",
            format: "entity",
            blueprint: "service",
            dataset: { combinator: "and", rules: [rule(tier)] },
          },
        },
        cluster: {
          type: "string",
          format: "entity",
          blueprint: "cluster",
          sort: { property: "tier", order: "ASC" },
        },
      },
      required: { jqQuery: `if .form.service?.properties.${tier} then ["a"] else [] end` },
      validations: [
        { constraint: `.form.service.properties.${tier} != .form.cluster.properties.tier`, message: "m" },
      ],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "t",
    variables: {
      a: `{{ .entity.properties.${tier} }}`,
      b: `{{ .inputs.service.properties.${tier} }}-{{ .inputs.cluster.properties.tier }}`,
      c: "{{ .inputs.tier }}",
      d: "no .entity.properties.tier",
    },
    mapping: { properties: { [tier]: "{{ .inputs.tier }}" } },
  },
});

it("follows a property through conditions, choices, sorting, expressions and what is made", () => {
  const result = renamed(form("tier"));
  expect(result).toEqual({ definition: form("level"), renamed: true, unclear: false });
});

it("follows a property of the person who asks, and a relation of what is chosen", () => {
  expect(renamed(form("tier"), property("_user")).definition).toEqual(form("tier", "level"));
  const relation: KeyOf = { blueprint: "service", kind: "relation", key: "owner" };
  expect(renamed(form("tier"), relation, "team").definition).toEqual(form("tier", "tier", "team"));
});

it("finds who names a key that keeps its name", () => {
  const template = {
    trigger: { blueprintIdentifier: "service" },
    invocationMethod: { a: "{{ .entity.properties.tier }}" },
  };
  expect(renamed(template, property("service"), "tier")).toMatchObject({ renamed: true, unclear: false });
});

it("leaves what belongs to another blueprint", () => {
  const result = renamed(form("tier"), property("elsewhere"));
  expect(result).toEqual({ definition: form("tier"), renamed: false, unclear: false });
});

it("follows what sets off an automation, and what an upsert writes", () => {
  const automation = (tier: string) => ({
    trigger: {
      type: "automation",
      event: { type: "TIMER_PROPERTY_EXPIRED", blueprintIdentifier: "service", propertyIdentifier: tier },
      condition: {
        type: "JQ",
        expressions: [`.diff.before.properties.${tier} != .diff.after.properties.${tier}`],
      },
    },
    invocationMethod: {
      type: "UPSERT_ENTITY",
      blueprintIdentifier: "service",
      mapping: { properties: { [tier]: `{{ .event.diff.after.properties.${tier} }}` } },
    },
  });
  expect(renamed(automation("tier"))).toEqual({
    definition: automation("level"),
    renamed: true,
    unclear: false,
  });
});

it("says where only a person can tell what a word means", () => {
  const of = (jqQuery: string) =>
    renamed({
      trigger: {
        blueprintIdentifier: "service",
        userInputs: { properties: { a: { type: "string", default: { jqQuery } } } },
      },
    });
  expect(of(".entity | .properties.tier")).toMatchObject({ renamed: false, unclear: true });
  expect(of('.entity.properties["tier"] == "tier"')).toMatchObject({ renamed: true, unclear: true });
  expect(of(".entity.title + .form.tier")).toMatchObject({ renamed: false, unclear: false });
  expect(of(".other.entity.properties.tier")).toMatchObject({ renamed: false, unclear: false });
});
