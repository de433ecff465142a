import { expect, it, vi } from "vitest";

const contextFromRequest = vi.hoisted(() => vi.fn());
vi.mock("@/server/identity/request", () => ({ assertSameOrigin: () => undefined, contextFromRequest }));
vi.mock("@/server/api/root", async () => {
  const { procedure, router } = await import("@/server/api/trpc");
  return { appRouter: router({ ping: procedure("session").query(() => "pong") }) };
});

const { GET, POST } = await import("./route");

const ask = async () => {
  const response = await GET(new Request("http://127.0.0.1/api/trpc/ping"));
  return { status: response.status, text: await response.text() };
};

it("answers 503 when the database is gone before it is known who asks", async () => {
  contextFromRequest.mockRejectedValue(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
  const { status, text } = await ask();
  expect(status).toBe(503);
  expect(text).toContain("unavailable");
});

it("answers 500 and nothing of what it was, when that is not known", async () => {
  contextFromRequest.mockRejectedValue(new Error("secret detail"));
  const { status, text } = await ask();
  expect(status).toBe(500);
  expect(text).not.toContain("secret detail");
});

it("takes a query that is too long for an address as a POST", async () => {
  contextFromRequest.mockResolvedValue({ actor: { kind: "system" }, requestId: "r" });
  const response = await POST(
    new Request("http://127.0.0.1/api/trpc/ping", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }),
  );
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("pong");
});
