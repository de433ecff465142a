import { describe, expect, it } from "vitest";
import { subjectHash, type ApprovalSubject } from "./subject-hash";

const action = { id: "a1", revision: 3, invocation: { connection: "test" } };
const module = { source: "postgres-database", version: "1.0.0", sha256: "m".repeat(64) };
const subject: ApprovalSubject = {
  action,
  inputs: { name: "orders", size: 2, tags: ["a", "b"] },
  module,
  workspace: "database/orders",
  state: { serial: 4, lineage: "l1" },
  verdicts: [{ policy: "p", effect: "advise", outcome: "pass", message: "fine" }],
  planSha256: "f".repeat(64),
};

describe("the hash of what is approved", () => {
  it("is the same whatever the order of keys, and has 64 hex digits", () => {
    const reordered = { ...subject, inputs: { tags: ["a", "b"], size: 2, name: "orders" } };
    expect(subjectHash(reordered)).toBe(subjectHash(subject));
    expect(subjectHash(subject)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("does not depend on the wording of a verdict", () => {
    const reworded = { ...subject, verdicts: [{ ...subject.verdicts[0]!, message: "other words" }] };
    expect(subjectHash(reworded)).toBe(subjectHash(subject));
  });

  const changes: [string, ApprovalSubject][] = [
    ["the action", { ...subject, action: { ...subject.action, id: "a2" } }],
    ["its revision", { ...subject, action: { ...subject.action, revision: 4 } }],
    [
      "what the copy of the action says",
      { ...subject, action: { ...action, invocation: { connection: "production" } } as typeof action },
    ],
    ["an input", { ...subject, inputs: { ...subject.inputs, size: 3 } }],
    ["an added input", { ...subject, inputs: { ...subject.inputs, extra: null } }],
    ["the order of a list", { ...subject, inputs: { ...subject.inputs, tags: ["b", "a"] } }],
    ["the module's source", { ...subject, module: { ...module, source: "other" } }],
    ["its version", { ...subject, module: { ...module, version: "1.0.1" } }],
    ["its files", { ...subject, module: { ...module, sha256: "n".repeat(64) } }],
    ["no module, as elsewhere", { ...subject, module: null }],
    ["the workspace", { ...subject, workspace: "database/other" }],
    ["the state's serial", { ...subject, state: { serial: 5, lineage: "l1" } }],
    ["its lineage", { ...subject, state: { serial: 4, lineage: "l2" } }],
    ["no state", { ...subject, state: null }],
    ["a verdict", { ...subject, verdicts: [{ ...subject.verdicts[0]!, outcome: "fail" }] }],
    ["one verdict less", { ...subject, verdicts: [] }],
    ["the plan", { ...subject, planSha256: "e".repeat(64) }],
  ];
  it.each(changes)("changes with %s", (_, changed) => {
    expect(subjectHash(changed)).not.toBe(subjectHash(subject));
  });
});
