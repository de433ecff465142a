import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { approvalRulesSchema } from "./core/definition";

const text = readFileSync(path.resolve(import.meta.dirname, "../../app/(portal)/docs/approvals.md"), "utf8");
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(
  ([, json]) => JSON.parse(json!) as { approvalRules: unknown },
);

it("the examples of the documentation are accepted", () => {
  expect(examples.length).toBeGreaterThan(0);
  for (const { approvalRules } of examples)
    expect(approvalRulesSchema.safeParse(approvalRules)).toMatchObject({ success: true });
});
