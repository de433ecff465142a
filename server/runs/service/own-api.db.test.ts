import { afterAll, beforeAll, expect, it } from "vitest";
import { answerAs } from "@/server/api/own-api";
import { newId } from "@/server/kernel/ids";
import { webhook } from "@/server/pipelines/backends/webhook";
import { eventually } from "@/server/pipelines/execution/testing";
import type { RemoteInvocation } from "@/server/pipelines/schema";
import { type Stage, stage } from "@/server/runs/testing";
import { remoteBench, scriptedRemote, webhookAction } from "@/server/runs/testing-remote";
import { advance } from "./advance";
import { type Engine } from "./engine";

let s: Stage;
let bench: ReturnType<typeof remoteBench>;
beforeAll(async () => {
  s = await stage();
  bench = remoteBench(s, { ...scriptedRemote(), backend: webhook });
});
afterAll(() => s.close());

const API = "https://portal.example/v1";
const ENTITIES = `${API}/blueprints/database/entities`;

/** Carries out a request to the portal's own API. Out: the run as it is when it has ended. */
async function carriedOut(
  invocation: Partial<Extract<RemoteInvocation, { type: "WEBHOOK" }>>,
  {
    actor = s.people.dev,
    ownApi = answerAs,
  }: { actor?: Stage["people"]["dev"]; ownApi?: Engine["ownApi"] } = {},
) {
  const { id } = await s.submit(
    {
      blueprint: "database",
      action: webhookAction({}, { synchronized: true, mapping: undefined, ...invocation }),
      inputs: { name: `own-${newId().slice(0, 8)}` },
    },
    actor,
  );
  const engine = (): Engine => ({ ...bench.engine(), url: "https://portal.example", ownApi });
  return eventually(async () => {
    await advance(bench.ctx(), engine(), id);
    const run = await s.run(id);
    return run.endedAt ? run : null;
  });
}

const toMake = (name: string) => ({
  url: `${ENTITIES}?upsert=true`,
  body: { identifier: name, title: "{{ .inputs.name }}" },
});

it("is answered in the requester's name, with nothing but what the action says, and ends the run with the answer", async () => {
  const run = await carriedOut(toMake("made-by-api"));
  expect(run).toMatchObject({
    status: "succeeded",
    response: { ok: true, entity: { identifier: "made-by-api" } },
  });
  const [audited] = await s.database
    .sql`select actor_id, origin from audit_log where resource_type = 'entity' and run_id = ${run.id}`;
  expect(audited).toMatchObject({ actor_id: s.people.dev.id, origin: "API" });
});

it("allows what the requester may do and no more", async () => {
  const { status, failure } = await carriedOut({ url: `${API}/blueprints/database`, method: "DELETE" });
  expect([status, failure?.message]).toEqual(["failed", expect.stringContaining("403")]);
});

it("takes nothing in the name of somebody who has been disabled since", async () => {
  await s.database.sql`update users set status = 'disabled' where id = ${s.people.other.id}`;
  const { failure } = await carriedOut(toMake("by-nobody"), { actor: s.people.other });
  expect(failure).toMatchObject({
    code: "refused",
    message: expect.stringContaining("may do nothing") as string,
  });
  expect(await s.database.sql`select 1 from entities where identifier = 'by-nobody'`).toEqual([]);
});

it.each(["{{ .inputs.name }}/../../../users", "x/%2e%2E/y"])("has no way up by %s", async (path) => {
  const { failure } = await carriedOut({ url: `${ENTITIES}/${path}`, method: "GET" });
  expect(failure?.message).toContain("must not hold the steps");
});

it("carries the id of the call as its key, and no credential that the action gives", async () => {
  let seen: Request | undefined;
  const run = await carriedOut(
    { url: `${API}/actions/any/runs`, headers: { Authorization: "Bearer of-somebody-else" } },
    {
      ownApi: async (_ctx, request) => {
        seen = request;
        return Response.json({ ok: true }, { status: 202 });
      },
    },
  );
  const [call] = await s.database.sql`select call_id from run_calls where run_id = ${run.id}`;
  expect(seen?.headers.get("idempotency-key")).toBe(call?.call_id);
  expect(seen?.headers.get("authorization")).toBeNull();
});
