import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import {
  deleteVariableSet,
  listVariableSets,
  resolveVariableSets,
  upsertVariableSet,
} from "@/server/pipelines/variable-sets";
import { bundleText, parseBundle } from "../core/text";
import { applyBundle, planBundle } from "./apply";
import { exportBundle } from "./export";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  ctx = contextOf(database.db);
  await upsertVariableSet(ctx, {
    identifier: "cloud",
    title: "Cloud",
    team: "payments",
    variables: [
      { kind: "environment", name: "REGION", value: "eu-1" },
      { kind: "environment", name: "ACCESS_KEY", sensitive: true, value: "key-that-nobody-reads" },
    ],
  });
});
afterAll(() => database.close());

const secretNow = async () =>
  (await resolveVariableSets(ctx, { team: "payments", environment: null }))
    .find(({ name }) => name === "ACCESS_KEY")
    ?.value.reveal();
const stepsOf = (plan: { steps: { type: string; kind: string }[] }) =>
  plan.steps.filter(({ type }) => type === "variable_set");

it("carries variable sets without what is secret, and changes nothing when it is applied again", async () => {
  const bundle = await exportBundle(ctx);
  expect(bundle.variableSets).toEqual([
    {
      identifier: "cloud",
      title: "Cloud",
      team: "payments",
      variables: expect.arrayContaining([
        { kind: "environment", name: "REGION", value: "eu-1" },
        { kind: "environment", name: "ACCESS_KEY", sensitive: true },
      ]) as unknown,
    },
  ]);
  const text = bundleText(bundle, "yaml");
  expect(text).not.toContain("key-that-nobody-reads");
  expect((await applyBundle(ctx, parseBundle(text), { prune: true })).counts).toMatchObject({
    create: 0,
    change: 0,
    delete: 0,
  });
  expect(await secretNow()).toBe("key-that-nobody-reads");
});

it("names the secret that is missing where none is stored, and takes one that was added without showing it", async () => {
  const { variableSets = [], ...rest } = await exportBundle(ctx);
  await deleteVariableSet(ctx, "cloud");
  const missing = await planBundle(ctx, { ...rest, variableSets });
  expect(missing.issues).toEqual([
    {
      path: ["variableSets", 0, "variables", expect.any(Number), "value"],
      message: "ACCESS_KEY has no stored value. Give one.",
    },
  ]);
  const [set] = variableSets as { variables: { sensitive?: boolean }[] }[];
  const added = {
    ...set,
    variables: set!.variables.map((one) => (one.sensitive ? { ...one, value: "another-secret" } : one)),
  };
  const plan = await applyBundle(ctx, { ...rest, variableSets: [added] });
  expect(stepsOf(plan)).toMatchObject([{ kind: "create" }]);
  expect(await secretNow()).toBe("another-secret");
  const again = await planBundle(ctx, { ...rest, variableSets: [added] });
  expect(stepsOf(again)).toMatchObject([{ kind: "change" }]);
  expect(JSON.stringify(again)).not.toContain("another-secret");
  const audited = await database.sql`select diff::text as diff from audit_log`;
  expect(audited.map((row) => row.diff as string).join()).not.toContain("another-secret");
});

it("changes and prunes sets, and says where one is wrong", async () => {
  const { variableSets: _none, ...rest } = await exportBundle(ctx);
  const wrong = {
    identifier: "bad",
    title: "Bad",
    variables: [{ kind: "terraform", name: "no-dash", value: 1 }],
  };
  expect((await planBundle(ctx, { ...rest, variableSets: [wrong] })).issues).toMatchObject([
    { path: ["variableSets", 0, "variables", 0, "name"] },
  ]);
  await expect(applyBundle(ctx, { ...rest, variableSets: [{ title: "x" }] })).rejects.toMatchObject({
    code: "invalid",
  });
  expect(stepsOf(await planBundle(ctx, { ...rest, variableSets: [] }))).toEqual([]);
  const plan = await applyBundle(ctx, { ...rest, variableSets: [] }, { prune: true });
  expect(stepsOf(plan)).toMatchObject([{ kind: "delete", identifier: "cloud" }]);
  expect(await listVariableSets(ctx)).toEqual([]);
});
