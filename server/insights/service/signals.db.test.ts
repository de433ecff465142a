import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { memberships, teams, users } from "@/db/schema/identity";
import { runs } from "@/db/schema/runs";
import { createAction } from "@/server/actions/service/definitions";
import { restApp } from "@/server/api/rest-app";
import { person } from "@/server/catalog/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { saveChannel } from "@/server/notifications/service/channels";
import { selfServiceSuccess } from "@/server/metrics/definitions/self-service-success";
import { action as snapshot } from "@/server/runs/testing";
import { type InsightStage, insightStage } from "../testing";
import { feedbackComments, feedbackOn, giveFeedback, listFeedback } from "./feedback";
import { followHistories } from "./histories";
import { askHelp, closeHelp, getHelp, helpOfRun, listHelp, replyHelp } from "./help";
import { endForm, noteLookup, noteVisit, startForm, stepForm } from "./signals";

let s: InsightStage;
type User = Extract<Actor, { kind: "user" }>;
let dora: User;
let olga: User;
let otto: User;
const as = (actor: Actor): Context => ({ ...s.admin, actor });

/** A person of the portal, of a team or none. */
async function real(name: string, team: string | null): Promise<User> {
  const [row] = await s.database.db
    .insert(users)
    .values({ email: `${name}@example.com`, name, role: "member" })
    .returning();
  const actor = { ...person(name, team === null ? [] : [team]), id: row!.id };
  if (team === null) return actor;
  const [of] = await s.rows<{ id: string }>(sql`select id from teams where identifier = ${team}`);
  await s.database.db.insert(memberships).values({ teamId: of!.id, userId: row!.id, role: "member" });
  return actor;
}

let count = 0;
async function addRun(requester: User, over: Partial<typeof runs.$inferInsert> = {}): Promise<string> {
  count += 1;
  const id = `r_${String(count).padStart(16, "0")}`;
  await s.database.db.insert(runs).values({
    id,
    status: "failed",
    action: snapshot({ identifier: "create_shop", title: "Create a shop" }),
    actionIdentifier: "create_shop",
    inputs: { name: "a", password: "the-secret-of-dora" },
    failure: {
      stage: "apply",
      code: "apply_failed",
      message: "Terraform could not make it.",
      advice: null,
      diagnostics: [],
    },
    requesterId: requester.id,
    requesterKind: "user",
    requesterName: requester.name,
    origin: "UI",
    links: ["https://ci.example/1"],
    startedAt: new Date("2026-03-02T10:00:00Z"),
    endedAt: new Date("2026-03-02T10:05:00Z"),
    ...over,
  });
  return id;
}

beforeAll(async () => {
  s = await insightStage();
  await s.database.db.insert(teams).values([
    { identifier: "red", title: "Red" },
    { identifier: "blue", title: "Blue" },
  ]);
  [dora, olga, otto] = [await real("dora", "blue"), await real("olga", "red"), await real("otto", null)];
  await createAction(s.admin, {
    identifier: "create_shop",
    title: "Create a shop",
    ownerTeam: "red",
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: "service",
      userInputs: { properties: { name: { type: "string" } } },
    },
    invocationMethod: { type: "WEBHOOK", url: "https://hooks.example.com/shop" },
  });
  await saveChannel(s.admin, null, {
    title: "Mail",
    enabled: true,
    topics: [],
    settings: {
      kind: "email",
      host: "localhost",
      port: 25,
      encryption: "none",
      user: "",
      from: "a@example.com",
    },
    secrets: {},
  });
});
afterAll(() => s.database.close());
beforeEach(() => s.database.db.execute(sql`truncate notices, insight_run_feedback cascade`));

const mails = async () =>
  (
    await s.rows<{ to: string; topic: string; text: string }>(
      sql`select target->>'email' as "to", topic, content::text as text from notices order by created_at, 1`,
    )
  ).map(({ to, topic, text }) => ({ to, topic, text }));

describe("help with a run", () => {
  it("goes to the team that answers for the action, with how the run stood and without its inputs", async () => {
    const runId = await addRun(dora);
    const asked = await askHelp(as(dora), { id: randomUUID(), runId, question: "What now?" });
    expect(asked).toMatchObject({ team: "red", status: "open", mine: true, action: "create_shop" });
    expect(asked.context).toEqual({
      actionTitle: "Create a shop",
      formId: null,
      formStep: null,
      run: {
        status: "failed",
        stage: "apply",
        code: "apply_failed",
        message: "Terraform could not make it.",
        entity: null,
        blueprint: null,
        links: ["https://ci.example/1"],
      },
    });
    const told = await mails();
    expect(told).toMatchObject([{ to: "olga@example.com", topic: "help.requested" }]);
    expect(told[0]!.text).toContain("What now?");
    expect(told[0]!.text).not.toContain("the-secret-of-dora");
    expect(JSON.stringify(asked)).not.toContain("the-secret-of-dora");
  });

  it("is answered and closed by an owner, and its requester sees how it stands", async () => {
    const runId = await addRun(dora);
    const { id } = await askHelp(as(dora), { id: randomUUID(), runId, question: "What now?" });
    expect((await listHelp(as(olga), { of: "owned", status: "unclosed" })).map((one) => one.id)).toContain(
      id,
    );
    await replyHelp(as(olga), { id, body: "Run it again." });
    const thread = await getHelp(as(dora), id);
    expect(thread).toMatchObject({ status: "answered", canAnswer: false, mine: true });
    expect(thread.messages.map(({ author, byOwner, body }) => [author, byOwner, body])).toEqual([
      ["dora", false, "What now?"],
      ["olga", true, "Run it again."],
    ]);
    expect(await closeHelp(as(olga), id)).toMatchObject({ status: "closed" });
    expect((await mails()).map(({ to, topic }) => [to, topic])).toEqual([
      ["olga@example.com", "help.requested"],
      ["dora@example.com", "help.answered"],
      ["dora@example.com", "help.answered"],
    ]);
    expect(await helpOfRun(as(dora), runId)).toMatchObject([{ id, status: "closed" }]);
    await replyHelp(as(dora), { id, body: "It fails again." });
    expect(await getHelp(as(olga), id)).toMatchObject({ status: "answered", canAnswer: true });
    const [ticket] = await s.rows(sql`
      select source, run_id, is_platform, automatic, closed_at, first_reply_at is not null as replied
      from insight_tickets where external_id = ${`help:${id}`}`);
    expect(ticket).toEqual({
      source: "portal",
      run_id: runId,
      is_platform: true,
      automatic: false,
      closed_at: null,
      replied: true,
    });
  });

  it("is one request however often it is sent, nobody else's, and unseen by those whom it does not concern", async () => {
    const runId = await addRun(dora);
    const input = { id: randomUUID(), runId, question: "What now?" };
    await askHelp(as(dora), input);
    await askHelp(as(dora), input);
    expect((await getHelp(as(dora), input.id)).messages).toHaveLength(1);
    await expect(askHelp(as(otto), { ...input, runId: await addRun(otto) })).rejects.toThrow("taken");
    await expect(getHelp(as(otto), input.id)).rejects.toThrow("not");
    await expect(replyHelp(as(otto), { id: input.id, body: "Hi" })).rejects.toThrow("not");
    await expect(askHelp(as(otto), { id: randomUUID(), runId, question: "What?" })).rejects.toThrow(runId);
    expect(await listHelp(as(otto), { of: "owned", status: "all" })).toEqual([]);
  });

  it("takes the run out of what people get by themselves, also where help was asked from the form", async () => {
    await s.database.db.execute(sql`truncate runs, insight_tickets cascade`);
    const ask = {
      ...{ teams: null, service: null, detailed: 1, by: null, zone: "UTC", asOf: new Date("2026-04-01") },
      windows: [{ from: new Date("2026-03-01"), to: new Date("2026-03-29") }],
    };
    const success = { status: "succeeded" as const, failure: null };
    await addRun(dora, success);
    const helped = await addRun(dora, success);
    const fromForm = await addRun(dora, success);
    const formId = randomUUID();
    await startForm(as(dora), { id: formId, action: "create_shop" });
    await stepForm(as(dora), { id: formId, step: "Network" });
    await askHelp(as(dora), {
      id: randomUUID(),
      action: "create_shop",
      formId,
      step: "Network",
      question: "?",
    });
    const [before] = await selfServiceSuccess.compute(s.database.db, ask);
    expect(before!.result).toMatchObject({ numerator: 3, denominator: 3, parts: { helped: 0 } });
    await askHelp(as(dora), { id: randomUUID(), runId: helped, question: "?" });
    await endForm(as(dora), { id: formId, runId: fromForm });
    const [after] = await selfServiceSuccess.compute(s.database.db, ask);
    expect(after!.result).toMatchObject({ numerator: 1, denominator: 3, parts: { helped: 2 } });
    expect(await s.rows(sql`select step, run_id from insight_form_starts where id = ${formId}`)).toEqual([
      { step: "Network", run_id: fromForm },
    ]);
  });
});

describe("feedback", () => {
  it("is one word of the requester, once the run has ended", async () => {
    const runId = await addRun(dora);
    await giveFeedback(as(dora), runId, { helpful: false });
    await giveFeedback(as(dora), runId, { helpful: true, comment: " Fine. " });
    expect(await feedbackOn(as(dora), runId)).toEqual({
      asked: true,
      given: { helpful: true, comment: " Fine. " },
    });
    const going = await addRun(dora, { status: "applying", endedAt: null });
    await expect(giveFeedback(as(dora), going, { helpful: true })).rejects.toThrow("not over");
    await expect(giveFeedback(s.admin, runId, { helpful: true })).rejects.toThrow("Only who asked");
    await expect(giveFeedback(as(otto), runId, { helpful: true })).rejects.toThrow(runId);
  });

  it("is shown to those who answer for the action, from five people on", async () => {
    for (const name of ["ann", "bob", "cid", "dan"]) {
      const one = await real(name, null);
      await giveFeedback(as(one), await addRun(one), { helpful: true, comment: `By ${name.length} letters` });
    }
    expect(await listFeedback(as(olga))).toMatchObject([{ action: "create_shop", counts: null, need: 5 }]);
    expect(await feedbackComments(as(olga), "create_shop")).toEqual([]);
    await giveFeedback(as(dora), await addRun(dora), { helpful: false });
    expect(await listFeedback(as(olga))).toMatchObject([{ counts: { helpful: 4, unhelpful: 1 } }]);
    expect(await feedbackComments(as(olga), "create_shop")).toHaveLength(4);
    expect(await listFeedback(as(dora))).toEqual([]);
    await expect(feedbackComments(as(dora), "create_shop")).rejects.toThrow("Only those who answer");
  });
});

it("a visit and a look-up count once a day, and say nothing but the day", async () => {
  await followHistories(s.admin);
  for (const note of [noteVisit, noteVisit, noteLookup, noteLookup]) await note(as(dora));
  for (const table of ["insight_visits", "insight_lookups"])
    expect(
      await s.rows(sql`select count(*)::int as n from ${sql.identifier(table)} v
        join insight_people p on p.id = v.person_id where p.user_id = ${dora.id}`),
    ).toEqual([{ n: 1 }]);
});

it("a program asks and says by the API what a person does in the portal", async () => {
  const runId = await addRun(dora);
  const call = async (path: string, body: object, actor: Actor = dora) => {
    const app = restApp(() => Promise.resolve(as(actor)));
    const response = await app.request(`/v1/actions/runs/${runId}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as object };
  };
  expect(await call("help", { question: "What now?" })).toMatchObject({
    status: 200,
    body: { ok: true, help: { runId, status: "open", team: "red" } },
  });
  expect(await call("feedback", { helpful: true })).toEqual({ status: 200, body: { ok: true } });
  expect((await call("help", { question: "" })).status).toBe(422);
  expect((await call("feedback", { helpful: true }, otto)).status).toBe(404);
});
