import { describe, expect, it } from "vitest";
import { modelFrom, uuidOf } from "../../store/query/testing";
import type { BlueprintDefinition } from "../../schema";
import { matches, type Catalog, type EvaluatedEntity } from "./evaluate";
import { queryOf } from "./check";
import { resolveQuery, type Scope } from "./resolve";
import type { Conditions, Query, Rule } from "./schema";
import { NOBODY, type Viewer } from "./viewer";

const text = { type: "string" };
const DEFINITIONS = [
  {
    identifier: "service",
    title: "Service",
    schema: {
      properties: {
        name: text,
        replicas: { type: "number" },
        active: { type: "boolean" },
        seen: { type: "string", format: "date-time" },
        lease: { type: "string", format: "timer" },
        tags: { type: "array", items: text },
        owner: { type: "string", format: "user" },
        squad: { type: "string", format: "team" },
      },
    },
    relations: {
      cluster: { target: "cluster", required: true, many: false },
      parent: { target: "service", required: false, many: false },
    },
    mirrorProperties: { regions: { path: "cluster.region" } },
  },
  {
    identifier: "cluster",
    title: "Cluster",
    schema: { properties: { region: text, name: { type: "number" } } },
  },
  { identifier: "_user", title: "User", schema: { properties: { role: text, level: { type: "number" } } } },
] as unknown as BlueprintDefinition[];
const model = modelFrom(DEFINITIONS);
const [SERVICE, CLUSTER] = [uuidOf(1, 0), uuidOf(1, 1)];

const NOW = new Date("2026-06-15T12:00:00.000Z");
const viewer: Viewer = {
  id: "7",
  email: "ada@example.com",
  name: "Ada",
  user: { $identifier: "ada@example.com", role: "manager", level: 5 },
  teams: [{ $identifier: "red" }, { $identifier: "blue" }],
};
const entity = (over: Partial<EvaluatedEntity> = {}): EvaluatedEntity => ({
  id: uuidOf(2, 0),
  blueprintId: SERVICE,
  identifier: "orders",
  title: null,
  icon: null,
  team: [],
  properties: {},
  createdAt: "2026-06-15T08:00:00.000Z",
  updatedAt: "2026-06-15T08:00:00.000Z",
  createdBy: "7",
  updatedBy: "7",
  ...over,
});
const catalogOf = (...entities: EvaluatedEntity[]): Catalog => ({
  entities: new Map(entities.map((e) => [e.id, e])),
  relations: [],
});

const scope: Scope = { model, viewer, now: NOW };
const and = (...rules: (Rule | Query)[]): Query => ({ combinator: "and", rules });
const or = (...rules: (Rule | Query)[]): Query => ({ combinator: "or", rules });
const faults = (query: Query, over: Partial<Scope> = {}) =>
  resolveQuery(query, { ...scope, ...over }).issues.map(
    (issue) => `${issue.path.join(".")}: ${issue.message}`,
  );

function hits(query: Query, over: Partial<EvaluatedEntity> = {}, scoped: Partial<Scope> = {}): boolean {
  const { condition, issues } = resolveQuery(query, { ...scope, ...scoped });
  expect(issues).toEqual([]);
  const one = entity(over);
  return matches(condition, one, catalogOf(one));
}
const rule = (property: string, operator: Rule["operator"], value?: Rule["value"]): Rule =>
  ({ property, operator, ...(value === undefined ? {} : { value }) }) as Rule;
const having = (properties: Record<string, unknown>) => ({ properties });

describe("what a rule means", () => {
  it.each<[Rule, Record<string, unknown>, boolean]>([
    [rule("name", "=", "Ab"), { name: "Ab" }, true],
    [rule("name", "=", "ab"), { name: "Ab" }, false],
    [rule("name", "!=", "ab"), {}, true],
    [rule("name", "=", null), { name: null }, true],
    [rule("name", "=", null), {}, true],
    [rule("name", "!=", null), { name: "" }, true],
    [rule("name", "=", 5), { name: "5" }, true],
    [rule("replicas", "=", "5"), { replicas: 5 }, true],
    [rule("active", "=", true), { active: true }, true],
    [rule("active", "=", "true"), { active: true }, true],
    [rule("active", "=", true), { active: "true" }, false],
    [rule("seen", "=", "2026-06-15T14:00:00+02:00"), { seen: "2026-06-15T12:00:00Z" }, true],
    [rule("replicas", ">=", 5), { replicas: 5 }, true],
    [rule("replicas", ">", 5), { replicas: 5 }, false],
    [rule("replicas", "<", 5), {}, false],
    [rule("seen", "<", "2026-06-15T12:00:00Z"), { seen: "2026-06-15T13:59:00+02:00" }, true],
    [rule("name", "contains", "RD"), { name: "orders" }, true],
    [rule("name", "doesNotContains", "RD"), { name: "orders" }, false],
    [rule("name", "doesNotContains", "RD"), {}, true],
    [rule("name", "beginsWith", "Or"), { name: "orders" }, true],
    [rule("name", "doesNotBeginsWith", "x"), {}, true],
    [rule("name", "endsWith", "RS"), { name: "orders" }, true],
    [rule("name", "doesNotEndsWith", "rs"), { name: "orders" }, false],
    [rule("name", "contains", "%"), { name: "orders" }, false],
    [rule("name", "in", ["a", "b"]), { name: "b" }, true],
    [rule("name", "notIn", ["a", "b"]), {}, true],
    [rule("tags", "containsAny", ["a", "b"]), { tags: ["x", "b"] }, true],
    [rule("tags", "contains", "A"), { tags: ["a"] }, false],
    [rule("tags", "=", ["a", "b"]), { tags: ["a", "b"] }, true],
    [rule("tags", "=", ["b", "a"]), { tags: ["a", "b"] }, false],
    [rule("tags", "=", "a"), { tags: ["a", "b"] }, true],
    [rule("tags", "beginsWith", "P"), { tags: ["x", "prod"] }, true],
    [rule("name", "isEmpty"), { name: null }, true],
    [rule("name", "isEmpty"), { name: "" }, false],
    [rule("tags", "isEmpty"), { tags: [] }, false],
    [rule("name", "isNotEmpty"), {}, false],
    [rule("lease", "isExpired"), { lease: "2026-06-15T12:00:00Z" }, true],
    [rule("lease", "isExpired"), { lease: "2026-06-15T12:00:01Z" }, false],
    [rule("lease", "isNotExpired"), { lease: "2026-06-15T12:00:01Z" }, true],
    [rule("lease", "isExpired"), {}, false],
    [rule("lease", "isNotExpired"), {}, false],
    [rule("replicas", "between", { from: 1, to: 5 }), { replicas: 5 }, true],
    [rule("replicas", "notBetween", { from: 1, to: 5 }), {}, true],
    [rule("regions", "=", "eu"), { regions: "eu" }, true],
  ])("%j on %j: %s", (one, properties, expected) => {
    const scoped = { candidates: ["service"] };
    expect(hits(and(one), having(properties), scoped)).toBe(expected);
  });

  it.each<[string, string, boolean]>([
    ["today", "2026-06-15T00:00:00.000Z", true],
    ["today", "2026-06-14T23:59:59.999Z", false],
    ["yesterday", "2026-06-14T23:59:59.999Z", true],
    ["tomorrow", "2026-06-16T00:00:00.000Z", true],
    ["lastDay", "2026-06-14T12:00:00.000Z", true],
    ["lastDay", "2026-06-14T11:59:59.999Z", false],
    ["lastWeek", "2026-06-08T12:00:00.000Z", true],
    ["lastMonth", "2026-05-16T12:00:00.000Z", true],
    ["lastMonth", "2026-05-16T11:59:59.999Z", false],
    ["last3Months", "2026-03-17T12:00:00.000Z", true],
    ["last3Years", "2023-06-16T12:00:00.000Z", true],
    ["lastWeek", "2026-06-15T12:00:00.001Z", false],
    ["nextWeek", "2026-06-22T12:00:00.000Z", true],
    ["next12Months", "2027-06-15T12:00:00.000Z", true],
  ])("%s and %s: %s", (preset, seen, expected) => {
    const between = rule("seen", "between", { preset } as Rule["value"]);
    expect(hits(and(between), having({ seen }))).toBe(expected);
    expect(hits(and({ ...between, operator: "notBetween" } as Rule), having({ seen }))).toBe(!expected);
    expect(hits(and({ ...between, operator: "=" } as Rule), having({ seen }))).toBe(expected);
  });

  it("nests, and a group without rules does not filter", () => {
    const [yes, no] = [rule("$identifier", "=", "orders"), rule("$identifier", "=", "other")];
    for (const [a, b] of [
      [yes, yes],
      [yes, no],
      [no, yes],
      [no, no],
    ] as const) {
      const [x, y] = [a === yes, b === yes];
      expect(hits(and(a, or(b, and(a, b))))).toBe(x && (y || (x && y)));
      expect(hits(or(and(a, b), or(and(b), a)))).toBe((x && y) || y || x);
    }
    expect(hits(and())).toBe(true);
    expect(hits(or())).toBe(true);
    expect(hits(or(no, and()))).toBe(false);
  });

  it("tells apart the empty of conditions, and negates them", () => {
    const conditions: Conditions = { combinator: "and", conditions: [rule("tags", "isEmpty")] };
    for (const tags of [null, [], "", {}])
      expect(hits(queryOf(conditions), having({ tags }), { blankIsEmpty: true })).toBe(true);
    const negated = { ...conditions, conditions: [{ ...rule("tags", "isEmpty"), not: true } as Rule] };
    expect(hits(queryOf(negated), having({ tags: [] }), { blankIsEmpty: true })).toBe(false);
  });
});

describe("who asks", () => {
  it("is known as a value, a property and by the older names", () => {
    const mine = and({
      property: "$team",
      operator: "containsAny",
      value: { context: "userTeams", property: "$identifier" },
    });
    expect(hits(mine, { team: ["blue"] })).toBe(true);
    expect(hits(mine, { team: ["green"] })).toBe(false);
    expect(hits(mine, { team: ["blue"] }, { viewer: NOBODY })).toBe(false);
    for (const value of ["{{getUserTeams()}}", ["{{ getUserTeams() }}"], "My Teams", ["My Teams", "x"]])
      expect(hits(and(rule("$team", "in", value)), { team: ["red"] })).toBe(true);
    expect(
      hits(and(rule("name", "=", "{{getUserEmail()}}")), having({ name: "ada@example.com" }), {
        candidates: ["service"],
      }),
    ).toBe(true);
    expect(hits(and(rule("owner", "=", "Me")), having({ owner: "ada@example.com" }))).toBe(true);
    expect(hits(and(rule("$createdBy", "=", "Me")))).toBe(true);
    expect(hits(and(rule("name", "=", "Me")), having({ name: "Me" }), { candidates: ["service"] })).toBe(
      true,
    );
    expect(
      hits(and(rule("name", "=", "{{getUserFullName()}}")), having({ name: "Ada" }), {
        candidates: ["service"],
      }),
    ).toBe(true);
    expect(hits(and(rule("$blueprint", "=", "{{blueprint}}")), {}, { blueprint: "service" })).toBe(true);
    expect(
      hits(and({ property: { context: "user", property: "role" }, operator: "=", value: "manager" })),
    ).toBe(true);
    expect(
      hits(and({ property: { context: "user", property: "role" }, operator: "!=", value: "manager" })),
    ).toBe(false);
    expect(hits(and({ property: { context: "user", property: "level" }, operator: ">", value: 4 }))).toBe(
      true,
    );
    expect(
      hits(and(rule("replicas", "<=", { context: "user", property: "level" })), having({ replicas: 5 })),
    ).toBe(true);
  });
});

describe("what is not known", () => {
  it.each<[Query, string]>([
    [and(rule("nmae", "=", "x")), "rules.0.property: The blueprints here have no property"],
    [
      and(rule("name", "=", "x"), or(rule("$blueprint", "=", "nothing"))),
      'rules.1.rules.0.value: There is no blueprint "nothing"',
    ],
    [
      and({ relation: "owner", operator: "=", value: "x" }),
      'rules.0.relation: The blueprints here have no relation "owner"',
    ],
    [and({ scorecard: "s", operator: "=", value: "x" }), 'rules.0.scorecard: There is no scorecard "s"'],
    [
      and({ operator: "relatedTo", blueprint: "nothing", value: "x" }),
      "rules.0.blueprint: There is no blueprint",
    ],
    [
      and({ property: { path: ["cluster", "owner"] }, operator: "matchAny", value: "x" }),
      'rules.0.property.path.1: "cluster" has no relation',
    ],
    [
      and({ property: { path: ["x"], fromBlueprint: "nothing" }, operator: "matchAny", value: "x" }),
      "rules.0.property.fromBlueprint: There is",
    ],
    [
      and({ property: { path: [{ relation: "cluster", maxHops: 2 }] }, operator: "matchAny", value: "x" }),
      "rules.0.property.path.0.maxHops: ",
    ],
    [
      and({ property: { context: "user", property: "shoe" }, operator: "=", value: "x" }),
      'rules.0.property.property: "_user" has no property "shoe"',
    ],
    [and(rule("replicas", "=", { context: "userTeams", property: "shoe" })), "rules.0.value.property: "],
    [and(rule("replicas", "=", "many")), 'rules.0.value: "=" "many" can never match: the value is a number'],
    [and(rule("replicas", "in", [1, "many"])), "rules.0.value.1: "],
    [and(rule("active", "=", "yes")), "rules.0.value: "],
    [and(rule("active", ">", 1)), "rules.0.value: "],
    [and(rule("replicas", "contains", "1")), "rules.0.value: "],
    [and(rule("replicas", "isExpired")), "rules.0.operator: It is a number; only a timer"],
    [and(rule("replicas", "between", { preset: "today" })), "rules.0.value: It is a number"],
    [and(rule("$blueprint", "=", "{{blueprint}}")), "rules.0.value: {{blueprint}} stands for"],
  ])("%j", (query, expected) => {
    expect(faults(query)[0]).toContain(expected);
  });

  it("is looked for in the blueprints that the query can match", () => {
    expect(faults(and(rule("region", "=", "eu")))).toEqual([]);
    expect(faults(and(rule("$blueprint", "=", "service"), rule("region", "=", "eu")))[0]).toContain(
      '"service" has no property "region"',
    );
    expect(faults(and(rule("$blueprint", "!=", "cluster"), rule("region", "=", "eu")))).toHaveLength(1);
    expect(faults(and(or(rule("$blueprint", "=", "cluster")), rule("region", "=", "eu")))).toEqual([]);
    expect(faults(and(rule("region", "=", "eu")), { candidates: ["service"] })).toHaveLength(1);
    expect(faults(and(rule("name", "=", "x"), rule("$blueprint", "=", "cluster")))[0]).toContain("a number");
    expect(hits(and(rule("$blueprint", "beginsWith", "CLU")), { blueprintId: CLUSTER })).toBe(true);
  });
});
