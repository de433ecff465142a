import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Unavailable } from "@/server/kernel/errors";
import { RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { CANARY, callOf, secretsOf, testTools } from "./testing-call";
import { type Answer, type FakeServer, fakeServer } from "./testing-server";
import { webhook } from "./webhook";

let receiver: FakeServer;
let answer: Answer = { status: 200 };
const tools = testTools();

beforeAll(async () => void (receiver = await fakeServer(() => answer)));
beforeEach(() => {
  receiver.seen.length = 0;
  receiver.fault = null;
  answer = { status: 200, body: { accepted: true } };
});
afterAll(() => receiver.close());

type Webhook = Extract<RemoteInvocation, { type: "WEBHOOK" }>;
const invocation = (over: Partial<Webhook> = {}): Webhook => ({
  type: "WEBHOOK",
  url: `${receiver.url}/hooks`,
  ...over,
});
const call = (over: Partial<Webhook> = {}, rest: object = {}) =>
  webhook.call(callOf(invocation(over), rest), tools);

describe("a request", () => {
  it("has the published body when none is given, and both signatures over exactly what was sent", async () => {
    await expect(call()).resolves.toMatchObject({ state: "waiting", response: { accepted: true } });
    const [seen] = receiver.seen;
    expect(JSON.parse(seen!.body)).toEqual({ port_context: { runId: "r_testrun" } });
    const secret = `signing-${CANARY}`;
    const seconds = seen!.headers["x-port-timestamp"];
    const hmac = (text: string) => createHmac("sha256", secret).update(text).digest("base64");
    expect(seen!.headers["x-port-signature"]).toBe(`v1,${hmac(`${seconds}.${seen!.body}`)}`);
    expect(seen!.headers["webhook-id"]).toBe("call_0001");
    const stamp = seen!.headers["webhook-timestamp"];
    expect(seen!.headers["webhook-signature"]).toBe(`v1,${hmac(`call_0001.${stamp}.${seen!.body}`)}`);
    expect(seen!.headers["x-waymark-run-token"]).toBe(`run-token-${CANARY}`);
    expect(seen!.headers["x-waymark-report-url"]).toBe("https://waymark.example/v1/actions/runs/r_testrun");
  });

  it("has the same webhook-id in every attempt", async () => {
    await call({}, { attempt: 1 });
    await call({}, { attempt: 2 });
    expect(receiver.seen.map((seen) => seen.headers["webhook-id"])).toEqual(["call_0001", "call_0001"]);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("goes by %s with its body and headers", async (method) => {
    await call({ method, headers: { "X-Team": "payments" }, body: { a: [1, null] } });
    expect(receiver.seen[0]).toMatchObject({ method, body: '{"a":[1,null]}' });
    expect(receiver.seen[0]?.headers["x-team"]).toBe("payments");
  });

  it("goes by GET without a body", async () => {
    await call({ method: "get" });
    expect(receiver.seen[0]).toMatchObject({ method: "GET", body: "" });
  });

  it.each([
    ["an unknown method", { method: "TRACE" }],
    ["a header with a line break", { headers: { "x-a": "b\r\nx-c: d" } }],
    ["a header that is no name", { headers: { "x a": "b" } }],
    ["a signature of one's own", { headers: { "X-Port-Signature": "v1,abc" } }],
  ])("is refused with %s, before anything is sent", async (_what, over) => {
    await expect(call(over)).rejects.toThrow(RemoteRefused);
    expect(receiver.seen).toEqual([]);
  });
});

describe("a connection", () => {
  const over = (url: string) => ({
    connection: secretsOf({ URL: url, KIND: "webhook", AUTHORIZATION: `Bearer ${CANARY}` }),
  });

  it("gives its Authorization to addresses under its own", async () => {
    await call({ connection: "jenkins" }, over(receiver.url));
    expect(receiver.seen[0]?.headers.authorization).toBe(`Bearer ${CANARY}`);
  });

  it("gives it to no other address, and says which connection it is", async () => {
    const refused = call({ connection: "jenkins" }, over("https://jenkins.example"));
    await expect(refused).rejects.toThrow(/"jenkins" is for addresses under https:\/\/jenkins\.example/);
    expect(receiver.seen).toEqual([]);
  });
});

describe("an answer", () => {
  it("ends a synchronized run: what a 2xx holds is response and outputs", async () => {
    answer = { status: 201, body: { host: "db.example" } };
    await expect(call({ synchronized: "true" })).resolves.toEqual({
      state: "succeeded",
      response: { host: "db.example" },
      outputs: { host: "db.example" },
    });
    expect(receiver.seen[0]?.headers["x-waymark-run-token"]).toBeUndefined();
  });

  it.each([400, 404, 500])("of %i makes a synchronized run fail, with what was said", async (status) => {
    answer = { status, body: { message: "no such plan" } };
    await expect(call({ synchronized: true })).resolves.toMatchObject({
      state: "failed",
      response: { message: "no such plan" },
      message: expect.stringContaining(`it answered ${status} (no such plan)`) as string,
    });
  });

  it.each([500, 502, 503, 429])("of %i may be tried again", async (status) => {
    answer = { status, headers: { "retry-after": "7" } };
    await expect(call()).rejects.toMatchObject({ details: { retryAfterSeconds: 7 } });
    await expect(call()).rejects.toThrow(Unavailable);
  });

  it("of 410 stops it for good", async () => {
    answer = { status: 410 };
    await expect(call()).rejects.toThrow(/410: it takes no requests any more/);
  });

  it("that redirects is not followed", async () => {
    answer = { status: 302, headers: { location: `${receiver.url}/elsewhere` } };
    await expect(call()).rejects.toThrow(/a redirect, which is not followed/);
    await expect(call({ synchronized: true })).resolves.toMatchObject({ state: "failed" });
    expect(receiver.seen.map((seen) => seen.url)).toEqual(["/hooks", "/hooks"]);
  });

  it("that repeats a credential is told without it", async () => {
    answer = { status: 403, body: { message: `Bad token ${CANARY}, run-token-${CANARY}` } };
    const failure = await call({}, { connection: secretsOf({ AUTHORIZATION: CANARY }) }).catch(String);
    expect(failure).toContain("Bad token [redacted]");
    expect(failure).not.toContain(CANARY);
  });
});
