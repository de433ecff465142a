import { describe, expect, it } from "vitest";
import { DEFAULT_PERMISSIONS, permissionsPatchSchema } from "../schema";
import { checkAction } from "./check";
import { mayExecute, patchPermissions } from "./permission";
import { referencesIn } from "./references";

const base = {
  identifier: "create_database",
  title: "PostgreSQL database",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties: { name: { type: "string", minLength: 3 } },
      required: ["name"],
      order: ["name"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    variables: { name: "{{ .inputs.name }}" },
  },
};
type Path = (string | number)[];
/** The base with the value at a path replaced. */
function changed(path: Path, value: unknown): unknown {
  const copy = structuredClone(base) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as typeof at;
  at[path.at(-1)!] = value;
  return copy;
}
const faults = (input: unknown) => {
  const result = checkAction(input);
  return result.ok ? [] : result.issues.map((issue) => issue.path.join("."));
};

describe("a definition of an action", () => {
  it("is accepted, with the defaults of its pipeline filled in", () => {
    const result = checkAction(base);
    expect(result).toMatchObject({
      ok: true,
      action: { invocationMethod: { operation: "apply", timeoutMinutes: 60 } },
    });
    expect(
      faults({
        ...base,
        requiredApproval: { type: "ALL" },
        publish: true,
        allowAnyoneToViewRuns: false,
        icon: "Postgres",
      }),
    ).toEqual([]);
  });

  it("is told all that is wrong with its form while the rest is still missing, in words", () => {
    const begun = changed(["invocationMethod", "template"], "") as typeof base;
    begun.trigger.userInputs.properties.name = { type: "string", minLength: 3, pattern: "[a-" } as never;
    const result = checkAction({ ...begun, title: 5 });
    expect(result).toMatchObject({
      ok: false,
      issues: [
        { path: ["title"], message: "Must be a text." },
        { path: ["invocationMethod", "template"], message: "Choose a template of this portal." },
        { path: ["trigger", "userInputs", "properties", "name", "pattern"] },
      ],
    });
  });

  it.each<[Path, unknown, string]>([
    [["identifier"], "has space", "identifier"],
    [["identifier"], "runs", "identifier"],
    [["identifier"], "..", "identifier"],
    [["trigger", "type"], "automation", "trigger.event"],
    [["trigger", "operation"], "UPDATE", "trigger.operation"],
    [["trigger", "blueprintIdentifier"], undefined, "trigger.blueprintIdentifier"],
    [["trigger", "executeActionButtonText"], "sixteen letters!", "trigger.executeActionButtonText"],
    [["trigger", "actionCardButtonText"], "sixteen letters!", "trigger.actionCardButtonText"],
    [["trigger", "userInputs", "required"], ["nam"], "trigger.userInputs.required.0"],
    [["trigger", "userInputs", "order"], ["name", "x"], "trigger.userInputs.order.1"],
    [["trigger", "userInputs", "steps"], [{ title: "One", order: ["name"] }], "trigger.userInputs.order"],
    [["trigger", "userInputs", "titles"], { name: { title: "Name" } }, "trigger.userInputs.titles.name"],
    [
      ["trigger", "userInputs", "titles"],
      { intro: { title: "t".repeat(141) } },
      "trigger.userInputs.titles.intro.title",
    ],
    [
      ["trigger", "userInputs", "properties", "name", "type"],
      "integer",
      "trigger.userInputs.properties.name.type",
    ],
    [
      ["trigger", "userInputs", "properties", "name", "pattern"],
      "(",
      "trigger.userInputs.properties.name.pattern",
    ],
    [
      ["trigger", "userInputs", "properties", "name", "default"],
      "ab",
      "trigger.userInputs.properties.name.default",
    ],
    [
      ["trigger", "userInputs", "properties", "name", "format"],
      { jqQuery: '"url"' },
      "trigger.userInputs.properties.name.format",
    ],
    [
      ["trigger", "userInputs", "properties", "name", "visible"],
      { jqQuery: ".form.name != null" },
      "trigger.userInputs.properties.name",
    ],
    [
      ["trigger", "condition"],
      { type: "SEARCH", rules: [{}], combinator: "and" },
      "trigger.condition.rules.0.operator",
    ],
    [["invocationMethod", "type"], "WEBHOOK", "invocationMethod.url"],
    [["invocationMethod", "type"], "JENKINS", "invocationMethod.type"],
    [["invocationMethod", "type"], undefined, "invocationMethod.type"],
    [["invocationMethod", "template"], "../etc", "invocationMethod.template"],
    [["invocationMethod", "operation"], "destroy", "invocationMethod.operation"],
    [["requiredApproval"], { type: "SOME" }, "requiredApproval"],
    [["createdBy"], "me", ""],
  ])("is refused with %j = %j at its place", (path, value, place) => {
    expect(faults(changed(path, value))).toContain(place);
  });

  it("is told which backends there are", () => {
    const result = checkAction(changed(["invocationMethod"], { type: "JENKINS", url: "x" }));
    expect(result).toMatchObject({
      issues: [
        { message: expect.stringMatching(/^The backend must be one of TERRAFORM, .* "JENKINS" is not/) },
      ],
    });
  });
});

describe("permission to execute", () => {
  const admin = { role: "admin" as const, email: "a@x.io", teams: [] };
  const payments = { role: "member" as const, email: "p@x.io", teams: ["payments"] };
  const logistics = { role: "member" as const, email: "l@x.io", teams: ["logistics"] };
  const machine = { role: "member" as const, email: null, teams: [] };
  const only = (execute: object) =>
    patchPermissions(
      DEFAULT_PERMISSIONS,
      permissionsPatchSchema.parse({ execute: { roles: [], ...execute } }),
    );
  const who = (
    permissions: typeof DEFAULT_PERMISSIONS,
    operation: "CREATE" | "DAY-2" = "CREATE",
    owners: string[] | null = ["payments"],
  ) =>
    [admin, payments, logistics, machine].map((executor) =>
      mayExecute(permissions, operation, executor, owners),
    );

  it("comes from roles, people and teams", () => {
    expect(who(DEFAULT_PERMISSIONS)).toEqual([true, true, true, true]);
    expect(who(only({}))).toEqual([false, false, false, false]);
    expect(who(only({ roles: ["Admin"] }))).toEqual([true, false, false, false]);
    expect(who(only({ users: ["P@x.io"] }))).toEqual([false, true, false, false]);
    expect(who(only({ teams: ["logistics"] }))).toEqual([false, false, true, false]);
  });

  it("on an entity can be for its owners", () => {
    const owned = only({ roles: ["Admin", "Member"], ownedByTeam: true });
    expect(who(owned, "DAY-2")).toEqual([true, true, false, false]);
    expect(who(owned, "DAY-2", null)).toEqual([true, true, true, false]);
    expect(who(owned, "DAY-2", [])).toEqual([true, false, false, false]);
    expect(who(owned, "CREATE")).toEqual([true, true, true, true]);
    expect(who(only({ ownedByTeam: true, users: ["l@x.io"] }), "DAY-2")).toEqual([false, true, true, false]);
  });

  it("changes only where a patch says so", () => {
    const patched = patchPermissions(DEFAULT_PERMISSIONS, { approve: { users: ["x@x.io"], policy: null } });
    expect(patched).toEqual({
      ...DEFAULT_PERMISSIONS,
      approve: { ...DEFAULT_PERMISSIONS.approve, users: ["x@x.io"] },
    });
    expect(
      permissionsPatchSchema.safeParse({ execute: { policy: { queries: {}, conditions: ["true"] } } })
        .success,
    ).toBe(true);
    expect(permissionsPatchSchema.safeParse({ execute: { everybody: true } }).success).toBe(false);
  });
});

it("finds what values refer to, in lists too", () => {
  const properties = {
    service: { type: "string", format: "entity", blueprint: "service" },
    others: { type: "array", items: { type: "string", format: "entity", blueprint: "service" } },
    owner: { type: "string", format: "user" },
    teams: { type: "array", items: { type: "string", format: "team" } },
    note: { type: "string" },
  } as const;
  const found = referencesIn(properties as never, {
    service: "a",
    others: ["b", "c"],
    owner: "x@x.io",
    teams: ["payments"],
    note: "a",
  });
  expect(found.map((r) => [r.kind, r.value, r.path.join(".")])).toEqual([
    ["entity", "a", "service"],
    ["entity", "b", "others.0"],
    ["entity", "c", "others.1"],
    ["user", "x@x.io", "owner"],
    ["team", "payments", "teams.0"],
  ]);
  expect(referencesIn(properties as never, {})).toEqual([]);
});
