import { describe, expect, it } from "vitest";
import { computedBy, sourceOf } from "@/components/query/dynamic-values";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { evaluateJq } from "@/server/kernel/jq";
import type { ActionDraft } from "../action-draft";
import { dynamicValues } from "./dynamic-query";
import { subjectName, subjectsOf } from "./subjects";

const cluster: BlueprintDefinition = {
  identifier: "cluster",
  title: "Cluster",
  schema: { properties: { region: { type: "string", title: "Region" } } },
  relations: { zone: { title: "Zone", target: "cluster", required: false, many: false } },
};
const entity = { type: "string", format: "entity", blueprint: "cluster" };
const action = (operation: string): ActionDraft => ({
  identifier: "deploy",
  trigger: {
    type: "self-service",
    operation,
    blueprintIdentifier: "cluster",
    userInputs: {
      properties: {
        name: { type: "string", title: "Name" },
        cluster: { ...entity, title: "Cluster" },
        others: { type: "array", title: "Others", items: entity },
        token: { type: "string", title: "Token", encryption: "aes256-gcm" },
      },
    },
  },
});
const east = { identifier: "east", properties: { region: "eu" }, relations: { zone: "a" } };
const context = {
  form: { name: "orders", cluster: east, others: [east, { identifier: "west" }] },
  entity: east,
  user: { email: "ada@example.com", teamsIdentifiers: ["payments"] },
};

describe("what a form can read", () => {
  it("leaves out itself, secrets, and the entity where there is none", () => {
    const names = subjectsOf(action("CREATE"), [cluster], "name").map(subjectName);
    expect(names).toContain("Cluster → Region");
    expect(names.filter((name) => /^(Name|Token|The entity)/.test(name))).toEqual([]);
    expect(subjectsOf(action("DAY-2"), [cluster]).map(subjectName)).toContain("The entity → Region");
  });

  it.each([
    ["Name", "orders", ["orders"]],
    ["Cluster", "east", ["east"]],
    ["Cluster → Region", "eu", ["eu"]],
    ["Cluster → Zone", "a", ["a"]],
    ["Others", ["east", "west"], ["east", "west"]],
    ["The entity → Region", "eu", ["eu"]],
    ["The person → E-mail", "ada@example.com", ["ada@example.com"]],
    ["The person → Teams", ["payments"], ["payments"]],
  ])("%s is a value of a condition, and is read back", async (label, one, many) => {
    const dynamic = dynamicValues(subjectsOf(action("DAY-2"), [cluster]));
    const option = dynamic.sources.flatMap(({ options }) => options).find((found) => found.label === label);
    if (!option) throw new Error(`There is no ${label}.`);
    expect(await evaluateJq(computedBy(option, "one").jqQuery, context)).toEqual(one);
    expect(await evaluateJq(computedBy(option, "many").jqQuery, context)).toEqual(many);
    expect(sourceOf(option.many, dynamic)?.option).toBe(option);
    expect(sourceOf(".form.else", dynamic)).toBeNull();
  });
});
