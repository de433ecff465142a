import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import {
  createPolicy,
  deletePolicy,
  disablePolicy,
  getPolicy,
  listPolicies,
  publishPolicy,
  updatePolicy,
} from "@/server/policy/service/policies";
import { bundleText, parseBundle } from "../core/text";
import { applyBundle, planBundle } from "./apply";
import { exportBundle } from "./export";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  ctx = contextOf(database.db);
});
afterAll(() => database.close());

const definition = { title: "One", effect: "advise", expression: "true", message: '"no"' };

it("carries policies as they are in force, and changes nothing when it is applied again", async () => {
  await createPolicy(ctx, { identifier: "live", ...definition });
  await publishPolicy(ctx, "live");
  await updatePolicy(ctx, "live", { ...definition, title: "A draft" });
  await createPolicy(ctx, { identifier: "draft", ...definition, title: "Two" });
  const bundle = await exportBundle(ctx);
  expect(bundle.policies).toMatchObject([
    { identifier: "draft", live: false, title: "Two" },
    { identifier: "live", live: true, title: "One" },
  ]);
  const again = parseBundle(bundleText(bundle, "yaml"));
  expect((await applyBundle(ctx, again, { prune: true })).counts).toMatchObject({
    create: 0,
    change: 0,
    delete: 0,
  });
  expect(await getPolicy(ctx, "live")).toMatchObject({ revision: 2, liveRevision: 1 });

  await disablePolicy(ctx, "live");
  for (const { identifier } of await listPolicies(ctx)) await deletePolicy(ctx, identifier);
  expect((await applyBundle(ctx, again)).counts).toMatchObject({ create: 2 });
  expect(await getPolicy(ctx, "live")).toMatchObject({
    state: "live",
    liveRevision: 1,
    definition: { title: "One" },
  });
  expect(await getPolicy(ctx, "draft")).toMatchObject({ state: "draft" });
});

it("turns policies on and off, prunes them, and says where one is wrong", async () => {
  const { policies = [], ...bundle } = await exportBundle(ctx);
  const only = policies
    .filter(({ identifier }) => identifier === "live")
    .map((policy) => ({ ...policy, live: false }));
  const plan = await planBundle(ctx, { ...bundle, policies: only }, { prune: true });
  expect(plan.issues).toEqual([]);
  expect(plan.steps.filter(({ type }) => type === "policy")).toEqual([
    expect.objectContaining({ identifier: "live", kind: "change" }),
    expect.objectContaining({ identifier: "draft", kind: "delete" }),
  ]);
  await applyBundle(ctx, { ...bundle, policies: only }, { prune: true });
  expect(await getPolicy(ctx, "live")).toMatchObject({ state: "disabled" });
  expect(await listPolicies(ctx)).toHaveLength(1);

  const wrong = [{ identifier: "wrong", ...definition, expression: "nope" }];
  expect((await planBundle(ctx, { ...bundle, policies: wrong })).issues).toEqual([
    { path: ["policies", 0, "expression"], message: "Line 1, column 1: Unknown variable: nope" },
  ]);
  await expect(applyBundle(ctx, { ...bundle, policies: [...only, ...only] })).rejects.toMatchObject({
    code: "invalid",
  });
});
