import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import { importWave } from "@/server/surveys/service/import";
import {
  listSurveys,
  removeSurvey,
  saveSurvey,
  setSchedule,
  setSurveyStatus,
} from "@/server/surveys/service/definitions";
import { bundleText, parseBundle } from "../core/text";
import { applyBundle, planBundle } from "./apply";
import { exportBundle } from "./export";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase();
  ctx = contextOf(database.db);
  const definition = {
    title: "Tools",
    questions: [{ type: "comment" as const, id: "c", title: "What is missing?" }],
  };
  await saveSurvey(ctx, { identifier: "tools", definition, expectedRevision: null });
  await setSurveyStatus(ctx, "tools", "ready");
  await setSchedule(ctx, "tools", { every: "quarter", audience: { who: { kind: "everyone" }, share: 0.5 } });
});
afterAll(() => database.close());

it("carries surveys with their schedules: taken away and brought back, they are the same", async () => {
  const before = await exportBundle(ctx);
  expect(before.surveys).toMatchObject([{ identifier: "tools", status: "ready", schedule: { month: 2 } }]);
  const text = bundleText(before, "yaml");
  const same = await applyBundle(ctx, parseBundle(text), { prune: true });
  expect(same.counts).toMatchObject({ create: 0, change: 0, delete: 0 });
  await removeSurvey(ctx, "tools");
  expect((await applyBundle(ctx, parseBundle(text))).counts.create).toBe(1);
  expect(await exportBundle(ctx)).toEqual(before);
});

it("says where a survey is wrong, and keeps the results of one that is pruned", async () => {
  const { surveys = [], ...rest } = await exportBundle(ctx);
  const faulty = [{ ...surveys[0], definition: { title: "", questions: [] } }];
  const issues = (await planBundle(ctx, { ...rest, surveys: faulty })).issues.map(({ path }) => path);
  expect(issues[0]).toEqual(["surveys", 0, "definition", "title"]);
  const index = { name: "dxi", value: 70, respondents: 9 };
  await importWave(ctx, "tools", { externalId: "x", title: "X", closedAt: "2026-01-01T00:00:00Z", index });
  expect((await applyBundle(ctx, { ...rest, surveys: [] }, { prune: true })).counts.delete).toBe(1);
  expect((await listSurveys(ctx)).find(({ identifier }) => identifier === "tools")).toMatchObject({
    status: "archived",
    waves: 1,
  });
});
