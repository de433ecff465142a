import { describe, expect, it } from "vitest";
import type { PlanSummary, ResourceChange } from "@/server/pipelines/schema";
import { rateCardSchema, type RateCard } from "./price-schemas";
import { readInfracost } from "./infracost";
import { moneyText, sum } from "./money";
import { priceByPlan, priceTable, type ResourcePrice } from "./plan-cost";
import { estimateOf } from "./priced";
import { priceByCard } from "./rate-card";

const card: RateCard = rateCardSchema.parse({
  currency: "EUR",
  lines: [
    { type: "base", label: "Support", monthly: "10" },
    {
      type: "choice",
      label: "Size",
      input: "size",
      prices: [
        { value: "small", monthly: "20" },
        { value: "large", monthly: "80" },
      ],
    },
    { type: "quantity", label: "Disk", input: "disk", unitPrice: "0.125", unit: "GB" },
  ],
  environmentFactors: [{ environment: "production", factor: "2" }],
  notCovered: ["Traffic"],
});
const total = (inputs: Record<string, unknown>, environment: string | null = null) => {
  const priced = priceByCard(card, inputs, environment);
  return { total: moneyText(sum(priced.lines.map((line) => line.monthly))), notCovered: priced.notCovered };
};

describe("a rate card", () => {
  it("adds a base, the price of a choice, and a quantity times its price, by the factor of the environment", () => {
    expect(total({ size: "large", disk: 100 })).toEqual({ total: "102.5", notCovered: ["Traffic"] });
    expect(total({ size: "large", disk: 100 }, "production").total).toBe("205");
    expect(total({ size: "large", disk: "0.4" }, "staging").total).toBe("90.05");
    expect(total({ size: ["small", "large"], disk: 0 }).total).toBe("110");
  });

  it("says what it has no price for, and never guesses", () => {
    expect(total({})).toEqual({
      total: "10",
      notCovered: ['Size: "size" is not filled in', 'Disk: "disk" is not filled in', "Traffic"],
    });
    expect(total({ size: "huge", disk: -1 }).notCovered).toEqual([
      'Size: "huge" has no price',
      'Disk: "disk" is not a quantity',
      "Traffic",
    ]);
    for (const disk of [NaN, Infinity, "1e400", {}, [], true, "many"])
      expect(total({ size: "small", disk }).total, String(disk)).toBe("30");
    expect(total({ size: "constructor", disk: 1, __proto__: { size: "small" } }).total).toBe("10.125");
  });

  it("counts what is too large as the most that there is", () => {
    const { lines, notCovered } = priceByCard(card, { size: "small", disk: 1e20 }, null);
    expect(estimateOf("rate_card", "EUR", { lines, notCovered }).monthly).toBe("30");
    const huge = priceByCard(card, { size: "small", disk: "999999999999999999" }, "production");
    expect(estimateOf("rate_card", "EUR", huge).monthly).toBe("999999999999");
  });

  it("takes no negative, endless or unreadable price", () => {
    for (const monthly of ["-1", "1e5", "NaN", "", "1234567890123", "0.12345678901"])
      expect(
        rateCardSchema.safeParse({ ...card, lines: [{ type: "base", label: "x", monthly }] }).success,
        monthly,
      ).toBe(false);
    expect(rateCardSchema.safeParse({ ...card, currency: "eur" }).success).toBe(false);
    const twice = [
      {
        type: "choice",
        label: "x",
        input: "i",
        prices: [
          { value: "a", monthly: "1" },
          { value: "a", monthly: "2" },
        ],
      },
    ];
    expect(rateCardSchema.safeParse({ ...card, lines: twice }).error?.issues[0]?.path).toEqual([
      "lines",
      0,
      "prices",
      1,
      "value",
    ]);
  });
});

const price = (over: Partial<ResourcePrice>): ResourcePrice => ({
  resourceType: "aws_instance",
  attribute: null,
  value: null,
  monthly: "1",
  perAttribute: null,
  currency: "USD",
  ...over,
});
const table = priceTable([
  price({ monthly: "5" }),
  price({ attribute: "instance_type", value: "m5.large", monthly: "70.08" }),
  price({ attribute: "instance_type", value: "m5.xlarge", monthly: "140.16" }),
  price({ resourceType: "aws_ebs_volume", monthly: "0.08", perAttribute: "size" }),
  price({ resourceType: "random_id", monthly: "0" }),
  price({ resourceType: "ovh_instance", monthly: "3", currency: "EUR" }),
]);
const change = (
  type: string,
  action: ResourceChange["action"],
  attributes: Record<string, [unknown, unknown]> = {},
  over: Partial<ResourceChange["attributes"][number]> = {},
): ResourceChange => ({
  address: `${type}.x`,
  type,
  name: "x",
  provider: "p",
  action,
  reason: null,
  attributes: Object.entries(attributes).map(([path, [before, after]]) => ({
    path,
    before,
    after,
    sensitive: false,
    unknownAfter: false,
    forcesReplacement: false,
    ...over,
  })),
});
const planned = (...resources: ResourceChange[]) => {
  const { currency, ...priced } = priceByPlan({ resources } as PlanSummary, table);
  return {
    currency,
    notCovered: priced.notCovered,
    total: moneyText(sum(priced.lines.map((line) => line.monthly))),
  };
};

describe("a plan by the price table", () => {
  it("adds what is created, gives back what is deleted, and makes the difference of what is updated or replaced", () => {
    expect(planned(change("aws_instance", "create", { instance_type: [null, "m5.large"] })).total).toBe(
      "70.08",
    );
    expect(planned(change("aws_instance", "create", { instance_type: [null, "t9"] })).total).toBe("5");
    expect(planned(change("aws_instance", "delete", { instance_type: ["m5.large", null] })).total).toBe(
      "-70.08",
    );
    for (const action of ["update", "replace"] as const)
      expect(
        planned(change("aws_instance", action, { instance_type: ["m5.large", "m5.xlarge"] })).total,
      ).toBe("70.08");
    expect(planned(change("aws_instance", "update", { tags: ["a", "b"] })).total).toBe("0");
    expect(planned(change("aws_ebs_volume", "update", { size: [100, 300] })).total).toBe("16");
    expect(
      planned(change("random_id", "create"), change("aws_instance", "read"), change("aws_instance", "no-op")),
    ).toEqual({
      currency: null,
      notCovered: [],
      total: "0",
    });
  });

  it("says what it does not cover: no price, a value that is secret or not known, another currency", () => {
    expect(planned(change("gcp_thing", "create"), change("gcp_thing", "delete")).notCovered).toEqual([
      "gcp_thing: no price for it (2 resources)",
    ]);
    for (const over of [{ unknownAfter: true }, { sensitive: true }])
      expect(planned(change("aws_ebs_volume", "create", { size: [null, 5] }, over)).notCovered[0]).toContain(
        "not known",
      );
    expect(planned(change("aws_ebs_volume", "create", { size: [null, -5] })).notCovered).toHaveLength(1);
    const mixed = planned(change("aws_instance", "create"), change("ovh_instance", "create"));
    expect(mixed).toMatchObject({
      currency: "USD",
      total: "5",
      notCovered: ["ovh_instance.x: its price is in EUR"],
    });
  });
});

describe("an Infracost JSON", () => {
  const json = (resources: unknown[], over: object = {}) => ({
    version: "0.2",
    currency: "USD",
    projects: [
      {
        name: "p",
        breakdown: { resources, totalMonthlyCost: "1" },
        diff: { resources, totalMonthlyCost: "1" },
      },
    ],
    summary: { unsupportedResourceCounts: { aws_thing: 2 } },
    ...over,
  });

  it("is read with its numbers as text; null is not nothing", () => {
    const estimate = readInfracost(
      json([
        { name: "a", resourceType: "aws_instance", monthlyCost: "742.64" },
        { name: "b", resourceType: "aws_lambda_function", monthlyCost: "-436.6675" },
        { name: "c", monthlyCost: null },
      ]),
    );
    expect(estimate).toMatchObject({
      source: "infracost",
      currency: "USD",
      monthly: "305.9725",
      notCovered: ["c: depends on how much it is used", "aws_thing: Infracost has no price for it (2)"],
    });
    expect(readInfracost(json([{ name: "c", monthlyCost: null }])).monthly).toBeNull();
  });

  it("is refused with the place of what is wrong", () => {
    const at = (value: unknown) => {
      try {
        readInfracost(value);
      } catch (error) {
        return (error as { issues: { path: unknown[] }[] }).issues[0]?.path;
      }
    };
    expect(at(json([{ name: "a", monthlyCost: "1e400" }]))).toEqual([
      "projects",
      0,
      "breakdown",
      "resources",
      0,
      "monthlyCost",
    ]);
    expect(at(json([{ name: "a", monthlyCost: 5 }]))).toEqual([
      "projects",
      0,
      "breakdown",
      "resources",
      0,
      "monthlyCost",
    ]);
    expect(at(json([], { version: "0.1" }))).toEqual(["version"]);
    expect(at(json([], { currency: "dollars" }))).toEqual(["currency"]);
    expect(at(json([], { projects: [] }))).toEqual(["projects"]);
    expect(at("text")).toEqual([]);
  });
});
