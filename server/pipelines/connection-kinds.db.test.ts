import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { testConnection } from "./connection-test";
import { testTools } from "./backends/testing-call";
import { fakeGitHub, GITHUB_TOKEN } from "./backends/testing-github";
import { fakeGitLab, GITLAB_TOKEN } from "./backends/testing-gitlab";
import { deleteConnection, listConnections, resolveConnection, upsertConnection } from "./service";
import { settleInvocation } from "./settle-invocation";
import type { ConnectionInput, RemoteInvocation } from "./schema";

let database: TestDatabase;
let admin: Context;

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  const actor = { kind: "user" as const, id: "u1", email: "a@x.example", name: "Ada", memberships: [] };
  admin = { actor: { ...actor, role: "admin" }, origin: "UI", requestId: "t", db: database.db };
});
afterAll(() => database.close());

const save = (identifier: string, over: Partial<ConnectionInput>) =>
  upsertConnection(admin, { identifier, title: identifier, variables: {}, ...over });

describe("a connection of a kind", () => {
  it("holds what its kind holds, and says where that may be sent", async () => {
    await save("hub", { kind: "github", variables: { TOKEN: "ghp_secret-one" } });
    const held = await resolveConnection(admin, "hub");
    expect(Object.fromEntries(Object.entries(held).map(([name, s]) => [name, s.reveal()]))).toEqual({
      TOKEN: "ghp_secret-one",
      KIND: "github",
      URL: "https://api.github.com",
    });
    expect((await listConnections(admin))[0]).toMatchObject({ kind: "github", variableNames: ["TOKEN"] });
  });

  it.each<[string, Partial<ConnectionInput>, (string | number)[]]>([
    ["without its token", { kind: "github" }, ["variables", "TOKEN"]],
    ["with an empty token", { kind: "github", variables: { TOKEN: "" } }, ["variables", "TOKEN"]],
    ["with a token of two lines", { kind: "gitlab", variables: { TOKEN: "a\nb" } }, ["variables", "TOKEN"]],
    [
      "with what its kind does not hold",
      { kind: "github", variables: { TOKEN: "t", REGION: "x" } },
      ["variables", "REGION"],
    ],
    ["without an address", { kind: "git", variables: { PASSWORD: "p" } }, ["settings", "url"]],
    [
      "with credentials in its address",
      { kind: "git", settings: { url: "https://u:p@git.example" }, variables: { PASSWORD: "p" } },
      ["settings", "url"],
    ],
    [
      "with an address that is none",
      { kind: "git", settings: { url: "file:///etc" }, variables: { PASSWORD: "p" } },
      ["settings", "url"],
    ],
    [
      "with no credential at all",
      { kind: "webhook", settings: { url: "https://hooks.example" } },
      ["variables"],
    ],
    [
      "with an address that it has no use for",
      { settings: { url: "https://x.example" } },
      ["settings", "url"],
    ],
  ])("is refused %s", async (_what, over, path) => {
    await expect(save("broken", over)).rejects.toMatchObject({ details: { issues: [{ path }] } });
  });

  it("is given its credentials anew when it leads elsewhere", async () => {
    await expect(
      save("hub", { kind: "github", settings: { url: "https://evil.example" }, variables: { TOKEN: null } }),
    ).rejects.toThrow(/Give it again, since the connection leads elsewhere now/);
    await save("hub", {
      kind: "github",
      settings: { url: "https://api.github.com" },
      variables: { TOKEN: null },
    });
    expect((await resolveConnection(admin, "hub")).TOKEN?.reveal()).toBe("ghp_secret-one");
  });
});

describe("an invocation that names no connection", () => {
  const workflow: RemoteInvocation = { type: "GITHUB", org: "a", repo: "b", workflow: "c.yml" };

  it("gets the only one of its kind, and asks for a name when there are several or none", async () => {
    await expect(settleInvocation(admin, workflow)).resolves.toEqual({ ...workflow, connection: "hub" });
    await save("hub-two", { kind: "github", variables: { TOKEN: "ghp_secret-two" } });
    await expect(settleInvocation(admin, workflow)).rejects.toThrow(/several connections.*\(hub, hub-two\)/);
    await deleteConnection(admin, "hub-two");
    const pipeline: RemoteInvocation = { type: "GITLAB", groupName: "a", projectName: "b" };
    await expect(settleInvocation(admin, pipeline)).rejects.toThrow(/of the kind GitLab, and there is none/);
  });

  it("gets none that is for another address", async () => {
    await save("hooks", {
      kind: "webhook",
      settings: { url: "https://ci.example/jobs" },
      variables: { AUTHORIZATION: "Bearer x" },
    });
    const to = (url: string) => settleInvocation(admin, { type: "WEBHOOK", url });
    await expect(to("https://ci.example/jobs/7")).resolves.toMatchObject({ connection: "hooks" });
    for (const url of [
      "https://ci.example/jobs2",
      "https://ci.example.evil.example/jobs/7",
      "http://ci.example/jobs/7",
    ])
      expect(await to(url)).not.toHaveProperty("connection");
  });

  it("must name one that there is, of a kind that fits", async () => {
    const named = (connection: string) => settleInvocation(admin, { ...workflow, connection });
    await expect(named("nowhere")).rejects.toThrow(/"nowhere", which does not exist/);
    await expect(named("hooks")).rejects.toThrow(
      /"hooks" is of the kind Webhook, and the action needs one of the kind GitHub/,
    );
  });
});

describe("a connection test", () => {
  const { send } = testTools();

  it("tells the account and its scopes, and is audited without the credential", async () => {
    const [hub, lab] = [await fakeGitHub(), await fakeGitLab()];
    try {
      await save("test-hub", {
        kind: "github",
        settings: { url: hub.url },
        variables: { TOKEN: GITHUB_TOKEN },
      });
      await expect(testConnection(admin, "test-hub", send)).resolves.toEqual({
        ok: true,
        account: "portal-bot",
        scopes: ["repo", "workflow"],
        answered: "GET /user was answered with 200.",
      });
      await save("test-lab", {
        kind: "gitlab",
        settings: { url: lab.url },
        variables: { TOKEN: GITLAB_TOKEN },
      });
      await expect(testConnection(admin, "test-lab", send)).resolves.toMatchObject({
        ok: true,
        account: "portal-bot",
        scopes: ["api"],
      });
      const wrong = "ghp_wrong-CANARY-token";
      await save("test-hub", { kind: "github", settings: { url: hub.url }, variables: { TOKEN: wrong } });
      hub.fault = { status: 401, body: { message: `Bad credentials ${wrong}` } };
      const refused = await testConnection(admin, "test-hub", send);
      expect(refused).toMatchObject({
        ok: false,
        answered: "GET /user was answered with 401 (Bad credentials [redacted]).",
      });
      hub.fault = "silence";
      await expect(testConnection(admin, "test-hub", send)).resolves.toMatchObject({ ok: false });
      const log = JSON.stringify(
        await database.db.execute("select json_agg(a)::text as log from audit_log a"),
      );
      expect(log).toContain("Bad credentials");
      for (const secret of [wrong, GITHUB_TOKEN, GITLAB_TOKEN]) expect(log).not.toContain(secret);
    } finally {
      await Promise.all([hub.close(), lab.close()]);
    }
  });

  it("is not for members, nor for variables of an environment", async () => {
    const member = { ...admin, actor: { ...admin.actor, role: "member" } } as Context;
    await expect(testConnection(member, "hub", send)).rejects.toMatchObject({ code: "forbidden" });
    await save("env", { variables: { REGION: "north" } });
    await expect(testConnection(admin, "env", send)).rejects.toMatchObject({ code: "precondition" });
  });

  it("reaches nothing inside unless the operator allows it", async () => {
    await save("inside", {
      kind: "webhook",
      settings: { url: "http://169.254.169.254" },
      variables: { AUTHORIZATION: "Bearer x" },
    });
    const result = await testConnection(admin, "inside", send);
    expect(result).toMatchObject({
      ok: false,
      answered: expect.stringContaining("may not be reached") as string,
    });
  });
});
