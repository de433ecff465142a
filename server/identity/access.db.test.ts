import { OpenAPIHono } from "@hono/zod-openapi";
import { sql, type SQL } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { answerError, type RestContext, type RestEnv } from "@/server/api/rest";
import { auditRest } from "@/server/catalog/rest-audit";
import { systemContext } from "@/server/kernel/context";
import { contextFromRequest } from "./request";
import { identityRest } from "./rest";
import { createApiClient, disableApiClient, resolveAccessToken, rotateApiClient } from "./service/clients";
import { createUser, disableUser, setRole } from "./service/people";
import { createSession, signOut } from "./service/sessions";
import { createTeam, setMembership } from "./service/teams";
import { forgetTokens } from "./service/token-memory";

let database: TestDatabase;
const system = () => systemContext(database.db, "test", "request");
const SECRET = "a secret for tests that is long enough";
const app = new OpenAPIHono<RestEnv>().basePath("/v1");
app.onError((error, c) => answerError(error, c as RestContext));
app.use("*", async (c, next) => {
  c.set("context", await contextFromRequest(c.req.raw, { origin: "API" }));
  await next();
});
for (const routes of [identityRest, auditRest]) app.route("/", routes);

const call = (path: string, init: RequestInit & { bearer?: string } = {}) =>
  app.request(`http://portal.test/v1${path}`, {
    ...init,
    headers: { ...(init.bearer ? { authorization: `Bearer ${init.bearer}` } : {}), ...init.headers },
  });
const post = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: SECRET,
    WAYMARK_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    WAYMARK_URL: "https://portal.example.com",
  });
  (globalThis as { waymarkPool?: unknown }).waymarkPool = database;
});
afterAll(() => database.close());

let number = 0;
const person = (role: "admin" | "member" = "member") =>
  createUser(system(), { email: `p${++number}@example.com`, name: `Ann Example ${number}`, role });

async function clientOf(role: "admin" | "member") {
  const owner = await person(role);
  const client = await createApiClient(system(), { name: "CI", role, ownerId: owner.id });
  const answer = await call(
    "/auth/access_token",
    post({ clientId: client.clientId, clientSecret: client.clientSecret }),
  );
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { owner, client, accessToken };
}

describe("an API client", () => {
  it("gets a token in the published shape, and is who it says", async () => {
    const { client } = await clientOf("member");
    const answer = await call(
      "/auth/access_token",
      post({ clientId: client.clientId, clientSecret: client.clientSecret }),
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      ok: true,
      accessToken: expect.stringMatching(/^wmt_/),
      expiresIn: 10_800,
      tokenType: "Bearer",
    });
    const [row] = await database.db.execute(
      sql`select count(*)::int as n from access_tokens where token_hash like 'wmt%'`,
    );
    expect(row).toEqual({ n: 0 });
  });

  it.each([
    [{ clientId: "wmc_unknown", clientSecret: "x" }, 401, "unauthorized"],
    [{ clientId: "wmc_unknown" }, 422, "invalid_request"],
    [{ clientId: ["a"], clientSecret: "x" }, 422, "invalid_request"],
    [{ clientId: "a", clientSecret: "x", role: "admin" }, 422, "invalid_request"],
    [[], 422, "invalid_request"],
  ])("sending %j is answered with %d", async (body, status, error) => {
    const answer = await call("/auth/access_token", post(body));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ ok: false, error });
  });

  it("is out at once when the secret is rotated, the client disabled, the owner disabled or the token over", async () => {
    // What another process did is known here half a second later.
    const elsewhere = async (change: SQL) => {
      await database.db.execute(change);
      forgetTokens();
    };
    const ends: ((of: Awaited<ReturnType<typeof clientOf>>) => Promise<unknown>)[] = [
      (of) => rotateApiClient(system(), of.client.clientId),
      (of) => disableApiClient(system(), of.client.clientId),
      (of) => disableUser(system(), of.owner.id),
      () => elsewhere(sql`update access_tokens set expires_at = now()`),
      () => elsewhere(sql`update api_clients set owner_id = null`),
    ];
    for (const end of ends) {
      const one = await clientOf("member");
      expect((await call("/users", { bearer: one.accessToken })).status).toBe(200);
      await end(one);
      expect((await call("/users", { bearer: one.accessToken })).status).toBe(401);
    }
  });

  it("has never more rights than its owner", async () => {
    const member = await person();
    await expect(
      createApiClient(system(), { name: "X", role: "admin", ownerId: member.id }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(createApiClient(system(), { name: "X" })).rejects.toMatchObject({ code: "invalid" });
    await person("admin");
    const { owner, accessToken } = await clientOf("admin");
    expect(await resolveAccessToken(system(), accessToken)).toMatchObject({
      kind: "client",
      role: "admin",
      ownerId: owner.id,
    });
    await setRole(system(), owner.id, "member");
    expect(await resolveAccessToken(system(), accessToken)).toMatchObject({ role: "member" });
    expect((await call("/audit-log", { bearer: accessToken })).status).toBe(403);
  });
});

describe("the published routes", () => {
  it("tell of users and teams in the published shape, without secrets", async () => {
    const { owner, accessToken } = await clientOf("member");
    await createTeam(system(), { identifier: "payments", title: "Payments" });
    await setMembership(system(), { team: "payments", userId: owner.id, role: "lead" });
    const one = await (
      await call(`/users/${encodeURIComponent(owner.email)}`, { bearer: accessToken })
    ).json();
    expect(one).toMatchObject({
      ok: true,
      user: {
        email: owner.email,
        firstName: "Ann",
        status: "Active",
        teams: ["payments"],
        roles: [{ name: "Member" }],
      },
    });
    const all = await (await call("/users", { bearer: accessToken })).text();
    expect(all).not.toMatch(/hash|argon2|secret/i);
    expect(await (await call("/teams/payments", { bearer: accessToken })).json()).toMatchObject({
      team: { name: "payments", users: [{ email: owner.email, role: "lead" }] },
    });
    for (const path of ["/users/nobody@example.com", "/users/%00", "/teams/nowhere"]) {
      const answer = await call(path, { bearer: accessToken });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ ok: false, error: "not_found" });
    }
  });

  it("answer 401 to nobody and to a bad token", async () => {
    for (const path of ["/users", "/users/a@example.com", "/teams", "/teams/x", "/audit-log"]) {
      expect((await call(path)).status).toBe(401);
      for (const bearer of ["x", "wmt_forged", "", "a b"])
        expect((await call(path, { headers: { authorization: `Bearer ${bearer}` } })).status).toBe(401);
      expect((await call(path, { headers: { authorization: "Basic YTpi" } })).status).toBe(401);
    }
  });

  it("search the audit log for administrators, page by page", async () => {
    const { owner, accessToken } = await clientOf("admin");
    const first = (await (
      await call("/audit-log?resources=user&action=CREATE&limit=2", { bearer: accessToken })
    ).json()) as { audits: { resource: string }[]; next: number };
    expect(first.audits[0]).toMatchObject({
      action: "CREATE",
      resourceType: "user",
      resource: owner.id,
      status: "SUCCESS",
      trigger: { origin: "SYSTEM" },
    });
    const second = (await (
      await call(`/audit-log?resources=user&action=CREATE&limit=2&cursor=${first.next}`, {
        bearer: accessToken,
      })
    ).json()) as typeof first;
    expect(second.audits.map((row) => row.resource)).not.toContain(owner.id);
    expect(
      await (
        await call("/audit-log?entity=nothing&from=2020-01-01T00:00:00Z", { bearer: accessToken })
      ).json(),
    ).toEqual({ ok: true, audits: [] });
    for (const query of ["limit=0", "limit=x", "from=yesterday", "status=MAYBE", "origin=MARS", "surprise=1"])
      expect((await call(`/audit-log?${query}`, { bearer: accessToken })).status).toBe(422);
  });
});

describe("a session cookie", () => {
  async function cookieOf(sessionId: string, secret = SECRET) {
    return `__Host-waymark.session=${await encode({ token: { sid: sessionId }, secret })}`;
  }
  const ask = (headers: Record<string, string>, method = "GET") =>
    contextFromRequest(new Request("https://portal.example.com/v1/x", { method, headers }), { origin: "UI" });

  it("is the person's until the session ends; forged, foreign and unsigned ones are nobody's", async () => {
    const user = await person();
    const sessionId = await createSession(system(), user.id, "password");
    const cookie = await cookieOf(sessionId);
    expect((await ask({ cookie: `other=1; ${cookie}` })).actor).toMatchObject({ kind: "user", id: user.id });
    for (const bad of [
      `__Host-waymark.session=${sessionId}`,
      await cookieOf(sessionId, "another secret of the same length, yes"),
      cookie.slice(0, -3),
      "__Host-waymark.session=",
      cookie.replace("__Host-", ""),
    ])
      expect((await ask({ cookie: bad })).actor).toEqual({ kind: "anonymous" });
    await signOut(system(), sessionId);
    expect((await ask({ cookie })).actor).toEqual({ kind: "anonymous" });
  });

  it("lets a change pass only from the portal's own page and as JSON, on any route", async () => {
    const user = await person();
    const cookie = await cookieOf(await createSession(system(), user.id, "password"));
    const own = { cookie, origin: "https://portal.example.com", "content-type": "application/json" };
    expect((await ask(own, "POST")).actor.kind).toBe("user");
    const changes: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "content-type": "text/plain" },
    ];
    for (const change of changes)
      for (const method of ["POST", "PUT", "PATCH", "DELETE"])
        await expect(ask({ ...own, ...change }, method)).rejects.toMatchObject({ code: "forbidden" });
    await expect(ask({ cookie, "content-type": "application/json" }, "POST")).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
