import { request } from "@playwright/test";
import { restApp } from "../server/api/rest-app";
import { personApi, readRun, requestDatabase, untilRun } from "./api";
import { newName } from "./databases";
import { demo } from "./portal";
import { expect, test } from "./test";

interface Refusal {
  ok: false;
  error: string;
  message: string;
  details?: { issues?: { path: (string | number)[]; message: string }[] };
  requestId: string;
}

const runsOf = (action: string) => `/v1/actions/${action}/runs`;
const create = runsOf("create_postgres_database");

test("a client gets a token for its secret, and only for that", async ({ request: http }) => {
  const { client } = demo();
  const right = await http.post("/v1/auth/access_token", { data: client });
  expect(right.status()).toBe(200);
  expect(await right.json()).toEqual({
    ok: true,
    accessToken: expect.stringMatching(/^\S{20,}$/),
    expiresIn: expect.any(Number),
    tokenType: "Bearer",
  });
  const wrong = await http.post("/v1/auth/access_token", { data: { ...client, clientSecret: "guessed" } });
  expect(wrong.status()).toBe(401);
  expect(await wrong.json()).toMatchObject({ ok: false, error: "unauthorized" });
});

test("nobody comes in without a token, or with one that is made up", async ({ request: http }) => {
  const headers: Record<string, string>[] = [{}, { authorization: "Bearer made-up-by-somebody" }];
  for (const header of headers) {
    for (const path of ["/v1/blueprints", "/v1/actions", "/v1/users"]) {
      const answer = await http.get(path, { headers: header });
      expect(answer.status(), path).toBe(401);
      expect(await answer.json()).toMatchObject({ ok: false, error: "unauthorized" });
    }
    expect((await http.post(create, { data: { properties: {} }, headers: header })).status()).toBe(401);
  }
});

test("what does not exist is not found", async ({ api }) => {
  const paths = [
    "blueprints/nothing",
    "blueprints/nothing/entities",
    "actions/nothing",
    "actions/runs/nothing",
  ];
  for (const path of [...paths, "nowhere"]) {
    const answer = await api.get(`/v1/${path}`);
    expect(answer.status(), path).toBe(404);
    const body = (await answer.json()) as Refusal;
    expect(body, path).toMatchObject({ ok: false, error: "not_found" });
    expect(body.requestId, path).not.toBe("");
  }
  expect((await api.post(runsOf("nothing"), { data: { properties: {} } })).status()).toBe(404);
});

test("wrong input is refused with the path of every fault", async ({ api }) => {
  const properties = { name: "Not A Name", team: "nobody", environment: "moon", retention_days: 0 };
  const shape = await api.post(create, { data: { properties } });
  expect(shape.status()).toBe(422);
  const { error, details } = (await shape.json()) as Refusal;
  expect(error).toBe("invalid_request");
  const paths = details?.issues?.map((issue) => issue.path.join("."));
  expect(paths).toEqual(
    expect.arrayContaining(["properties.name", "properties.environment", "properties.retention_days"]),
  );

  const team = { ...properties, name: newName("api"), environment: "dev", retention_days: 1 };
  const reference = await api.post(create, { data: { properties: team } });
  expect(reference.status()).toBe(422);
  expect(((await reference.json()) as Refusal).details?.issues).toEqual([
    { path: ["properties", "team"], message: expect.stringContaining("nobody") },
  ]);

  const entity = await api.post(runsOf("delete_postgres_database"), {
    data: { properties: { reason: "None." }, entity: "nothing" },
  });
  expect(entity.status()).toBe(422);
  expect(((await entity.json()) as Refusal).details?.issues?.[0]?.path).toEqual(["entity"]);

  for (const data of ["{", "[]", "null"]) {
    const answer = await api.post(create, { data, headers: { "content-type": "application/json" } });
    expect(answer.status(), data).toBe(422);
  }
});

test("a definition that does not compile is refused with the place", async ({ api }) => {
  const definition = {
    identifier: newName("broken"),
    title: "Broken",
    trigger: {
      type: "self-service",
      operation: "CREATE",
      blueprintIdentifier: "database",
      userInputs: { properties: { size: { type: "number", minimum: 5, maximum: 1 } } },
    },
    invocationMethod: { type: "TERRAFORM", template: "postgres-database" },
  };
  const answer = await api.post("/v1/actions", { data: definition });
  expect(answer.status()).toBe(422);
  const { details } = (await answer.json()) as Refusal;
  expect(details?.issues?.[0]?.path.slice(0, 4)).toEqual(["trigger", "userInputs", "properties", "size"]);
  expect((await api.get(`/v1/actions/${definition.identifier}`)).status()).toBe(404);
});

test("a body over one mebibyte is too large, one below is read", async ({ api }) => {
  const body = (bytes: number) => ({ properties: { name: "x".repeat(bytes) } });
  const over = await api.post(create, { data: body(1024 * 1024) });
  expect(over.status()).toBe(413);
  expect(await over.json()).toMatchObject({ ok: false, error: "payload_too_large" });
  expect((await api.post(create, { data: body(1024 * 1024 - 200) })).status()).toBe(422);
});

test("a member may not do what administrators do, nor act for another team", async ({ api }) => {
  const member = await personApi("developer");
  const blueprint = { identifier: newName("members"), title: "Members", schema: { properties: {} } };
  const refused = await member.post("/v1/blueprints", { data: blueprint });
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ ok: false, error: "forbidden" });
  expect((await member.delete("/v1/actions/create_postgres_database")).status()).toBe(403);
  expect((await member.get("/v1/actions/create_postgres_database")).status()).toBe(200);

  const properties = { name: newName("api"), team: "logistics", environment: "dev", retention_days: 7 };
  const foreign = await member.post(create, { data: { properties } });
  expect(foreign.status()).toBe(422);
  expect(((await foreign.json()) as Refusal).details?.issues?.[0]?.path).toEqual(["properties", "team"]);
  const entity = await member.patch("/v1/blueprints/service/entities/shipments", { data: { title: "Mine" } });
  expect(entity.status()).toBe(403);
  const still = (await (await api.get("/v1/blueprints/service/entities/shipments")).json()) as {
    entity: { title: string };
  };
  expect(still.entity.title).toBe("Shipments");
  await member.dispose();
});

test("a cookie changes nothing from a foreign page", async () => {
  const member = await personApi("developer");
  const origin = "https://evil.example";
  const answer = await member.post(create, { data: { properties: {} }, headers: { origin } });
  expect(answer.status()).toBe(403);
  await member.dispose();
});

test("a client asks for a run and follows it, but never approves", async ({ api }) => {
  test.setTimeout(120_000);
  const id = await requestDatabase(api, newName("api"));
  await untilRun(api, id, "awaiting_approval");
  const approval = `/v1/actions/runs/${id}/approval`;
  const refused = await api.patch(approval, { data: { status: "APPROVE" } });
  expect(refused.status()).toBe(403);
  expect((await readRun(api, id)).state).toBe("awaiting_approval");

  const [developer, stranger, lead] = await Promise.all([
    personApi("developer"),
    personApi("otherLead"),
    personApi("lead"),
  ]);
  expect((await developer.patch(approval, { data: { status: "APPROVE" } })).status()).toBe(403);
  expect((await stranger.patch(approval, { data: { status: "APPROVE" } })).status()).toBe(403);
  expect((await stranger.get(`/v1/actions/runs/${id}`)).status()).toBe(404);
  const stale = { status: "APPROVE", subjectHash: "0".repeat(64) };
  expect((await lead.patch(approval, { data: stale })).status()).toBe(409);
  expect((await readRun(api, id)).state).toBe("awaiting_approval");
  const logs = (await (await api.get(`/v1/actions/runs/${id}/logs`)).json()) as { runLogs: unknown[] };
  expect(logs.runLogs.length).toBeGreaterThan(0);
  const decline = { status: "DECLINE", description: "The journey ends here." };
  expect((await lead.patch(approval, { data: decline })).status()).toBe(201);
  await untilRun(api, id, "declined");
  for (const context of [developer, stranger, lead]) await context.dispose();
});

test("the same request with the same idempotency key is the same run", async ({ api }) => {
  const name = newName("api");
  const properties = { name, team: "payments", environment: "dev", retention_days: 7 };
  const headers = { "idempotency-key": name };
  const send = (data: object) => api.post(create, { data, headers });
  const answers = await Promise.all([send({ properties }), send({ properties })]);
  const ids = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as { run: { id: string } }).run.id),
  );
  expect(ids[0]).toBe(ids[1]);
  const other = await send({ properties: { ...properties, retention_days: 8 } });
  expect(other.status()).toBe(422);
  expect(((await other.json()) as Refusal).details?.issues?.[0]?.path).toEqual(["Idempotency-Key"]);
});

test("the description of the API is complete, and true", async ({ request: http }) => {
  const answer = await http.get("/v1/openapi.json");
  expect(answer.status()).toBe(200);
  const document = (await answer.json()) as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const mounted = restApp(() => Promise.reject(new Error("Nobody is asked.")))
    .routes.filter(({ method, path }) => method !== "ALL" && !path.endsWith("/openapi.json"))
    .map(({ method, path }) => `${method} ${path.replace(/:([^/{]+)(\{[^}]*\})?/g, "{$1}")}`);
  expect(described.sort()).toEqual([...new Set(mounted)].sort());

  const nobody = await request.newContext({ baseURL: demo().address });
  for (const route of described) {
    const [method = "", path = ""] = route.split(" ");
    const reply = await nobody.fetch(path.replaceAll(/\{[^}]+\}/g, "x"), { method, data: {} });
    expect(reply.status(), route).toBe(path === "/v1/auth/access_token" ? 422 : 401);
  }
  await nobody.dispose();
});
