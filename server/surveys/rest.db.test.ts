import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { contextOf } from "@/server/catalog/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { saveSurvey, setSurveyStatus } from "./service/definitions";

let database: TestDatabase;
let actor: Actor;
const client = (role: "admin" | "member"): Actor => ({
  kind: "client",
  id: "c",
  name: "CI",
  role,
  ownerId: null,
});

async function call(method: "GET" | "POST", path: string, body?: unknown) {
  const context: Context = { actor, origin: "API", requestId: "test", db: database.db };
  const answer = await restApp(async () => context).request(`/v1/surveys${path}`, {
    method,
    ...(body !== undefined && {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    body: (text.startsWith("{") ? JSON.parse(text) : {}) as Record<string, unknown>,
  };
}

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  await database.db.execute(
    sql`insert into users (email, name) values ('a@example.com', 'A'), ('b@example.com', 'B')`,
  );
});
afterAll(() => database.close());

describe("surveys by REST", () => {
  it("are listed with what can be sent as it is", async () => {
    actor = client("member");
    const { status, body } = await call("GET", "");
    expect(status).toBe(200);
    expect(body.surveys).toMatchObject([
      { identifier: "platform-nps", status: "ready", revision: 0, waves: 0, latest: null },
      { identifier: "developer-experience", status: "ready", revision: 0 },
    ]);
    actor = { kind: "anonymous" };
    expect((await call("GET", "")).status).toBe(401);
  });

  it("are sent, reminded and closed by administrators and their clients alone", async () => {
    actor = client("member");
    expect((await call("POST", "/platform-nps/waves", {})).status).toBe(403);
    actor = client("admin");
    const sent = await call("POST", "/platform-nps/waves", { openDays: 3, remindAfterDays: [1] });
    expect([sent.status, sent.body.wave]).toMatchObject([
      201,
      { status: "open", invited: 2, respondents: 0 },
    ]);
    const { id } = sent.body.wave as { id: string };
    expect((await call("POST", "/platform-nps/waves", {})).status).toBe(409);
    expect((await call("POST", `/waves/${id}/remind`)).status).toBe(200);
    expect((await call("POST", `/waves/${id}/close`)).body.wave).toMatchObject({ status: "closed" });
    expect((await call("POST", `/waves/${id}/close`)).status).toBe(409);
    actor = client("member");
    expect((await call("GET", `/waves/${id}/results`)).body.results).toMatchObject({
      hidden: { have: 0, need: 5 },
      questions: [{ whole: null, teams: [] }],
      comments: [],
    });
  });

  it("refuse what cannot be, by its path", async () => {
    actor = client("admin");
    const late = await call("POST", "/platform-nps/waves", { openDays: 2, remindAfterDays: [5] });
    expect([late.status, late.text]).toEqual([422, expect.stringContaining("remindAfterDays")]);
    expect((await call("POST", "/nothing/waves", {})).status).toBe(404);
    expect((await call("GET", "/waves/00000000-0000-4000-8000-000000000000/results")).status).toBe(404);
    const empty = { externalId: "e", title: "E", closedAt: "2026-01-01T00:00:00Z" };
    expect((await call("POST", "/platform-nps/imports", empty)).status).toBe(422);
  });

  it("take in what was asked elsewhere, and give it out as a file that runs no formula", async () => {
    actor = client("admin");
    const admin = contextOf(database.db);
    await saveSurvey(admin, {
      identifier: "tools",
      expectedRevision: null,
      definition: {
        title: "Tools",
        questions: [
          {
            type: "single",
            id: "which",
            title: "=cmd|' /C calc'!A0",
            options: [
              { id: "a", title: "+A" },
              { id: "b", title: "B" },
            ],
          },
        ],
      },
    });
    await setSurveyStatus(admin, "tools", "ready");
    const { status, body } = await call("POST", "/tools/imports", {
      externalId: "2026",
      title: "-2026 Q1",
      closedAt: "2026-01-01T00:00:00Z",
      answers: Array.from({ length: 6 }, (_, n) => ({
        respondent: `r${n}`,
        team: "@red",
        question: "which",
        value: n < 4 ? "a" : "b",
      })),
    });
    expect(status).toBe(201);
    const { id } = body.wave as { id: string };
    const file = await call("GET", `/waves/${id}/results-export`);
    expect(file.text.split("\r\n")).toEqual([
      "wave,question,title,team,value,label,count,answers,mean,favourable,nps",
      "'-2026 Q1,which,'=cmd|' /C calc'!A0,,a,'+A,4,6,,,",
      "'-2026 Q1,which,'=cmd|' /C calc'!A0,,b,B,2,6,,,",
      "'-2026 Q1,which,'=cmd|' /C calc'!A0,'@red,a,'+A,4,6,,,",
      "'-2026 Q1,which,'=cmd|' /C calc'!A0,'@red,b,B,2,6,,,",
      "",
    ]);
  });
});
