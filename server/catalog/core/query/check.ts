import { z } from "zod";
import type { Issue } from "@/server/kernel/errors";
import { isDateTime } from "@/server/properties/formats";
import { storableIssues } from "@/server/properties/storable";
import { pathIssues } from "./check-path";
import { choices, isObject, keyIssues, type Path } from "./check-keys";
import {
  COMBINATORS,
  CONTEXTS,
  EQUALITY_OPERATORS,
  MAX_QUERY_DEPTH,
  MAX_QUERY_RULES,
  MAX_RULE_VALUES,
  MAX_WALKS,
  OPERATORS,
  ORDER_OPERATORS,
  PRESETS,
  RANGE_OPERATORS,
  STATE_OPERATORS,
  TEXT_OPERATORS,
  type Conditions,
  type Query,
} from "./schema";

interface State {
  issues: Issue[];
  rules: number;
  walks: number;
  /** Values may be `{ "jqQuery": … }`. */
  dynamic: boolean;
  conditions: boolean;
}

const isOneOf = (list: readonly string[], value: unknown): boolean =>
  typeof value === "string" && list.includes(value);
const isScalar = (value: unknown): boolean =>
  value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);

/** Faults in the shape of a query, with the path of each; none: it is a `Query`. What it names is checked by `resolveQuery`. */
export function checkQuery(value: unknown, options: { dynamic?: boolean } = {}): Issue[] {
  const state: State = {
    issues: [],
    rules: 0,
    walks: 0,
    dynamic: options.dynamic ?? false,
    conditions: false,
  };
  checkGroup(state, value, [], 1, "rules");
  return limited(state);
}

/** The same for the dialect of conditions. */
export function checkConditions(value: unknown): Issue[] {
  const state: State = { issues: [], rules: 0, walks: 0, dynamic: false, conditions: true };
  checkGroup(state, value, [], 1, "conditions");
  return limited(state);
}

function limited(state: State): Issue[] {
  if (state.rules > MAX_QUERY_RULES)
    refuse(
      state,
      [],
      `A query has at most ${MAX_QUERY_RULES} rules; these are ${state.rules}. Use "in" for many values.`,
    );
  if (state.walks > MAX_WALKS)
    refuse(
      state,
      [],
      `A query has at most ${MAX_WALKS} rules with relatedTo or matchAny over a path; these are ${state.walks}. Give them several values instead.`,
    );
  return state.issues.slice(0, 100);
}

const refuse = (state: State, path: Path, message: string) => void state.issues.push({ path, message });

function checkGroup(
  state: State,
  value: unknown,
  at: Path,
  depth: number,
  list: "rules" | "conditions",
): void {
  if (!isObject(value))
    return refuse(state, at, `Must be an object such as { "combinator": "and", "${list}": [] }.`);
  state.issues.push(...keyIssues(value, ["combinator", list], at));
  if (!isOneOf(COMBINATORS, value.combinator)) refuse(state, [...at, "combinator"], 'Must be "and" or "or".');
  const rules = value[list];
  if (!Array.isArray(rules)) return refuse(state, [...at, list], "Must be a list of rules.");
  for (const [i, rule] of rules.entries()) {
    const path = [...at, list, i];
    if (isObject(rule) && "combinator" in rule && list === "rules") {
      if (depth >= MAX_QUERY_DEPTH)
        refuse(state, path, `Queries are nested at most ${MAX_QUERY_DEPTH} levels deep. Make it flatter.`);
      else checkGroup(state, rule, path, depth + 1, list);
    } else if (++state.rules <= MAX_QUERY_RULES) checkRule(state, rule, path);
  }
}

const SUBJECTS = ["property", "propertySchema", "relation", "scorecard"] as const;

function checkRule(state: State, rule: unknown, at: Path): void {
  if (!isObject(rule))
    return refuse(state, at, 'Must be a rule such as { "property": "…", "operator": "=", "value": "…" }.');
  const { operator, value } = rule;
  if (!isOneOf(OPERATORS, operator))
    return refuse(state, [...at, "operator"], `Must be one of ${choices(OPERATORS)}.`);
  const negatable = state.conditions ? ["not"] : [];
  if (negatable.length && rule.not !== undefined && typeof rule.not !== "boolean")
    refuse(state, [...at, "not"], "Must be true or false.");
  if (operator === "relatedTo") return checkRelated(state, rule, at);
  const subject = SUBJECTS.find((key) => rule[key] !== undefined);
  if (!subject)
    return refuse(
      state,
      at,
      'Needs "property", "propertySchema", "relation" or "scorecard": what the rule looks at.',
    );
  const keys = {
    property: ["property"],
    propertySchema: ["propertySchema"],
    relation: ["relation", "targetProperty"],
    scorecard: ["scorecard", "scorecardRule"],
  }[subject];
  const needsValue = !isOneOf(STATE_OPERATORS, operator) && subject !== "propertySchema";
  const takesValue = !isOneOf(STATE_OPERATORS, operator);
  state.issues.push(
    ...keyIssues(rule, [...keys, "operator", ...(takesValue ? ["value"] : []), ...negatable], at),
  );
  checkSubject(state, rule, subject, operator as string, at);
  if (needsValue && value === undefined)
    refuse(
      state,
      [...at, "value"],
      `"${String(operator)}" needs a value. Use isEmpty to look for what has none.`,
    );
  else if (takesValue && value !== undefined) checkValue(state, value, operator as string, [...at, "value"]);
}

function checkSubject(
  state: State,
  rule: Record<string, unknown>,
  subject: (typeof SUBJECTS)[number],
  operator: string,
  at: Path,
): void {
  const value = rule[subject];
  const path = [...at, subject];
  const allowed: readonly string[] =
    subject === "property"
      ? OPERATORS.filter((o) => o !== "relatedTo")
      : [
          ...EQUALITY_OPERATORS,
          ...TEXT_OPERATORS,
          ...(subject === "propertySchema" ? [] : ["isEmpty", "isNotEmpty"]),
        ];
  if (!allowed.includes(operator))
    refuse(state, [...at, "operator"], `With "${subject}" it must be one of ${choices(allowed)}.`);
  if (subject === "propertySchema") return checkPropertySchema(state, value, path, true);
  if (subject === "property" && isObject(value)) {
    if ("path" in value || "fromBlueprint" in value) {
      state.walks += 1;
      if (operator !== "matchAny")
        refuse(state, [...at, "operator"], 'A path of relations is compared with "matchAny".');
      state.issues.push(...pathIssues(value, path));
    } else checkContext(state, value, path);
    return;
  }
  if (typeof value !== "string" || value === "")
    refuse(
      state,
      path,
      `Must be the identifier of a ${subject === "property" ? "property, such as $title" : subject}.`,
    );
  if (rule.targetProperty !== undefined && !isOneOf(["$title", "$identifier"], rule.targetProperty))
    refuse(state, [...at, "targetProperty"], 'Must be "$title" or "$identifier".');
  if (rule.scorecardRule !== undefined && typeof rule.scorecardRule !== "string")
    refuse(state, [...at, "scorecardRule"], "Must be the identifier of a rule of the scorecard.");
}

function checkPropertySchema(state: State, value: unknown, at: Path, outer: boolean): void {
  if (!isObject(value))
    return refuse(state, at, 'Must be an object such as { "type": "string", "format": "url" }.');
  state.issues.push(...keyIssues(value, ["type", "format", ...(outer ? ["items"] : [])], at));
  if (typeof value.type !== "string") refuse(state, [...at, "type"], "Must be a type, such as string.");
  if (value.format !== undefined && typeof value.format !== "string")
    refuse(state, [...at, "format"], "Must be a format, such as url.");
  if (outer && value.items !== undefined) checkPropertySchema(state, value.items, [...at, "items"], false);
}

function checkContext(state: State, value: Record<string, unknown>, at: Path): void {
  state.issues.push(...keyIssues(value, ["context", "property"], at));
  if (!isOneOf(CONTEXTS, value.context))
    refuse(state, [...at, "context"], `Must be one of ${choices(CONTEXTS)}.`);
  if (typeof value.property !== "string" || value.property === "")
    refuse(state, [...at, "property"], "Must be the identifier of a property, such as $identifier.");
}

function checkRelated(state: State, rule: Record<string, unknown>, at: Path): void {
  state.walks += 1;
  const negatable = state.conditions ? ["not"] : [];
  state.issues.push(
    ...keyIssues(rule, ["operator", "blueprint", "value", "direction", "required", ...negatable], at),
  );
  if (typeof rule.blueprint !== "string" || rule.blueprint === "")
    refuse(state, [...at, "blueprint"], "Must be the identifier of the blueprint of the entities in value.");
  if (rule.direction !== undefined && !isOneOf(["upstream", "downstream"], rule.direction))
    refuse(state, [...at, "direction"], 'Must be "upstream" or "downstream"; without it, both count.');
  if (rule.required !== undefined && typeof rule.required !== "boolean")
    refuse(state, [...at, "required"], "Must be true or false.");
  if (rule.value === undefined)
    refuse(state, [...at, "value"], "Must be the identifier of an entity, or a list of identifiers.");
  else checkValue(state, rule.value, "relatedTo", [...at, "value"]);
}

/** What an operator can be given, beside a context and, in datasets, a computed value. */
function checkValue(state: State, value: unknown, operator: string, at: Path): void {
  state.issues.push(...storableIssues(value, at));
  if (isObject(value)) {
    if ("context" in value) return checkContext(state, value, at);
    if (state.dynamic && "jqQuery" in value) {
      state.issues.push(...keyIssues(value, ["jqQuery"], at));
      if (typeof value.jqQuery !== "string") refuse(state, [...at, "jqQuery"], "Must be a jq expression.");
      return;
    }
    if (operator === "=" || isOneOf(RANGE_OPERATORS, operator)) return checkRange(state, value, at);
    return refuse(state, at, `"${operator}" takes a value, not an object.`);
  }
  if (isOneOf(RANGE_OPERATORS, operator))
    return refuse(state, at, 'Must be { "from": …, "to": … } or { "preset": "lastWeek" }.');
  if (isOneOf(ORDER_OPERATORS, operator)) {
    if (!(Number.isFinite(value) || (typeof value === "string" && isDateTime(value))))
      refuse(state, at, "Must be a number, or a date and time with its zone such as 2026-01-31T09:30:00Z.");
    return;
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_RULE_VALUES)
    return refuse(state, at, `A rule has at most ${MAX_RULE_VALUES} values; these are ${list.length}.`);
  const named = operator === "relatedTo" || operator === "matchAny";
  for (const [i, item] of list.entries())
    if (named ? typeof item !== "string" : !isScalar(item))
      refuse(
        state,
        Array.isArray(value) ? [...at, i] : at,
        named ? "Must be the identifier of an entity." : "Must be a text, a number, true, false or null.",
      );
}

function checkRange(state: State, value: Record<string, unknown>, at: Path): void {
  if ("preset" in value) {
    state.issues.push(...keyIssues(value, ["preset"], at));
    if (!isOneOf(PRESETS, value.preset))
      refuse(state, [...at, "preset"], `Must be one of ${choices(PRESETS)}.`);
    return;
  }
  state.issues.push(...keyIssues(value, ["from", "to"], at));
  for (const end of ["from", "to"] as const) {
    const given = value[end];
    if (!(Number.isFinite(given) || (typeof given === "string" && isDateTime(given))))
      refuse(
        state,
        [...at, end],
        "Must be a date and time with its zone such as 2026-01-31T09:30:00Z, or a number.",
      );
  }
  if (
    typeof value.from !== typeof value.to &&
    !state.issues.some((i) => i.path.join() === [...at, "to"].join())
  )
    refuse(state, [...at, "to"], 'Must be of the same type as "from".');
}

const reading = (check: (value: unknown) => Issue[]) =>
  z
    .record(z.string(), z.unknown(), {
      error: 'Must be an object such as { "combinator": "and", "rules": [] }.',
    })
    .superRefine((value, ctx) => {
      for (const { path, message } of check(value)) ctx.addIssue({ code: "custom", path, message });
    });

/** A query in the published format. */
export const querySchema = reading((value) => checkQuery(value)) as unknown as z.ZodType<Query>;
/** A query of a form, some of whose values the form computes. */
export const datasetSchema = reading((value) =>
  checkQuery(value, { dynamic: true }),
) as unknown as z.ZodType<Query>;
/** Conditions in the published format. */
export const conditionsSchema = reading(checkConditions) as unknown as z.ZodType<Conditions>;

/** Conditions as a query; to be resolved with `blankIsEmpty`. */
export const queryOf = ({ combinator, conditions }: Conditions): Query => ({ combinator, rules: conditions });
