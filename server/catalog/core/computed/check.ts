import type { Issue } from "@/server/kernel/errors";
import type { BlueprintDefinition } from "../../schema";
import { mirrorEnd, propertyOf, type Model } from "../model";
import { checkQuery } from "../query/check";
import { planAggregation } from "./aggregation";
import { calculationNames, dependsOnItself } from "./dependencies";
import { walkPath } from "./paths";
import { inheritedPath } from "./plan";

type Definitions = ReadonlyMap<string, BlueprintDefinition>;

/** Definitions that are not stored yet, as a model. */
export function modelOfDefinitions(definitions: Definitions): Model {
  const blueprints = new Map(
    [...definitions].map(([identifier, definition]) => [
      identifier,
      { id: identifier, identifier, definition, permissions: null, hidden: false, revision: 1 },
    ]),
  );
  return { version: 0, blueprints, byId: blueprints } as Model;
}

/**
 * What a blueprint's computed properties and its ownership say that can never hold, with the path of each. `all` holds
 * the definition itself and the others. What only is not there yet, such as a property of another blueprint, is no issue:
 * the value is a fault until it is (see `computedWarnings`).
 */
export function computedIssues(definition: BlueprintDefinition, all: Definitions): Issue[] {
  const model = modelOfDefinitions(all);
  return [
    ...sharedKeys(definition),
    ...calculationIssues(definition),
    ...aggregationIssues(model, definition),
    ...ownershipIssues(model, definition),
    ...cycleIssues(model, definition),
  ];
}

/** What of a definition gives no value as things are, though it may later: mirrors and aggregations of what is not there. */
export function computedWarnings(definition: BlueprintDefinition, all: Definitions): Issue[] {
  const model = modelOfDefinitions(all);
  const mirrors = Object.entries(definition.mirrorProperties ?? {}).flatMap(([key, { path }]) => {
    const end = mirrorEnd(model, definition, path);
    if (!end || propertyOf(model, end.blueprint, end.key)) return [];
    const message = `The blueprint "${end.blueprint}" has no property "${end.key}", so there is nothing to mirror yet.`;
    return [{ path: ["mirrorProperties", key, "path"], message }];
  });
  const aggregations = Object.entries(definition.aggregationProperties ?? {}).flatMap(([key, raw]) => {
    const plan = planAggregation(model, definition.identifier, key, raw);
    if (!("fault" in plan) || plan.refused) return [];
    return [
      { path: ["aggregationProperties", key, ...plan.at], message: `${plan.fault} It has no value yet.` },
    ];
  });
  return [...mirrors, ...aggregations];
}

const KINDS = ["mirrorProperties", "calculationProperties", "aggregationProperties"] as const;

/** An entity has one value for each key, whatever it comes from. */
function sharedKeys(definition: BlueprintDefinition): Issue[] {
  const taken = new Map(Object.keys(definition.schema.properties).map((key) => [key, "property"]));
  return KINDS.flatMap((kind) =>
    Object.keys(definition[kind] ?? {}).flatMap((key) => {
      const other = taken.get(key);
      const name = `${kind.replace("Properties", "")} property`;
      if (!other) taken.set(key, name);
      return other
        ? [
            {
              path: [kind, key],
              message: `The key "${key}" belongs to a ${other} already. Choose another key for this ${name}.`,
            },
          ]
        : [];
    }),
  );
}

function calculationIssues({ calculationProperties = {} }: BlueprintDefinition): Issue[] {
  const keys = Object.keys(calculationProperties);
  return Object.entries(calculationProperties).flatMap(([key, { calculation }]) =>
    calculationNames(String(calculation), keys).map((other) => ({
      path: ["calculationProperties", key, "calculation"],
      message:
        other === key
          ? `The calculation uses its own result. Use other properties.`
          : `"${other}" is a calculation too, and calculations cannot build on one another. Repeat its expression here.`,
    })),
  );
}

function aggregationIssues(
  model: Model,
  { identifier, aggregationProperties }: BlueprintDefinition,
): Issue[] {
  return Object.entries(aggregationProperties ?? {}).flatMap(([key, raw]) => {
    const path = ["aggregationProperties", key];
    const plan = planAggregation(model, identifier, key, raw);
    const query = raw.query === undefined ? [] : checkQuery(raw.query);
    return [
      ...("fault" in plan && plan.refused ? [{ path: [...path, ...plan.at], message: plan.fault }] : []),
      ...query.map((issue) => ({ ...issue, path: [...path, "query", ...issue.path] })),
    ];
  });
}

function ownershipIssues(model: Model, definition: BlueprintDefinition): Issue[] {
  const path = inheritedPath(definition);
  if (!path) return [];
  const at = ["ownership", "path"];
  const walked = walkPath(model, definition.identifier, path);
  if ("missing" in walked)
    return [{ path: at, message: `${walked.missing} Define the relation first, or correct the path.` }];
  if (walked.many)
    return [
      {
        path: at,
        message: `The path has a relation to many entities, so it would not lead to one owner. Use relations to one entity only.`,
      },
    ];
  const end = model.blueprints.get(walked.end)?.definition;
  return end && inheritedPath(end) && walked.end !== definition.identifier
    ? [
        {
          path: at,
          message: `"${walked.end}" inherits its owner itself. Let the path go on to the blueprint whose teams are set directly.`,
        },
      ]
    : [];
}

function cycleIssues(model: Model, definition: BlueprintDefinition): Issue[] {
  const { identifier } = definition;
  const places: [string, (string | number)[]][] = KINDS.flatMap((kind) =>
    Object.keys(definition[kind] ?? {}).map((key): [string, string[]] => [key, [kind, key]]),
  );
  if (inheritedPath(definition)) places.push(["$team", ["ownership", "path"]]);
  return places.flatMap(([key, path]) =>
    dependsOnItself(model, identifier, key)
      ? [
          {
            path,
            message: `It depends on itself, by way of other computed properties, so it could never come to a value.`,
          },
        ]
      : [],
  );
}
