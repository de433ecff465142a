/**
 * The query language, in the published format: a combinator over rules and further queries. One superset of its two
 * dialects (search over all blueprints, and within one) serves searches, datasets, aggregations, read policies and views.
 *
 * What a rule means; `resolve.ts` reads it so, `evaluate.ts` does it in memory and the store does it in SQL:
 *
 * | matter            | decision                                                                                              |
 * | ----------------- | ----------------------------------------------------------------------------------------------------- |
 * | no value          | Missing and null are the same. `= null` and `isEmpty` match them, every other positive operator does not. |
 * | negation          | `!=`, `notIn`, `notBetween`, `doesNot…` match exactly what their positive does not, so also no value.  |
 * | empty             | `isEmpty` is null alone; of `$team` and relations also none at all. In conditions also "", [] and {}.  |
 * | case of letters   | `=`, `in`, `containsAny` tell it apart; `contains`, `beginsWith`, `endsWith` do not.                    |
 * | type              | A value is compared by the type of the property: "5" with a number is 5, "true" with a boolean is true, 5 with a text is "5". What can never match is refused. |
 * | date and time     | Compared as instants to the millisecond, whatever the zone they are written in.                       |
 * | list property     | `=`, `in`, `contains`, `containsAny` match a list with an equal member; `= [..]` matches the same list in the same order; `beginsWith`, `endsWith` look at each member. |
 * | several values    | Any of them: `=` and `contains` with a list of values or with a context that has several.              |
 * | relation          | Any related entity's identifier, or title with `targetProperty`, as a text.                           |
 * | between           | Both ends belong to it. Presets count from now; days begin at midnight UTC.                            |
 * | timer             | `isExpired` and `isNotExpired` both need a value.                                                      |
 * | relatedTo         | Over any number of relations, all of one direction; upstream is what the named entities depend on. Without direction: upstream or downstream. |
 * | no rules          | An empty group does not filter; it is as if it were not there.                                         |
 */

export const COMBINATORS = ["and", "or"] as const;

/** Compare a value; each positive operator has its exact opposite. */
export const TEXT_OPERATORS = [
  "contains",
  "doesNotContains",
  "beginsWith",
  "doesNotBeginsWith",
  "endsWith",
  "doesNotEndsWith",
] as const;
export const EQUALITY_OPERATORS = ["=", "!=", "in", "notIn", "containsAny"] as const;
export const ORDER_OPERATORS = [">", ">=", "<", "<="] as const;
export const RANGE_OPERATORS = ["between", "notBetween"] as const;
/** Need no value. */
export const STATE_OPERATORS = ["isEmpty", "isNotEmpty", "isExpired", "isNotExpired"] as const;
export const OPERATORS = [
  ...EQUALITY_OPERATORS,
  ...TEXT_OPERATORS,
  ...ORDER_OPERATORS,
  ...RANGE_OPERATORS,
  ...STATE_OPERATORS,
  "relatedTo",
  "matchAny",
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Spans of time that end or begin now, in days; today, tomorrow and yesterday are whole days. */
export const PRESET_DAYS = {
  lastDay: -1,
  lastWeek: -7,
  last2Weeks: -14,
  lastMonth: -30,
  last3Months: -90,
  last6Months: -180,
  last12Months: -365,
  last2Years: -730,
  last3Years: -1095,
  nextDay: 1,
  nextWeek: 7,
  next2Weeks: 14,
  nextMonth: 30,
  next3Months: 90,
  next6Months: 180,
  next12Months: 365,
} as const;
export const PRESETS = [
  "today",
  "tomorrow",
  "yesterday",
  ...(Object.keys(PRESET_DAYS) as (keyof typeof PRESET_DAYS)[]),
] as const;
export type Preset = (typeof PRESETS)[number];

export const CONTEXTS = ["user", "userTeams"] as const;
/** A property of the person who asks, or of that person's teams. */
export interface ContextReference {
  context: (typeof CONTEXTS)[number];
  property: string;
}

export type Scalar = string | number | boolean | null;
/** Both ends included. Dates and times, or numbers. */
export type Range = { from: string | number; to: string | number } | { preset: Preset };
/** Computed by the form that a dataset belongs to, before the query is asked. */
export interface DynamicValue {
  jqQuery: string;
}
export type RuleValue = Scalar | Scalar[] | ContextReference | Range | DynamicValue;

interface Ruled {
  operator: Operator;
  value?: RuleValue;
  /** Conditions only: the opposite. */
  not?: boolean;
}
/** On a property or meta property of the entity, or on one of the person who asks. */
export interface PropertyRule extends Ruled {
  property: string | ContextReference;
}
/** On any property of a type. */
export interface SchemaRule extends Ruled {
  propertySchema: { type: string; format?: string; items?: { type: string; format?: string } };
}
export interface RelationRule extends Ruled {
  relation: string;
  targetProperty?: "$title" | "$identifier";
}
export interface ScorecardRule extends Ruled {
  scorecard: string;
  scorecardRule?: string;
}
/** On entities that are connected with those named, over any number of relations. */
export interface RelatedRule extends Ruled {
  operator: "relatedTo";
  blueprint: string;
  direction?: "upstream" | "downstream";
  /** True: over required relations alone; false: over the others alone. */
  required?: boolean;
}
export const MAX_HOPS = 15;
export type Hop = string | { relation: string; maxHops?: number };
/** On the entities at the end of exactly this path; it starts at the entity asked for, or at `fromBlueprint` and ends there. */
export interface PathRule extends Ruled {
  operator: "matchAny";
  property: { path: Hop[]; fromBlueprint?: string };
}
export type Rule = PropertyRule | SchemaRule | RelationRule | ScorecardRule | RelatedRule | PathRule;

export interface Query {
  combinator: (typeof COMBINATORS)[number];
  rules: (Rule | Query)[];
}

/** The dialect of scorecards and actions: no nesting, rules may have `not`, and empty texts and lists count as empty. */
export interface Conditions {
  combinator: (typeof COMBINATORS)[number];
  conditions: Rule[];
}

export const isQuery = (rule: Rule | Query): rule is Query => "combinator" in rule;
/** Matches everything. */
export const EVERYTHING: Query = { combinator: "and", rules: [] };

/** Deeper queries are nobody's, and would exhaust the stack of whatever walks them. */
export const MAX_QUERY_DEPTH = 25;
/** So many rules keep a query plannable by the database in milliseconds. */
export const MAX_QUERY_RULES = 500;
/** Rules that walk over relations: each may read a large part of the catalog. */
export const MAX_WALKS = 20;
/** Values of one rule. */
export const MAX_RULE_VALUES = 10_000;
/** Relations of one path. */
export const MAX_PATH = 20;
