import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsFor } from "../core/facts";
import { FUNCTIONS, TYPES, VARIABLES } from "../core/reference";
import type { PolicyInput } from "../schema";
import { checkProgram, judge } from "./language";

const input = (over: Partial<PolicyInput> = {}): PolicyInput => ({
  runId: "r_1",
  action: { identifier: "create_database", title: "Database", revision: 3, operation: "CREATE" },
  blueprint: "database",
  requester: { id: "u1", kind: "user", name: "Dora", email: "dora@example.com", role: "Member" },
  teams: [{ team: "payments", role: "lead" }],
  team: "payments",
  environment: "production",
  inputs: { size: "large", replicas: 3, ratio: 1.5, tags: { owner: "dora" }, cidrs: ["10.0.0.0/8"] },
  entity: null,
  target: { blueprint: "database", identifier: "orders-db" },
  module: null,
  plan: {
    counts: { create: 1, update: 0, delete: 1, replace: 0 },
    resources: [
      {
        address: "aws_security_group.web",
        type: "aws_security_group",
        name: "web",
        provider: "aws",
        action: "create",
        reason: null,
        attributes: [
          attribute("ingress[0].cidr_blocks", ["0.0.0.0/0"]),
          attribute("tags.Owner", "payments"),
          { ...attribute("password", null), sensitive: true },
        ],
      },
      {
        address: "aws_db_instance.old",
        type: "aws_db_instance",
        name: "old",
        provider: "aws",
        action: "delete",
        reason: null,
        attributes: [],
      },
    ],
    outputs: [],
    empty: false,
    terraformVersion: "1.11.4",
  },
  estimate: { source: "rate_card", currency: "EUR", monthly: "84.005", lines: [], notCovered: [] },
  budgets: [
    {
      budget: "payments",
      title: "Payments",
      state: "ok",
      amount: "500",
      currency: "EUR",
      adds: "84",
      left: "310.5",
    },
  ],
  at: "2026-12-24T17:05:00.000Z",
  ...over,
});

function attribute(path: string, after: unknown) {
  return { path, before: null, after, sensitive: false, unknownAfter: false, forcesReplacement: false };
}

const facts = factsFor(input(), "Europe/Berlin");
const ask = async (expression: string, message = '"no"') => {
  const [answer] = await judge(facts, [{ expression, message }]);
  return answer!.error
    ? `error: ${answer!.error.message}`
    : answer!.pass
      ? "pass"
      : `fail: ${answer!.message}`;
};

describe("what expressions know", () => {
  it.each([
    'action.identifier == "create_database" && action.revision == 3 && operation == "CREATE"',
    'inputs.size in ["small", "large"] && inputs.replicas == 3 && inputs.replicas + 1 == 4',
    "inputs.ratio * 2 > 2.5 && inputs.replicas * 1.5 == 4.5 && inputs.ratio > 1",
    'at(inputs, "tags.owner") == "dora" && at(inputs, "tags.cost.centre") == null && at(inputs, "cidrs[0]") != null',
    "!has(inputs.nothing) && has(inputs.tags.owner)",
    'user.role == "Member" && "payments" in user.leads && "payments" in teams && team == "payments"',
    'environment == "production" && !entity.exists && entity.identifier.glob("*-db") && target.blueprint == "database"',
    'time.day == "thursday" && time.hour == 18 && time.date == "2026-12-24" && time.zone == "Europe/Berlin"',
    'time.within("2026-12-24", "2026-12-24") && !time.within("2026-12-24 18:06", "2027-01-04")',
    'time.weekly("thursday 18:00", "monday 08:00") && !time.weekly("friday 16:00", "thursday 18:05")',
    "plan.known && plan.counts.delete == 1 && plan.destroys.size() == 1 && plan.creates.size() == 1",
    'plan.ofType("aws_db_*").map(c, c.address) == ["aws_db_instance.old"]',
    'plan.creates.exists(c, c.after.ingress.exists(i, "0.0.0.0/0" in i.cidr_blocks))',
    'plan.creates.all(c, c.after.tags.Owner == "payments" && "password" in c.sensitive)',
    "plan.creates.exists(c, texts(c.after).exists(t, openCidr(t)))",
    'estimate.known && estimate.monthly == 84.01 && estimate.currency == "EUR" && estimate.monthly > 84',
    'budgets.all(b, b.state == "ok" && b.adds <= b.left)',
    'cidrContains("10.0.0.0/8", "10.2.0.0/16") && !cidrContains("10.0.0.0/8", "11.0.0.1") && privateCidr("192.168.1.4")',
    '"team-a-db".matches("^[a-z]+(-[a-z]+)+$")',
  ])("%s", async (expression) => {
    expect(await ask(expression)).toBe("pass");
  });

  it("is all declared: each name has its type, each example is one", async () => {
    for (const { name, type } of VARIABLES) {
      expect(await checkProgram({ expression: `dyn(${name}) != null`, message: '""' }), name).toEqual([]);
      for (const field of TYPES[type] ?? [])
        expect(
          await checkProgram({ expression: `dyn(${name}.${field.name}) != null`, message: '""' }),
        ).toEqual([]);
    }
    for (const { example, signature } of FUNCTIONS) {
      const program =
        signature.endsWith("bool") || /[=!]/.test(example)
          ? { expression: example, message: '""' }
          : { expression: "true", message: example };
      expect(await checkProgram(program), example).toEqual([]);
    }
  });

  it("gives a message made of the facts", async () => {
    expect(await ask("false", '"Adds " + money(estimate.monthly, estimate.currency) + " a month."')).toBe(
      "fail: Adds 84.01 EUR a month.",
    );
  });

  it("has no plan in a run without", async () => {
    const without = factsFor(input({ plan: null, estimate: null }), "UTC");
    const [answer] = await judge(without, [
      {
        expression: "!plan.known && plan.changes.size() == 0 && plan.counts.delete == 0 && !estimate.known",
        message: '""',
      },
    ]);
    expect(answer).toMatchObject({ pass: true });
  });
});

describe("faults on save", () => {
  it.each([
    ["plan.chagnes.size() == 0", "No such key: chagnes", 5],
    ["usr.name == 'x'", "Unknown variable: usr", 0],
    ["user.name == 5", "These types do not go together: string == int", 0],
    ["1 +", "It ends too early: something is missing.", 3],
    ["size(teams)", "It gives int, and has to give bool.", 0],
  ])("%s", async (expression, message, from) => {
    expect(await checkProgram({ expression, message: '""' })).toEqual([
      expect.objectContaining({ part: "expression", message, from }),
    ]);
  });

  it("are told of expression and message at once", async () => {
    const faults = await checkProgram({ expression: "nope", message: "1" });
    expect(faults.map(({ part }) => part)).toEqual(["expression", "message"]);
  });

  it("are said of expressions that are too deep or too long to be read", async () => {
    for (const expression of [
      `${"(".repeat(2_000)}true${")".repeat(2_000)}`,
      `${"!".repeat(4_000)}true`,
      Array.from({ length: 1_500 }, () => "true").join("&&"),
      `[${"1,".repeat(3_000)}1].size() > 0`,
      `{${Array.from({ length: 1_000 }, (_, i) => `"k${i}":1`).join(",")}}.size() > 0`,
    ])
      expect((await checkProgram({ expression, message: '""' })).length).toBe(1);
  });
});

describe("whatever is written", () => {
  const word = fc.constantFrom(
    ...[
      "plan",
      "inputs",
      "entity",
      "time",
      "constructor",
      "__proto__",
      "prototype",
      "changes",
      "c",
      "true",
      "null",
    ],
    ...[
      ".",
      "(",
      ")",
      "[",
      "]",
      "&&",
      "==",
      "+",
      '"',
      "'",
      "1",
      "1.5",
      "all",
      "map",
      "has",
      "matches",
      "\\",
      "\u0000",
      "\ud800",
      ",",
    ],
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(word, { maxLength: 25 }).map((words) => words.join(" ")),
  );

  it("is checked and judged without a crash, and passes only as true", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (expression, message) => {
        const faults = await checkProgram({ expression, message });
        expect(faults.every(({ part, message: said }) => part.length > 0 && said.length > 0)).toBe(true);
        const [answer] = await judge(facts, [{ expression, message }], 2_000);
        if (faults.some(({ part }) => part === "expression")) expect(answer?.error).toBeDefined();
        expect(answer?.error !== undefined || typeof answer?.pass === "boolean").toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(await ask("true")).toBe("pass");
  });

  it("can be the name and the value of an input", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }), async (inputs) => {
        const [answer] = await judge(factsFor(input({ inputs }), "UTC"), [
          {
            expression: "inputs.all(key, has(inputs.size) || key == key) && texts(inputs).size() >= 0",
            message: '""',
          },
        ]);
        expect(answer).toMatchObject({ pass: true });
      }),
      { numRuns: 100 },
    );
  });
});

describe("evaluation", () => {
  it("fails for what is not there, and says where", async () => {
    const [answer] = await judge(facts, [{ expression: "inputs.owner == 'x'", message: '""' }]);
    expect(answer).toEqual({
      error: expect.objectContaining({ part: "expression", message: "No such key: owner", from: 7 }),
    });
    expect(await ask("inputs.tags")).toContain("error: ");
    expect(await ask("false", "inputs.nothing")).toBe("error: No such key: nothing");
    expect(await ask('time.within("christmas", "2026-12-24")')).toContain("is no date");
  });

  it("finds nothing behind names of prototypes", async () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      expect(await ask(`inputs["${name}"] == null`)).toBe(`error: No such key: ${name}`);
      expect(await ask(`at(inputs, "${name}.name") == null`)).toBe("pass");
    }
    expect(await ask("user.constructor == null")).toContain("error: ");
    const poisoned = factsFor(input({ inputs: JSON.parse('{"__proto__": {"polluted": true}}') }), "UTC");
    await judge(poisoned, [{ expression: "true", message: '""' }]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("stops what does not end or grows without bound, and judges by the others nonetheless", async () => {
    const numbers = `[${Array.from({ length: 400 }, (_, i) => i).join(",")}]`;
    const endless = `cel.bind(n, ${numbers}, n.all(a, n.all(b, n.all(c, n.all(d, a + b + c + d >= 0)))))`;
    let bomb = "l.size() > 0";
    for (let i = 0; i < 12; i++) bomb = `cel.bind(l, l + l + l + l + l + l + l + l, ${bomb})`;
    const answers = await judge(
      facts,
      [
        { expression: "true", message: '""' },
        { expression: endless, message: '""' },
        { expression: `cel.bind(l, ["x"], ${bomb})`, message: '""' },
        { expression: "inputs.replicas == 3", message: '""' },
      ],
      300,
    );
    expect(answers[0]).toMatchObject({ pass: true });
    expect(answers[1]?.error?.message).toBe("It took longer than 300 ms and was stopped.");
    expect(answers[2]?.error?.message).toBeTruthy();
    expect(answers[3]).toMatchObject({ pass: true });
  });

  it("matches patterns in linear time", async () => {
    const slow = factsFor(input({ inputs: { text: `${"a".repeat(50_000)}!` } }), "UTC");
    const [answer] = await judge(slow, [{ expression: 'inputs.text.matches("^(a+)+$")', message: '"no"' }]);
    expect(answer).toMatchObject({ pass: false });
  });
});
