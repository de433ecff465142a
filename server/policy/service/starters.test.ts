import { describe, expect, it } from "vitest";
import { factsFor } from "../core/facts";
import { STARTERS } from "../core/starters";
import { inScope } from "../core/verdict";
import { type PolicyInput, policyDefinitionSchema, policyIdentifier } from "../schema";
import { testCase, testChange, testPlan } from "../testing";
import { checkProgram, judge } from "./language";

const starter = (identifier: string) => STARTERS.find((one) => one.identifier === identifier)!.definition;

async function outcome(identifier: string, over: Partial<PolicyInput>): Promise<string> {
  const input = testCase(over);
  const definition = starter(identifier);
  if (!inScope(definition, input)) return "outside";
  const [answer] = await judge(factsFor(input, "Europe/Berlin"), [definition]);
  if (answer!.error) return `error: ${answer!.error.message}`;
  return answer!.pass ? "pass" : answer!.message;
}

const planned = (...changes: Parameters<typeof testChange>[]) => ({
  plan: testPlan(changes.map((change) => testChange(...change))),
});

it("each can be saved as it is", async () => {
  for (const { identifier, definition } of STARTERS) {
    expect(policyIdentifier.safeParse(identifier).success).toBe(true);
    expect(policyDefinitionSchema.parse(definition)).toEqual(definition);
    expect(await checkProgram(definition), identifier).toEqual([]);
  }
});

it("each has an opinion on a run without a plan, and fails on none", async () => {
  for (const { identifier } of STARTERS)
    expect(await outcome(identifier, { environment: "production" }), identifier).not.toContain("error");
});

describe("destroy-in-production", () => {
  const destroys = planned([{ action: "delete", address: "aws_db_instance.main" }], [{ action: "create" }]);
  const of = (over: Partial<PolicyInput>) => outcome("destroy-in-production", over);
  it("asks for approval where something is destroyed", async () => {
    expect(await of({ ...destroys, environment: "production" })).toBe(
      "Would destroy in production: aws_db_instance.main",
    );
    expect(await of({ ...planned([{ action: "replace" }]), environment: "prod" })).toContain("Would destroy");
    const remove = { ...testCase().action, operation: "DELETE" as const };
    expect(await of({ action: remove })).toBe("Would delete orders-db in production.");
    expect(starter("destroy-in-production").requires).toMatchObject({ count: 2 });
  });
  it("lets pass what destroys nothing, and what is not production", async () => {
    expect(await of({ ...planned([{ action: "create" }]), environment: "production" })).toBe("pass");
    expect(await of({ ...destroys, environment: "staging" })).toBe("outside");
    expect(await of({ ...destroys, environment: null })).toBe("outside");
  });
});

describe("required-tags", () => {
  const of = (after: Record<string, unknown>, type = "aws_s3_bucket") =>
    outcome("required-tags", planned([{ type, address: `${type}.one` }, after]));
  it("denies what lacks one", async () => {
    expect(await of({})).toContain("aws_s3_bucket.one");
    expect(await of({ "tags.owner": "payments" })).toContain("needs the tags");
  });
  it("lets pass what has them, as tags or labels, and what takes none", async () => {
    expect(await of({ "tags.owner": "payments", "tags.cost-centre": "42" })).toBe("pass");
    expect(
      await of({ "labels.owner": "payments", "labels.cost-centre": "42" }, "google_storage_bucket"),
    ).toBe("pass");
    expect(await of({}, "aws_iam_role_policy")).toBe("pass");
    expect(await outcome("required-tags", planned([{ action: "delete", type: "aws_s3_bucket" }]))).toBe(
      "pass",
    );
  });
});

describe("allowed-regions", () => {
  it("denies others, of the input and of the plan", async () => {
    expect(await outcome("allowed-regions", { inputs: { region: "us-east-1" } })).toContain(
      "Choose a region",
    );
    expect(await outcome("allowed-regions", planned([{}, { region: "us-east-1" }]))).toContain(
      "Choose a region",
    );
    expect(
      await outcome("allowed-regions", planned([{ action: "update" }, { location: "eastus" }])),
    ).toContain("Choose a region");
  });
  it("lets the allowed pass", async () => {
    expect(
      await outcome("allowed-regions", {
        inputs: { region: "eu-central-1" },
        ...planned([{}, { region: "eu-west-1" }]),
      }),
    ).toBe("pass");
    expect(await outcome("allowed-regions", planned([{}, { location: "WestEurope" }]))).toBe("pass");
  });
});

describe("allowed-sizes", () => {
  it("asks for approval of larger ones", async () => {
    expect(await outcome("allowed-sizes", { inputs: { size: "xlarge" } })).toContain("larger");
    expect(await outcome("allowed-sizes", planned([{}, { instance_type: "m5.24xlarge" }]))).toContain(
      "larger",
    );
    expect(await outcome("allowed-sizes", planned([{}, { instance_class: "db.r5.4xlarge" }]))).toContain(
      "larger",
    );
  });
  it("lets the usual pass", async () => {
    expect(
      await outcome("allowed-sizes", {
        inputs: { size: "small" },
        ...planned([{}, { instance_type: "t3.large" }]),
      }),
    ).toBe("pass");
  });
});

describe("public-exposure", () => {
  const of = (
    type: string,
    after: Record<string, unknown>,
    action: "create" | "update" | "delete" = "create",
  ) => outcome("public-exposure", planned([{ type, action }, after]));
  it.each<[string, Record<string, unknown>]>([
    ["aws_security_group", { "ingress[0].cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"] }],
    ["aws_security_group", { "ingress[0].ipv6_cidr_blocks": ["::/0"] }],
    ["aws_security_group_rule", { type: "ingress", cidr_blocks: ["0.0.0.0/0"] }],
    ["aws_vpc_security_group_ingress_rule", { cidr_ipv4: "0.0.0.0/0" }],
    ["google_compute_firewall", { source_ranges: ["0.0.0.0/0"] }],
    ["azurerm_network_security_rule", { source_address_prefix: "Internet" }],
    ["aws_s3_bucket_acl", { acl: "public-read" }],
    ["aws_s3_bucket_public_access_block", { block_public_acls: false }],
    ["google_storage_bucket_iam_member", { member: "allUsers" }],
    ["aws_db_instance", { publicly_accessible: true }],
    ["azurerm_mssql_server", { public_network_access_enabled: true }],
  ])("denies %s %j", async (type, after) => {
    expect(await of(type, after)).toContain("open to the internet");
    expect(await of(type, after, "update")).toContain("open to the internet");
    expect(await of(type, after, "delete")).toBe("pass");
  });
  it.each<[string, Record<string, unknown>]>([
    [
      "aws_security_group",
      { "ingress[0].cidr_blocks": ["10.0.0.0/8"], "egress[0].cidr_blocks": ["0.0.0.0/0"] },
    ],
    ["aws_security_group_rule", { type: "egress", cidr_blocks: ["0.0.0.0/0"] }],
    ["aws_s3_bucket_acl", { acl: "private" }],
    ["aws_s3_bucket_public_access_block", { block_public_acls: true }],
    ["aws_db_instance", { publicly_accessible: false }],
    ["aws_route", { destination_cidr_block: "0.0.0.0/0" }],
  ])("lets %s %j pass", async (type, after) => {
    expect(await of(type, after)).toBe("pass");
  });
});

describe("cost-above-budget", () => {
  const budget = (adds: string | null, left: string) => ({
    budgets: [
      {
        budget: "payments",
        title: "Payments",
        state: "ok" as const,
        amount: "500",
        currency: "EUR",
        adds,
        left,
      },
    ],
  });
  it("asks for approval above what is left", async () => {
    expect(await outcome("cost-above-budget", budget("84.5", "20"))).toBe(
      "Payments: adds 84.50 EUR, and 20.00 EUR is left",
    );
  });
  it("lets pass what fits, what saves, and what counts against none", async () => {
    expect(await outcome("cost-above-budget", budget("84", "84"))).toBe("pass");
    expect(await outcome("cost-above-budget", budget("-10", "-50"))).toBe("pass");
    expect(await outcome("cost-above-budget", budget(null, "10"))).toBe("pass");
    expect(await outcome("cost-above-budget", {})).toBe("pass");
  });
});

describe("freeze-windows", () => {
  const of = (at: string) => outcome("freeze-windows", { at });
  it("denies over the holidays and at weekends", async () => {
    expect(await of("2026-12-24T10:00:00Z")).toBe(
      "Production is frozen now, at 2026-12-24 11:00 (Europe/Berlin).",
    );
    expect(await of("2026-11-27T15:00:00Z")).toContain("frozen");
    expect(await of("2026-11-30T04:59:00Z")).toContain("frozen");
  });
  it("lets pass otherwise, and outside of production", async () => {
    expect(await of("2026-11-27T14:59:00Z")).toBe("pass");
    expect(await of("2026-11-30T05:00:00Z")).toBe("pass");
    expect(await outcome("freeze-windows", { at: "2026-12-24T10:00:00Z", environment: "staging" })).toBe(
      "outside",
    );
  });
});

describe("names", () => {
  const of = (identifier: string) => outcome("names", { target: { blueprint: "database", identifier } });
  it("denies what does not fit", async () => {
    for (const name of ["Orders", "o", "1db", "orders_db", "orders-", "x".repeat(41)])
      expect(await of(name), name).toContain("does not fit");
  });
  it("lets pass what fits", async () => {
    for (const name of ["orders-db", "abc", "a".repeat(40)]) expect(await of(name), name).toBe("pass");
  });
});
