import type { Issue } from "@/server/kernel/errors";
import type { PropertyDefinition } from "@/server/properties/schema";
import { propertyKeys, propertyOf, type Model, type ModelBlueprint } from "../model";
import { choices, type Path } from "./check-keys";
import { all, any, FALSE, not, TRUE, type Condition, type Field } from "./condition";
import { operandOf, type Names } from "./operands";
import {
  isQuery,
  type ContextReference,
  type PathRule,
  type PropertyRule,
  type Query,
  type RelatedRule,
  type RelationRule,
  type Rule,
  type SchemaRule,
} from "./schema";
import { passes } from "./test";
import { positive, testsFor, type Alternatives, type Operand } from "./tests-for";
import { classOf, matchesSchema, TEXT, type ValueClass } from "./values";
import { contextClass, contextValues, type Viewer } from "./viewer";
import { pathCondition, relatedCondition } from "./walks";

/** In what a query is read. */
export interface Scope {
  model: Model;
  viewer: Viewer;
  now: Date;
  /** Blueprints whose entities can be hits: all of the model when not given. */
  candidates?: Iterable<string>;
  /** What `{{blueprint}}` stands for. */
  blueprint?: string | null;
  /** In conditions, empty texts, lists and objects are empty too. */
  blankIsEmpty?: boolean;
}

/** Where a rule stands: which blueprints its hits can have, by id. */
interface Place {
  scope: Scope;
  candidates: ReadonlySet<string>;
  issues: Issue[];
}

/**
 * Decides everything about a query but the values of entities. Issues name by path what is not known: properties,
 * relations, blueprints, scorecards, and values that could never match. A property must belong to at least one of the
 * blueprints that hits can have by the query's own rules on $blueprint.
 */
export function resolveQuery(query: Query, scope: Scope): Resolved {
  const identifiers = scope.candidates ? [...scope.candidates] : [...scope.model.blueprints.keys()];
  const candidates = new Set(identifiers.flatMap((id) => scope.model.blueprints.get(id)?.id ?? []));
  const issues: Issue[] = [];
  const condition = resolveGroup(query, { scope, candidates, issues }, []) ?? TRUE;
  const blueprints = blueprintsOf({
    scope,
    candidates: possible(query, { scope, candidates, issues }),
    issues,
  });
  return { condition, issues, blueprints };
}

export interface Resolved {
  condition: Condition;
  issues: Issue[];
  /** Those that hits can have. */
  blueprints: ModelBlueprint[];
}

/** Null: there is no rule in it. */
function resolveGroup(query: Query, place: Place, at: Path): Condition | null {
  const { rules, combinator } = query;
  const within = combinator === "and" ? { ...place, candidates: possible(query, place) } : place;
  const found = rules.flatMap((rule, i) => {
    const path = [...at, "rules", i];
    if (isQuery(rule)) return resolveGroup(rule, within, path) ?? [];
    const narrowed = combinator === "or" ? { ...place, candidates: possibleOf(rule, place) } : within;
    const resolved = resolveRule(rule, narrowed, path);
    return rule.not ? not(resolved) : resolved;
  });
  if (found.length === 0) return null;
  return combinator === "and" ? all(found) : any(found);
}

/** Blueprints that hits of a query can have, by its rules on $blueprint. */
function possible({ combinator, rules }: Query, place: Place): ReadonlySet<string> {
  if (rules.length === 0) return place.candidates;
  const sets = rules.map((rule) => (isQuery(rule) ? possible(rule, place) : possibleOf(rule, place)));
  const ids = [...place.candidates];
  const hits = ids.filter((id) =>
    combinator === "and" ? sets.every((set) => set.has(id)) : sets.some((set) => set.has(id)),
  );
  // Rules that contradict one another match nothing; what they name is still checked.
  return hits.length ? new Set(hits) : place.candidates;
}

function possibleOf(rule: Rule, place: Place): ReadonlySet<string> {
  if (!("property" in rule) || rule.property !== "$blueprint") return place.candidates;
  const condition = blueprintCondition(rule as PropertyRule, { ...place, issues: [] }, []);
  if (condition.kind !== "blueprints") return place.candidates;
  return new Set(condition.ids.filter((id) => place.candidates.has(id)));
}

function resolveRule(rule: Rule, place: Place, at: Path): Condition {
  if (rule.operator === "relatedTo") return resolveRelated(rule as RelatedRule, place, at);
  if ("propertySchema" in rule) return resolveSchema(rule, place, at);
  if ("relation" in rule) return resolveRelation(rule, place, at);
  if ("scorecard" in rule)
    return refuse(place, [...at, "scorecard"], `There is no scorecard "${rule.scorecard}". Create it first.`);
  const { property } = rule as PropertyRule | PathRule;
  if (typeof property === "object")
    return "path" in property
      ? resolvePath(rule as PathRule, place, at)
      : resolveContext(rule as PropertyRule, property, place, at);
  if (property === "$blueprint") return blueprintCondition(rule as PropertyRule, place, at);
  return resolveProperty(rule as PropertyRule, property, place, at);
}

function refuse(place: Place, path: Path, message: string): Condition {
  place.issues.push({ path, message });
  return FALSE;
}

const blueprintsOf = (place: Place): ModelBlueprint[] =>
  [...place.candidates].flatMap((id) => place.scope.model.byId.get(id) ?? []);

/** The operand of a rule, and what it asks of a value of these classes; faults go to the place. */
function ask(
  rule: Rule,
  classes: ValueClass[],
  names: Names,
  place: Place,
  at: Path,
): { alternatives: Alternatives; negated: boolean; operand: Operand } {
  const path = [...at, "value"];
  const { operand, issues } = operandOf(place.scope, rule.value, names, path);
  place.issues.push(...issues);
  const { operator, negated } = positive(rule.operator);
  const { alternatives, refusals } = testsFor(operator, operand, classes, {
    blankIsEmpty: place.scope.blankIsEmpty ?? false,
    now: place.scope.now.getTime(),
  });
  for (const { index, message } of refusals)
    place.issues.push({
      path: rule.value === undefined ? [...at, "operator"] : index === null ? path : [...path, index],
      message,
    });
  return { alternatives, negated, operand };
}

const conditionOf = (field: Field, alternatives: Alternatives): Condition =>
  any(alternatives.map((tests) => all(tests.map((test): Condition => ({ kind: "test", field, test })))));

const signed = (condition: Condition, negated: boolean) => (negated ? not(condition) : condition);

function namesOf(definition: PropertyDefinition, key: string): Names {
  if (key === "$createdBy" || key === "$updatedBy") return "creator";
  const format = definition.type === "array" ? definition.items?.format : definition.format;
  return format === "team" || format === "user" ? format : null;
}

function resolveProperty(rule: PropertyRule, key: string, place: Place, at: Path): Condition {
  const blueprints = blueprintsOf(place);
  const found = blueprints.flatMap(({ identifier }) => propertyOf(place.scope.model, identifier, key) ?? []);
  const [first] = found;
  if (!first) {
    const where = blueprints.length === 1 ? `"${blueprints[0]!.identifier}" has` : "The blueprints here have";
    const known = new Set(blueprints.flatMap(({ definition }) => propertyKeys(definition)));
    return refuse(
      place,
      [...at, "property"],
      `${where} no property "${key}". Known: ${choices(["$identifier", "$title", "$team", ...known])}.`,
    );
  }
  const byText = new Map(
    found.map(({ definition }) => [JSON.stringify(classOf(definition)), classOf(definition)]),
  );
  const { alternatives, negated } = ask(
    rule,
    [...byText.values()],
    namesOf(first.definition, key),
    place,
    at,
  );
  const field: Field = first.source === "meta" ? ({ kind: "meta", key } as Field) : { kind: "property", key };
  return signed(conditionOf(field, alternatives), negated);
}

/** A rule on $blueprint is decided by the model alone: it becomes the list of blueprints that it matches. */
function blueprintCondition(rule: PropertyRule, place: Place, at: Path): Condition {
  const { model } = place.scope;
  const { alternatives, negated, operand } = ask(rule, [TEXT], null, place, at);
  if (["=", "!=", "in", "notIn", "containsAny", "matchAny"].includes(rule.operator) && !operand.context)
    for (const value of operand.values)
      if (value !== null && !model.blueprints.has(String(value)))
        refuse(
          place,
          [...at, "value"],
          `There is no blueprint "${String(value)}". Known: ${choices([...model.blueprints.keys()])}.`,
        );
  const matched = [...model.blueprints.values()].filter(
    ({ identifier }) =>
      alternatives.some((tests) => tests.every((test) => passes(test, identifier))) !== negated,
  );
  return { kind: "blueprints", ids: matched.map((b) => b.id) };
}

/** A rule on a property of the viewer is decided at once. */
function resolveContext(rule: PropertyRule, reference: ContextReference, place: Place, at: Path): Condition {
  const found = contextClass(place.scope.model, reference, [...at, "property"]);
  if ("issue" in found) return refuse(place, found.issue.path, found.issue.message);
  const { alternatives, negated } = ask(rule, [found.class], null, place, at);
  const values: unknown[] = contextValues(place.scope.viewer, reference);
  const holds = (values.length ? values : [null]).some((value) =>
    alternatives.some((tests) => tests.every((test) => passes(test, value))),
  );
  return holds !== negated ? TRUE : FALSE;
}

function resolveSchema(rule: SchemaRule, place: Place, at: Path): Condition {
  const { model } = place.scope;
  const schema = rule.propertySchema as Pick<PropertyDefinition, "type" | "format" | "items">;
  const { alternatives, negated } = ask(rule, [classOf(schema)], null, place, at);
  const keysBy = blueprintsOf(place).map(({ id, identifier, definition }) => ({
    id,
    keys: propertyKeys(definition).filter((key) => {
      const found = propertyOf(model, identifier, key);
      return found && matchesSchema(found.definition, rule.propertySchema);
    }),
  }));
  const condition = any(
    keysBy
      .filter(({ keys }) => keys.length)
      .map(({ id, keys }) =>
        all([
          { kind: "blueprints", ids: [id] },
          any(keys.map((key) => conditionOf({ kind: "property", key }, alternatives))),
        ]),
      ),
  );
  return signed(condition, negated);
}

function resolveRelation(rule: RelationRule, place: Place, at: Path): Condition {
  const blueprints = blueprintsOf(place);
  const targets = blueprints.flatMap(({ definition }) => {
    const relations = definition.relations ?? {};
    const target = Object.hasOwn(relations, rule.relation) ? relations[rule.relation]?.target : undefined;
    return target === undefined ? [] : [place.scope.model.blueprints.get(target)?.id];
  });
  if (targets.length === 0) {
    const known = [
      ...new Set(blueprints.flatMap(({ definition }) => Object.keys(definition.relations ?? {}))),
    ];
    const where = blueprints.length === 1 ? `"${blueprints[0]!.identifier}" has` : "The blueprints here have";
    return refuse(
      place,
      [...at, "relation"],
      `${where} no relation "${rule.relation}". ${known.length ? `Known: ${choices(known)}.` : "There are none."}`,
    );
  }
  const field: Field = {
    kind: "relation",
    key: rule.relation,
    targets: [...new Set(targets.filter((id) => id !== undefined))],
    property: rule.targetProperty ?? "$identifier",
  };
  const { alternatives, negated } = ask(rule, [TEXT], null, place, at);
  return signed(conditionOf(field, alternatives), negated);
}

const texts = (operand: Operand): string[] => [
  ...new Set(operand.values.filter((value) => value !== null).map(String)),
];

function resolveRelated(rule: RelatedRule, place: Place, at: Path): Condition {
  const { model } = place.scope;
  const seed = model.blueprints.get(rule.blueprint);
  if (!seed)
    return refuse(
      place,
      [...at, "blueprint"],
      `There is no blueprint "${rule.blueprint}". Known: ${choices([...model.blueprints.keys()])}.`,
    );
  const { operand, issues } = operandOf(place.scope, rule.value, null, [...at, "value"]);
  place.issues.push(...issues);
  return relatedCondition(model, rule, texts(operand), seed, place.candidates);
}

function resolvePath(rule: PathRule, place: Place, at: Path): Condition {
  const { operand, issues } = operandOf(place.scope, rule.value, null, [...at, "value"]);
  place.issues.push(...issues);
  const found = pathCondition(place.scope.model, rule.property, texts(operand), place.candidates);
  place.issues.push(
    ...found.issues.map(({ path, message }) => ({ path: [...at, "property", ...path], message })),
  );
  return found.condition;
}
