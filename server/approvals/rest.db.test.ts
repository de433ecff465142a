import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runs } from "@/db/schema/runs";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { stage, type Stage } from "@/server/runs/testing";
import { requestApproval } from "./service/request";
import { requirement, stageOf } from "./testing";

/** The routes of approvals beyond the published ones. */

let s: Stage;
let who: Stage["people"];
beforeAll(async () => {
  s = await stage();
  who = s.people;
});
afterAll(() => s.close());

async function ask(actor: Actor, method: string, path: string, body?: unknown) {
  const response = await restApp(async () => ({ ...s.as(actor), origin: "API" })).request(`/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, body: await response.json() };
}

/** A run of the developer that waits for its lead, and then for both of another team and its administrator. */
async function waiting(over: Parameters<typeof requirement>[1] = {}) {
  const run = await s.submit();
  await s.database.db.update(runs).set({ status: "awaiting_approval" }).where(eq(runs.id, run.id));
  await transaction(s.as(who.dev), (tx) =>
    requestApproval(tx, {
      runId: run.id,
      title: "A database",
      requirement: requirement(
        [stageOf("Leads", 1, { leadsOf: ["payments"] }), stageOf("Logistics", 1, { teams: ["logistics"] })],
        over,
      ),
      brief: null,
      subjectHash: "h1",
      requesterId: who.dev.id,
      excludedUserIds: [],
    }),
  );
  const at = `/actions/runs/${run.id}/approval`;
  return {
    id: run.id,
    at,
    decide: (actor: Actor, status: "APPROVE" | "DECLINE", more: object = {}) =>
      ask(actor, "PATCH", at, { status, ...more }),
    stages: async (actor: Actor) => (await ask(actor, "GET", `${at}/stages`)).body,
  };
}

it("goes stage by stage, and says how far it is and what one may do", async () => {
  const { id, decide, stages, at } = await waiting();
  expect(await stages(who.lead)).toMatchObject({
    request: {
      runId: id,
      status: "pending",
      stage: 0,
      stages: [
        { title: "Leads", approved: 0, needed: 1, fulfilled: false },
        { title: "Logistics", fulfilled: false },
      ],
      subjectHash: "h1",
      requester: { id: who.dev.id },
    },
    can: { decide: true, withdraw: false, breakGlass: false },
  });
  expect(await stages(who.dev)).toMatchObject({
    can: { decide: false, withdraw: true },
    request: { why: [] },
  });
  // Not their turn yet.
  expect((await decide(who.other, "APPROVE")).status).toBe(409);
  expect((await decide(who.lead, "APPROVE", { subjectHash: "another" })).status).toBe(409);
  expect((await decide(who.lead, "APPROVE", { subjectHash: "h1" })).status).toBe(201);
  expect(await stages(who.other)).toMatchObject({
    request: {
      stage: 1,
      stages: [{ fulfilled: true }, {}],
      votes: [{ userId: who.lead.id, vote: "APPROVE" }],
    },
    can: { decide: true },
  });
  const inbox = async (actor: Actor) =>
    (await ask(actor, "GET", "/approvals")).body as Record<string, { runId: string }[]>;
  expect((await inbox(who.other)).toDecide?.map(({ runId }) => runId)).toContain(id);
  expect((await inbox(who.lead)).decided?.map(({ runId }) => runId)).toContain(id);
  expect((await inbox(who.dev)).requested?.map(({ runId }) => runId)).toContain(id);
  expect((await decide(who.other, "APPROVE")).status).toBe(201);
  expect((await stages(who.dev)).request.status).toBe("approved");
  expect((await ask(who.dev, "GET", `${at.replace(id, "r_none")}/stages`)).status).toBe(404);
  const client: Actor = { kind: "client", id: "c", name: "c", role: "member", ownerId: who.other.id };
  expect((await ask(client, "GET", "/approvals")).status).toBe(403);
});

it("is withdrawn by who requested it, and by nobody else", async () => {
  const { at, decide, stages } = await waiting();
  expect((await ask(who.lead, "POST", `${at}/withdraw`, {})).status).toBe(403);
  expect((await ask(who.dev, "POST", `${at}/withdraw`, { why: "x" })).status).toBe(422);
  expect((await ask(who.dev, "POST", `${at}/withdraw`, { reason: "No longer needed." })).status).toBe(200);
  expect((await stages(who.dev)).request).toMatchObject({
    status: "withdrawn",
    closedReason: "No longer needed.",
  });
  expect((await ask(who.dev, "POST", `${at}/withdraw`, {})).status).toBe(409);
  expect((await decide(who.lead, "APPROVE")).status).toBe(409);
});

it("is broken open with a reason and the id of the run, by administrators alone", async () => {
  const { id, at, stages } = await waiting();
  const broken = (actor: Actor, over: object = {}) =>
    ask(actor, "POST", `${at}/break-glass`, {
      reason: "Production is down and nobody answers.",
      confirmation: id,
      ...over,
    });
  for (const actor of [who.dev, who.lead]) expect((await broken(actor)).status).toBe(403);
  expect((await broken(who.admin, { reason: "Now" })).body.details.issues[0].path).toEqual(["reason"]);
  expect((await broken(who.admin, { confirmation: "r_other" })).body.details.issues[0].path).toEqual([
    "confirmation",
  ]);
  expect((await broken(who.admin)).status).toBe(200);
  expect((await stages(who.dev)).request).toMatchObject({
    status: "approved",
    broken: { reason: "Production is down and nobody answers." },
  });
  expect((await broken(who.admin)).status).toBe(409);
});

it("is decided by a deputy as long as the delegation holds", async () => {
  const { decide, stages, id } = await waiting();
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const given = {
    deputy: who.other.email,
    reason: "On leave",
    startsAt: inDays(-1),
    endsAt: inDays(7),
  };
  expect((await decide(who.other, "APPROVE")).status).toBe(409);
  const made = await ask(who.lead, "POST", "/approval-delegations", given);
  expect(made.status).toBe(201);
  for (const wrong of [{ deputy: who.lead.email }, { endsAt: inDays(-2) }, { startsAt: "soon" }])
    expect((await ask(who.lead, "POST", "/approval-delegations", { ...given, ...wrong })).status).toBe(422);
  expect((await ask(who.other, "GET", "/approval-delegations")).body.delegations).toMatchObject([
    { direction: "received", person: { email: who.lead.email }, reason: "On leave" },
  ]);
  expect((await stages(who.other)).can.decide).toBe(true);
  const revoke = (actor: Actor) =>
    ask(actor, "DELETE", `/approval-delegations/${made.body.delegation.id as string}`);
  expect((await revoke(who.dev)).status).toBe(404);
  expect((await decide(who.other, "APPROVE")).status).toBe(201);
  expect((await stages(who.lead)).request.votes).toMatchObject([{ userId: who.other.id, inPlaceOf: "lea" }]);
  expect((await revoke(who.lead)).status).toBe(200);
  expect((await revoke(who.lead)).status).toBe(404);
  expect(id).toMatch(/^r_/);
});

it("is talked about by those whom it concerns", async () => {
  const { at } = await waiting();
  const say = (actor: Actor, text: string) => ask(actor, "POST", `${at}/comments`, { text });
  expect((await say(who.dev, "It is urgent.")).status).toBe(201);
  expect((await say(who.lead, "Why?")).status).toBe(201);
  expect((await say(who.lead, "  ")).status).toBe(422);
  expect((await ask(who.other, "GET", `${at}/comments`)).body.comments).toMatchObject([
    { text: "It is urgent.", author: { email: who.dev.email } },
    { text: "Why?" },
  ]);
  const stranger: Actor = { ...who.other, id: "5f0d7a0e-2f37-4f53-9f0e-7b3f1d2c9a77", memberships: [] };
  expect((await ask(stranger, "GET", `${at}/comments`)).status).toBe(404);
});
