import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarizePlan, type PlannedChange, type PlannedResource } from "./plan";
import { compareAttributes } from "./plan-attributes";

const resource = (
  address: string,
  actions: string[],
  change: Partial<PlannedChange> = {},
  over: Partial<PlannedResource> = {},
): PlannedResource => ({
  address,
  mode: "managed",
  type: address.split(".")[0]!,
  name: address.split(".")[1]!,
  provider_name: "example.com/x/y",
  change: { actions, ...change },
  ...over,
});

const attributes = (change: Partial<PlannedChange>) =>
  compareAttributes({ actions: ["update"], ...change }, []);

describe("summarizePlan", () => {
  it("puts what destroys first, and leaves out data, reads and what stays", () => {
    const summary = summarizePlan({
      terraform_version: "1.11.4",
      resource_changes: [
        resource("a.create", ["create"]),
        resource("a.update", ["update"]),
        resource("a.same", ["no-op"]),
        resource("a.read", ["read"]),
        resource("a.forget", ["forget"]),
        resource("a.replace", ["create", "delete"]),
        resource("b.delete", ["delete"]),
        resource("a.delete", ["delete"]),
        resource("data.x", ["create"], {}, { mode: "data" }),
      ],
    });
    expect(summary.resources.map(({ address }) => address)).toEqual([
      "a.delete",
      "b.delete",
      "a.replace",
      "a.forget",
      "a.update",
      "a.create",
    ]);
    expect(summary).toMatchObject({
      counts: { create: 1, update: 1, delete: 2, replace: 1 },
      empty: false,
      terraformVersion: "1.11.4",
    });
    expect(
      summarizePlan({
        resource_changes: [resource("a.same", ["no-op"])],
        output_changes: { o: { actions: ["no-op"] } },
      }),
    ).toMatchObject({ empty: true });
  });

  it("says why something is replaced, deleted or moved", () => {
    const reason = (over: Partial<PlannedResource>, change: Partial<PlannedChange> = {}) =>
      summarizePlan({ resource_changes: [resource("a.b", ["delete", "create"], change, over)] }).resources[0]!
        .reason;
    const paths = {
      before: { size: 1, zone: "a" },
      after: { size: 2, zone: "b" },
      replace_paths: [["zone"], ["size"]],
    };
    expect(reason({ action_reason: "replace_because_cannot_update" }, paths)).toBe(
      "size, zone cannot be changed in place.",
    );
    expect(reason({ action_reason: "replace_because_tainted" })).toBe(
      "An earlier run failed while making it, so it is made anew.",
    );
    expect(reason({})).toBe("It cannot be changed in place.");
    expect(reason({ previous_address: "a.old" })).toBe("It moves here from a.old.");
    expect(
      summarizePlan({
        resource_changes: [
          resource("a.b", ["delete"], {}, { action_reason: "delete_because_no_resource_config" }),
        ],
      }).resources[0]!.reason,
    ).toBe("The template no longer has it.");
  });

  it("masks outputs, whole, where any part is sensitive", () => {
    const { outputs } = summarizePlan({
      output_changes: {
        plain: {
          actions: ["update"],
          before: 1,
          after: 2,
          after_unknown: false,
          before_sensitive: false,
          after_sensitive: false,
        },
        secret: { actions: ["create"], before: null, after: "hunter2secret", after_sensitive: true },
        partly: { actions: ["create"], after: { a: "x", b: "y" }, after_sensitive: { b: true } },
        later: { actions: ["create"], after_unknown: true },
        same: { actions: ["no-op"], before: 1, after: 1 },
      },
    });
    expect(outputs).toEqual([
      { name: "later", action: "create", sensitive: false, before: null, after: null, unknownAfter: true },
      { name: "partly", action: "create", sensitive: true, before: null, after: null, unknownAfter: false },
      { name: "plain", action: "update", sensitive: false, before: 1, after: 2, unknownAfter: false },
      { name: "secret", action: "create", sensitive: true, before: null, after: null, unknownAfter: false },
    ]);
  });

  it("masks a secret also where a provider repeats it without its mark", () => {
    const summary = summarizePlan({
      variables: { pw: { value: "variable-secret" } },
      configuration: { root_module: { variables: { pw: { sensitive: true } } } },
      resource_changes: [
        resource("a.b", ["create"], {
          after: {
            input: "hunter2secret",
            output: "hunter2secret",
            url: "x://hunter2secret@h",
            "with-var": ["variable-secret"],
            plain: "shown",
          },
          after_sensitive: { input: true },
        }),
      ],
      output_changes: { o: { actions: ["create"], after: { deep: ["at variable-secret"] } } },
    });
    expect(JSON.stringify(summary)).not.toMatch(/hunter2secret|variable-secret/);
    expect(summary.resources[0]!.attributes.filter((attribute) => !attribute.sensitive)).toEqual([
      expect.objectContaining({ path: "plain", after: "shown" }),
    ]);
    expect(summary.outputs[0]!.sensitive).toBe(true);
  });
});

describe("compareAttributes", () => {
  it("names each leaf that changes, by path", () => {
    const before = {
      same: 1,
      a: { b: { c: 1 }, "two words": "x" },
      list: [{ n: 1 }, { n: 2 }],
      tags: ["x"],
      gone: true,
      empty: {},
    };
    const after = {
      same: 1,
      a: { b: { c: 2 }, "two words": "y" },
      list: [{ n: 1 }, { n: 3 }, { n: 4 }],
      tags: ["x", "y"],
      made: null,
      empty: {},
    };
    expect(attributes({ before, after }).map(({ path, before: b, after: a }) => [path, b, a])).toEqual([
      ["a.b.c", 1, 2],
      ['a["two words"]', "x", "y"],
      ["gone", true, null],
      ["list[1].n", 2, 3],
      ["list[2].n", null, 4],
      ["tags", ["x"], ["x", "y"]],
    ]);
  });

  it("tells what is only known later, secret, or the cause of a replacement", () => {
    const found = attributes({
      before: { id: "1", input: { user: "u", pw: "old" }, both: "a" },
      after: { input: { user: "u", pw: "new" }, both: "b" },
      after_unknown: { id: true, input: { extra: true } },
      before_sensitive: { input: { pw: true } },
      after_sensitive: { both: true },
      replace_paths: [["input"]],
    });
    expect(found).toEqual([
      {
        path: "both",
        before: null,
        after: null,
        sensitive: true,
        unknownAfter: false,
        forcesReplacement: false,
      },
      {
        path: "id",
        before: "1",
        after: null,
        sensitive: false,
        unknownAfter: true,
        forcesReplacement: false,
      },
      {
        path: "input.extra",
        before: null,
        after: null,
        sensitive: false,
        unknownAfter: true,
        forcesReplacement: true,
      },
      {
        path: "input.pw",
        before: null,
        after: null,
        sensitive: true,
        unknownAfter: false,
        forcesReplacement: true,
      },
    ]);
  });

  it("lists everything of what is made or deleted, and cuts what nobody reads", () => {
    expect(
      attributes({ before: null, after: { a: 1, b: null, c: { d: "x" } } }).map(({ path }) => path),
    ).toEqual(["a", "c.d"]);
    expect(attributes({ before: { a: 1 }, after: null })).toEqual([
      expect.objectContaining({ path: "a", before: 1, after: null }),
    ]);
    expect(attributes({ before: null, after: { long: "x".repeat(50_000) } })[0]!.after).toHaveLength(
      10_000 + "… (50000 characters)".length,
    );
    expect(
      attributes({
        before: null,
        after: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, 1])),
      }),
    ).toHaveLength(500);
    expect(attributes({ after_unknown: true, before_sensitive: true })).toMatchObject([
      { path: "", sensitive: true, unknownAfter: true },
    ]);
  });

  it("never shows a value below a mark, whatever the shapes", () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("plain", 1, null, true),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("value"), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, tree, fc.constantFrom("before", "after"), (before, after, side) => {
        const secret = { a: "CANARY-1", b: ["CANARY-2"] };
        const change = {
          before: { s: side === "before" ? secret : before, v: before },
          after: { s: side === "after" ? secret : after, v: after },
        };
        const found = attributes({
          ...change,
          [`${side}_sensitive`]: { s: side === "before" ? true : { a: true, b: [true] } },
        });
        expect(JSON.stringify(found)).not.toContain("CANARY");
      }),
      { numRuns: 500 },
    );
  });
});
