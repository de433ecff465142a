import { createRequire } from "node:module";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { startOidcServer } from "@/e2e/oidc-server";
import { contextFromRequest } from "@/server/identity/request";
import { createUser, getUserByEmail } from "@/server/identity/service/people";
import { systemContext } from "@/server/kernel/context";
import { GET, POST } from "./route";

const PORTAL = "https://portal.example.com";
const people = [
  { sub: "u1", email: "olga@example.com", emailVerified: true, name: "Olga Ident" },
  { sub: "u2", email: "root@example.com", emailVerified: false, name: "Mallory" },
];

let database: TestDatabase;
let idp: Awaited<ReturnType<typeof startOidcServer>>;
const system = () => systemContext(database.db, "test", "request");

/** What a browser keeps of one site. */
class Jar {
  readonly values = new Map<string, string>();
  /** Each Set-Cookie as it came, for its attributes. */
  readonly seen: string[] = [];
  take(headers: Headers) {
    for (const line of headers.getSetCookie()) {
      this.seen.push(line);
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (!value || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.values.delete(name);
      else this.values.set(name, value);
    }
  }
  get header() {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}
let jar: Jar;

// next-auth reads the request through Next's own accessors, which exist only inside its server.
const nextHeaders = createRequire(import.meta.url)("next/headers") as Record<string, unknown>;
let current: NextRequest;
nextHeaders.cookies = async () => ({ getAll: () => current.cookies.getAll() });
nextHeaders.headers = async () => current.headers;

async function visit(path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const posted = { "content-type": "application/x-www-form-urlencoded", origin: PORTAL };
  current = new NextRequest(PORTAL + path, {
    method: form ? "POST" : "GET",
    headers: { cookie: jar.header, ...(form && posted), ...headers },
    ...(form && { body: new URLSearchParams(form).toString() }),
  });
  const nextauth = new URL(PORTAL + path).pathname.split("/").slice(3);
  const response = await (form ? POST : GET)(current, { params: Promise.resolve({ nextauth }) });
  jar.take(response.headers);
  return response;
}
const csrf = async () => ((await (await visit("/api/auth/csrf")).json()) as { csrfToken: string }).csrfToken;
const send = async (endpoint: string, fields: Record<string, string>, headers?: Record<string, string>) =>
  visit(`/api/auth/${endpoint}`, { csrfToken: await csrf(), json: "true", ...fields }, headers);
const whoAmI = async () =>
  (await contextFromRequest(new Request(`${PORTAL}/`, { headers: { cookie: jar.header } }), { origin: "UI" }))
    .actor;
const SESSION = "__Host-waymark.session";

beforeAll(async () => {
  database = await createTestDatabase();
  idp = await startOidcServer({ redirectUri: `${PORTAL}/api/auth/callback/oidc`, people });
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: "a secret for tests that is long enough",
    WAYMARK_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    WAYMARK_URL: PORTAL,
    OIDC_ISSUER: idp.issuer,
    OIDC_CLIENT_ID: idp.clientId,
    OIDC_CLIENT_SECRET: idp.clientSecret,
  });
  (globalThis as { waymarkPool?: unknown }).waymarkPool = database;
});
beforeEach(() => void (jar = new Jar()));
afterAll(async () => {
  await idp.close();
  await database.close();
});

/** Goes through the provider's pages as a browser would. Out: the address to which it sends the person back. */
async function throughProvider(start: string, sub: string): Promise<URL> {
  const cookies = new Jar();
  let next = { url: start, form: undefined as Record<string, string> | undefined };
  for (let step = 0; step < 12; step++) {
    if (next.url.startsWith(PORTAL)) return new URL(next.url);
    const response = await fetch(next.url, {
      redirect: "manual",
      headers: { cookie: cookies.header },
      ...(next.form ? { method: "POST", body: new URLSearchParams(next.form) } : {}),
    });
    cookies.take(response.headers);
    const location = response.headers.get("location");
    const page = await response.text();
    if (location) next = { url: new URL(location, next.url).href, form: undefined };
    else {
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      if (!action) throw new Error(`The provider showed no form: ${response.status} ${page.slice(0, 300)}`);
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
      next = { url: new URL(action, next.url).href, form: { prompt, login: sub, password: "any" } };
    }
  }
  throw new Error("The provider did not come to an end.");
}

async function startWithProvider(callbackUrl = "/catalog"): Promise<URL> {
  const response = await send("signin/oidc", { callbackUrl });
  return new URL(((await response.json()) as { url: string }).url);
}

describe("an OpenID provider", () => {
  it("signs a person in by code with PKCE, state and nonce, and leads back", async () => {
    const start = await startWithProvider("/catalog?q=1");
    expect(Object.fromEntries(start.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/.{40}/),
      state: expect.stringMatching(/.{20}/),
      nonce: expect.stringMatching(/.{20}/),
    });
    const back = await throughProvider(start.href, "u1");
    const response = await visit(back.pathname + back.search);
    expect(response.headers.get("location")).toBe(`${PORTAL}/catalog?q=1`);
    expect(await whoAmI()).toMatchObject({
      kind: "user",
      email: "olga@example.com",
      name: "Olga Ident",
      role: "member",
    });
    expect(jar.values.get(SESSION)).not.toContain("olga");
  });

  it("takes an answer only in the browser that asked, once, and as it was given", async () => {
    const back = await throughProvider((await startWithProvider()).href, "u1");
    const mine = jar;
    const forged = new URL(back);
    forged.searchParams.set("state", "forged");
    const attempts: [Jar, URL][] = [
      [new Jar(), back],
      [mine, forged],
      [mine, back],
    ];
    const results: boolean[] = [];
    for (const [browser, address] of attempts) {
      // Each attempt starts from the cookies before any: an answer used up in one browser must be dead in the other too.
      jar = Object.assign(new Jar(), { values: new Map(browser.values) });
      const response = await visit(address.pathname + address.search);
      results.push(response.headers.get("location") === `${PORTAL}/catalog`);
      if (!results.at(-1)) expect(await whoAmI()).toEqual({ kind: "anonymous" });
    }
    expect(results).toEqual([false, false, true]);
    jar = Object.assign(new Jar(), { values: new Map(mine.values) });
    expect((await visit(back.pathname + back.search)).headers.get("location")).toMatch(
      /\/api\/auth\/error\?error=/,
    );
  });

  it("does not sign in whoever has an unconfirmed e-mail, though it is somebody's here", async () => {
    await createUser(system(), { email: "root@example.com", name: "Root", role: "admin" });
    const back = await throughProvider((await startWithProvider()).href, "u2");
    const response = await visit(back.pathname + back.search);
    expect(response.headers.get("location")).toBe(`${PORTAL}/api/auth/error?error=refused`);
    expect(await whoAmI()).toEqual({ kind: "anonymous" });
    expect((await visit("/api/auth/error?error=refused")).headers.get("location")).toMatch(
      /\/sign-in\?error=refused$/,
    );
  });
});

describe("a password", () => {
  const password = "correct horse battery";
  beforeAll(
    async () => void (await createUser(system(), { email: "ada@example.com", name: "Ada", password })),
  );
  const give = (fields: Record<string, string>, headers?: Record<string, string>) =>
    send(
      "callback/credentials",
      { email: "ada@example.com", password, callbackUrl: "/runs", ...fields },
      headers,
    );

  it("opens a session of its own kind of cookie, ended by sign-out", async () => {
    jar.values.set(SESSION, "planted");
    const response = await give({});
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ url: `${PORTAL}/runs` });
    const first = jar.header;
    expect(jar.values.get(SESSION)).not.toBe("planted");
    const user = await getUserByEmail(system(), "ada@example.com");
    expect(await whoAmI()).toMatchObject({ id: user.id });
    for (const line of jar.seen) {
      expect(line).toMatch(/^__Host-waymark\./);
      expect(line).toMatch(/; Path=\/(;|$)/i);
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; Secure/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/domain=/i);
    }
    const before = await whoAmI();
    await give({});
    expect(await whoAmI()).not.toEqual(before);
    const second = jar.header;
    await send("signout", { callbackUrl: "/sign-in" });
    expect(await whoAmI()).toEqual({ kind: "anonymous" });
    const replayed = async (cookie: string) =>
      (await contextFromRequest(new Request(PORTAL, { headers: { cookie } }), { origin: "UI" })).actor.kind;
    expect(await replayed(second)).toBe("anonymous");
    // The session of another browser goes on.
    expect(await replayed(first)).toBe("user");
  });

  it("is refused from elsewhere, without the form's token, and when wrong", async () => {
    for (const origin of ["https://evil.example", "null"])
      expect((await give({}, { origin })).status).toBe(403);
    expect((await give({}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await give({ csrfToken: "forged" })).status).toBe(403);
    const wrong = await give({ email: "nobody@example.com", password: "wrong" });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({
      ok: false,
      error: "unauthorized",
      message: expect.stringContaining("wrong"),
    });
    expect(jar.values.has(SESSION)).toBe(false);
  });

  it("leads nowhere else, whatever the form says", async () => {
    const wanted = [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      `${PORTAL}.evil.example/`,
      "javascript:alert(1)",
    ];
    for (const [n, callbackUrl] of wanted.entries()) {
      jar = new Jar();
      const email = `visitor${n}@example.com`;
      await createUser(system(), { email, name: "Visitor", password });
      const response = await give({ email, callbackUrl });
      expect(await response.json()).toEqual({ url: `${PORTAL}/` });
    }
  });

  it("is answered with 429 and the time to wait after too many attempts", async () => {
    const answers: Response[] = [];
    for (let n = 0; n < 11; n++)
      answers.push(await give({ email: "limited@example.com", password: "wrong" }));
    const limited = answers.find((response) => response.status === 429);
    expect(Number(limited?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await limited?.json()).toMatchObject({ error: "too_many_requests" });
  });
});

describe("everything else", () => {
  it.each([
    "session",
    "providers",
    "_log",
    "signin/credentials",
    "verify-request",
    "callback/credentials",
    "callback/other",
    "signout",
  ])("GET %s does not exist", async (action) => {
    expect((await visit(`/api/auth/${action}`)).status).toBe(404);
  });

  it.each([
    "session",
    "_log",
    "csrf",
    "signin",
    "signin/credentials",
    "signin/other",
    "callback/oidc",
    "callback/other",
  ])("POST %s does not exist", async (action) => {
    expect((await visit(`/api/auth/${action}`, {})).status).toBe(404);
  });

  it("signing in as a person of the demo does not work outside the demo", async () => {
    expect((await send("callback/demo", { email: "ada@example.com" })).status).toBe(401);
  });

  it("a body beyond what a form needs is refused", async () => {
    expect((await visit("/api/auth/callback/credentials", { email: "a".repeat(20_000) })).status).toBe(413);
  });
});
