import { expect, it } from "vitest";
import type { InboundMessage } from "@/server/pipelines/core/inbound/message";
import { isOfRun } from "./inbound";

const message: InboundMessage = {
  kind: "GITHUB",
  externalId: "7",
  callId: null,
  runId: "r_ABCDEFGH12345678",
  place: "Acme/Shop",
  news: { state: "succeeded" },
  at: null,
};
const payload = { type: "GITHUB", org: "acme", repo: "shop", workflow: "deploy.yml" };

it("news are of a run that was sent to where they come from, and that has no other id", () => {
  expect(isOfRun(message, { externalRunId: null, payload })).toBe(true);
  expect(isOfRun(message, { externalRunId: "7", payload })).toBe(true);
  expect(isOfRun(message, { externalRunId: "8", payload })).toBe(false);
  expect(isOfRun(message, { externalRunId: null, payload: { ...payload, repo: "other" } })).toBe(false);
  expect(isOfRun(message, { externalRunId: null, payload: { ...payload, type: "WEBHOOK" } })).toBe(false);
  expect(isOfRun(message, { externalRunId: null, payload: null })).toBe(false);
  const pipeline = { ...message, kind: "GITLAB" as const, place: "acme/tools/shop" };
  const project = { type: "GITLAB", groupName: "acme/tools", projectName: "shop" };
  expect(isOfRun(pipeline, { externalRunId: null, payload: project })).toBe(true);
});
