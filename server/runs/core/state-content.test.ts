import { expect, it } from "vitest";
import { parseState, reconcile, resourcesOf } from "./state-content";

const state = parseState(
  Buffer.from(
    JSON.stringify({
      version: 4,
      serial: 3,
      lineage: "l",
      outputs: {
        host: { value: "h", type: "string" },
        password: { value: "p", type: "string", sensitive: true },
      },
      resources: [
        {
          mode: "managed",
          type: "terraform_data",
          name: "one",
          provider: "x",
          instances: [{ attributes: { id: "id-1" } }],
        },
        {
          mode: "managed",
          module: 'module.m["a"]',
          type: "terraform_data",
          name: "many",
          provider: "x",
          instances: [
            { index_key: 0, attributes: { id: "m0" } },
            { index_key: "k", attributes: { id: "mk" } },
          ],
        },
        { mode: "data", type: "external", name: "read", provider: "x", instances: [{ attributes: {} }] },
      ],
    }),
  ),
);

it("reads addresses as Terraform writes them, without data sources", () => {
  expect([...resourcesOf(state).keys()]).toEqual([
    "terraform_data.one",
    'module.m["a"].terraform_data.many[0]',
    'module.m["a"].terraform_data.many["k"]',
  ]);
  expect(resourcesOf(null).size).toBe(0);
  expect(parseState(Buffer.alloc(0))).toBeNull();
});

it("tells what was finished from what the state knows", () => {
  const done = (address: string, action: string, idValue?: string) => ({
    address,
    action,
    ...(idValue ? { idKey: "id", idValue } : {}),
  });
  const result = reconcile(
    [
      done("terraform_data.one", "create", "id-1"),
      done("terraform_data.one", "create", "another"),
      done("terraform_data.two", "create", "id-2"),
      done("terraform_data.gone", "delete", "id-3"),
      done('module.m["a"].terraform_data.many[0]', "delete", "m0"),
    ],
    state,
  );
  expect(result.map((r) => r.inState)).toEqual([true, false, false, true, false]);
});

it("counts everything as unknown when there is no state", () => {
  expect(reconcile([{ address: "a.b", action: "create" }], null)).toEqual([
    { address: "a.b", action: "create", inState: false },
  ]);
});
