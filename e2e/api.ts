import { expect, request, type APIRequestContext } from "@playwright/test";
import { sessionFile, type Who } from "./people";
import { demo } from "./portal";

/** How long a run may take on a slow machine, in ms. */
const runPatienceMs = 60_000;

/** Where a run is, and why it did not succeed. */
export interface Run {
  id: string;
  state: string;
  entity?: { identifier: string };
  failure?: { stage: string; message: string };
}

/** The API as the demo's client, who is an administrator; of the portal under test, or of another. */
export async function clientApi({ address, client } = demo()): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: address });
  const answer = await context.post("/v1/auth/access_token", { data: client });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  await context.dispose();
  return request.newContext({
    baseURL: address,
    extraHTTPHeaders: { authorization: `Bearer ${accessToken}` },
  });
}

/** The API as a person who is signed in at the portal's own pages. */
export function personApi(who: Who): Promise<APIRequestContext> {
  const { address } = demo();
  return request.newContext({
    baseURL: address,
    storageState: sessionFile(who),
    extraHTTPHeaders: { origin: address, "content-type": "application/json" },
  });
}

/** Asks for a database of the payments team. Returns the run's number. */
export async function requestDatabase(api: APIRequestContext, name: string): Promise<string> {
  const properties = { name, team: "payments", environment: "dev", retention_days: 7 };
  const answer = await api.post("/v1/actions/create_postgres_database/runs", { data: { properties } });
  expect(answer.status(), await answer.text()).toBe(202);
  return ((await answer.json()) as { run: Run }).run.id;
}

export async function readRun(api: APIRequestContext, id: string): Promise<Run> {
  const answer = await api.get(`/v1/actions/runs/${id}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { run: Run }).run;
}

/** Waits until a run is in one state. */
export async function untilRun(api: APIRequestContext, id: string, state: string): Promise<Run> {
  await expect
    .poll(async () => (await readRun(api, id)).state, { timeout: runPatienceMs, message: `state of ${id}` })
    .toBe(state);
  return readRun(api, id);
}

/** The workspace in which Terraform keeps what it made for a database. */
export async function readWorkspace(
  api: APIRequestContext,
  entity: string,
): Promise<{ status: string; heldByRun: string | null; lock: unknown }> {
  const input = JSON.stringify({ json: { blueprint: "database", entity } });
  const answer = await api.get(`/api/trpc/runs.workspaces.get?${new URLSearchParams({ input })}`);
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: { json: Awaited<ReturnType<typeof readWorkspace>> } } })
    .result.data.json;
}

/** Decides on a run that waits, as a person. */
export async function decide(
  who: Who,
  id: string,
  decision: { status: "APPROVE" | "DECLINE"; description?: string },
): Promise<void> {
  const api = await personApi(who);
  const answer = await api.patch(`/v1/actions/runs/${id}/approval`, { data: decision });
  expect(answer.status(), await answer.text()).toBe(201);
  await api.dispose();
}
