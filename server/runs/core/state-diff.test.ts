import { describe, expect, it } from "vitest";
import { contentOf, diffStates } from "./state-diff";
import { parseState, type StateContent } from "./state-content";

const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

const resource = (
  name: string,
  attributes: Record<string, unknown>,
  more: Record<string, unknown> = {},
  instance: Record<string, unknown> = {},
) => ({
  mode: "managed",
  type: "aws_db_instance",
  name,
  provider: PROVIDER,
  ...more,
  instances: [{ attributes, ...instance }],
});

const state = (resources: unknown[], outputs: Record<string, unknown> = {}): StateContent =>
  parseState(Buffer.from(JSON.stringify({ version: 4, serial: 1, lineage: "l", outputs, resources })))!;

describe("the difference of two states", () => {
  it("tells what was added, changed and removed, by address and attribute", () => {
    const before = state([resource("a", { id: "1", size: 10 }), resource("gone", { id: "2" })]);
    const after = state([
      resource("a", { id: "1", size: 20 }),
      resource("b", { id: "3" }, { module: "module.x" }, { index_key: "k" }),
    ]);
    const diff = diffStates(before, after);
    expect(diff.counts).toEqual({ create: 1, update: 1, delete: 1, replace: 0 });
    expect(diff.resources.map(({ action, address }) => [action, address])).toEqual([
      ["delete", "aws_db_instance.gone"],
      ["update", "aws_db_instance.a"],
      ["create", 'module.x.aws_db_instance.b["k"]'],
    ]);
    expect(diff.resources[1]).toMatchObject({
      provider: "registry.terraform.io/hashicorp/aws",
      attributes: [{ path: "size", before: 10, after: 20, sensitive: false }],
    });
  });

  it("masks what is marked, what bears the name of a secret, and what repeats either", () => {
    const marked = { sensitive_attributes: [[{ type: "get_attr", value: "input" }]] };
    const before = state([
      resource("a", { input: "first-secret-value", password: "old-password" }, {}, marked),
    ]);
    const after = state(
      [
        resource(
          "a",
          { input: "second-secret-value", password: "new-password", copy: "x second-secret-value" },
          {},
          marked,
        ),
      ],
      { dsn: { value: "pg://second-secret-value", sensitive: false }, key: { value: "k", sensitive: true } },
    );
    const diff = diffStates(before, after);
    expect(JSON.stringify(diff)).not.toMatch(/secret-value|old-password|new-password/);
    expect(diff.resources[0]?.attributes.map(({ path, sensitive }) => [path, sensitive])).toEqual([
      ["copy", true],
      ["input", true],
      ["password", true],
    ]);
    expect(diff.outputs.every(({ sensitive, after: value }) => sensitive && value === null)).toBe(true);
  });

  it("says nothing of equal states, and lists all of one against none", () => {
    const one = state([resource("a", { id: "1" })], { host: { value: "h" } });
    expect(diffStates(one, one)).toMatchObject({ resources: [], outputs: [], empty: true });
    expect(contentOf(one)).toMatchObject({
      resources: [{ address: "aws_db_instance.a", action: "create" }],
      outputs: [{ name: "host", after: "h" }],
    });
    expect(contentOf(null).resources).toEqual([]);
  });
});
