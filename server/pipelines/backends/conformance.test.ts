import { Unavailable } from "@/server/kernel/errors";
import { azureDevops } from "./azure-devops";
import { type Counterpart, conforms } from "./conformance";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { integration } from "./integration";
import { manual } from "./manual";
import { callOf, CANARY, secretsOf, testTools } from "./testing-call";
import { fakeGitHub, GITHUB_TOKEN } from "./testing-github";
import { fakeGitLab, GITLAB_TOKEN, GITLAB_TRIGGER_TOKEN } from "./testing-gitlab";
import { fakeServer } from "./testing-server";
import { upsertEntity } from "./upsert-entity";
import { webhook } from "./webhook";
import type { RemoteInvocation } from "../schema";

type Of<K extends RemoteInvocation["type"]> = Counterpart<Extract<RemoteInvocation, { type: K }>>;
const named = { connection: "vendor-one" };
/** Nobody is called, so nobody refuses and no answer goes wrong. */
const NOBODY = { http: false, credential: false };

conforms(webhook, async (): Promise<Of<"WEBHOOK">> => {
  let lost = false;
  const taken = new Set<string>();
  const token = `Bearer ${CANARY}-CANARY`;
  const server = await fakeServer(({ headers }) => {
    if (headers.authorization !== token)
      return { status: 401, body: { message: `no: ${String(headers.authorization)}` } };
    // As a receiver does that keeps the ids of what it was sent.
    taken.add(String(headers["webhook-id"]));
    return lost ? { status: 502 } : { status: 202, body: { ok: true } };
  });
  return {
    server,
    ...named,
    credentials: [`${CANARY}-CANARY`],
    call: (over) =>
      callOf(
        { type: "WEBHOOK", url: `${server.url}/run`, ...named },
        { connection: secretsOf({ KIND: "webhook", URL: server.url, AUTHORIZATION: token }), ...over },
      ),
    effects: () => taken.size,
    loseAnswer: (value) => void (lost = value),
    refuse: (call) => ({
      ...call,
      connection: { ...call.connection, ...secretsOf({ AUTHORIZATION: `Bearer wrong-${CANARY}` }) },
    }),
    close: () => server.close(),
  };
});

conforms(github, async (): Promise<Of<"GITHUB">> => {
  const server = await fakeGitHub();
  const ends = { succeeded: "success", failed: "timed_out", cancelled: "cancelled" };
  return {
    server,
    ...named,
    credentials: [GITHUB_TOKEN, CANARY],
    call: (over) =>
      callOf(
        {
          type: "GITHUB",
          org: "acme",
          repo: "shop",
          workflow: "deploy.yml",
          workflowInputs: { ref: "release", run_id: "r_testrun", size: 3 },
          ...named,
        },
        { connection: secretsOf({ KIND: "github", URL: server.url, TOKEN: GITHUB_TOKEN }), ...over },
      ),
    effects: () => server.runs.length,
    loseAnswer: (value) => void (server.loseAnswer = value),
    refuse: (call) => ({
      ...call,
      connection: { ...call.connection, ...secretsOf({ TOKEN: "ghp_wrongCANARY0123456789" }) },
    }),
    finish: (id, as) => server.finish(Number(id), ends[as]),
    wasStopped: (id) => server.runs.some((run) => String(run.id) === id && run.cancelled),
    close: () => server.close(),
  };
});

for (const trigger of [false, true])
  conforms(gitlab, async (): Promise<Of<"GITLAB">> => {
    const server = await fakeGitLab();
    const ends = { succeeded: "success", failed: "failed", cancelled: "canceled" };
    return {
      server,
      ...named,
      credentials: [GITLAB_TOKEN, GITLAB_TRIGGER_TOKEN, CANARY],
      call: (over) =>
        callOf(
          {
            type: "GITLAB",
            groupName: "acme",
            projectName: "shop",
            pipelineVariables: { SIZE: 3, NOTHING: null },
            ...named,
          },
          {
            connection: secretsOf({
              KIND: "gitlab",
              URL: server.url,
              TOKEN: GITLAB_TOKEN,
              ...(trigger ? { TRIGGER_TOKEN: GITLAB_TRIGGER_TOKEN } : {}),
            }),
            ...over,
          },
        ),
      effects: () => server.pipelines.length,
      loseAnswer: (value) => void (server.loseAnswer = value),
      refuse: (call) => ({
        ...call,
        connection: { ...call.connection, ...secretsOf({ TOKEN: "glpat-wrongCANARY" }) },
      }),
      finish: (id, as) => server.finish(Number(id), ends[as]),
      wasStopped: (id) => server.pipelines.some((one) => String(one.id) === id && one.status === "canceling"),
      close: () => server.close(),
    };
  });

conforms(azureDevops, async (): Promise<Of<"AZURE_DEVOPS">> => {
  let started = 0;
  const { createHmac } = await import("node:crypto");
  const server = await fakeServer(({ method, url, headers, body }) => {
    if (
      method !== "POST" ||
      url !== "/acme/_apis/public/distributedtask/webhooks/deploy?api-version=6.0-preview"
    )
      return { status: 404, body: { message: "The webhook does not exist." } };
    const expected = `sha1=${createHmac("sha1", `secret-${CANARY}`).update(body).digest("hex")}`;
    if (headers["x-port-signature"] !== expected)
      return { status: 403, body: { message: "The signature is not valid." } };
    started++;
    return { status: 200 };
  });
  return {
    server,
    ...named,
    credentials: [`secret-${CANARY}`],
    call: (over) =>
      callOf(
        { type: "AZURE_DEVOPS", org: "acme", webhook: "deploy", payload: { size: 3 }, ...named },
        {
          connection: secretsOf({ KIND: "azure_devops", URL: server.url, SECRET: `secret-${CANARY}` }),
          ...over,
        },
      ),
    effects: () => started,
    refuse: (call) => ({
      ...call,
      connection: { ...call.connection, ...secretsOf({ SECRET: `wrong-${CANARY}` }) },
    }),
    close: () => server.close(),
  };
});

/** With nobody to call, the effect is that of the engine, which writes what is answered once. */
const nobody = <I extends RemoteInvocation>(invocation: I): Counterpart<I> => ({
  server: null,
  connection: null,
  credentials: [CANARY],
  call: (over) => callOf(invocation, over),
  effects: () => 1,
  close: async () => undefined,
});

conforms(
  upsertEntity,
  async (): Promise<Of<"UPSERT_ENTITY">> =>
    nobody({ type: "UPSERT_ENTITY", blueprintIdentifier: "service", mapping: { identifier: "shop" } }),
  NOBODY,
);

conforms(
  manual,
  async (): Promise<Of<"MANUAL">> =>
    nobody({ type: "MANUAL", instructions: "Plug it in.", teams: ["network"] }),
  NOBODY,
);

/** Agents that fetch what they are offered: an offer is the effect, and the same one is no second. */
function fetched<I extends RemoteInvocation>(invocation: I): Counterpart<I> {
  const offers = new Map<string, string>();
  let lost = false;
  return {
    ...nobody(invocation),
    tools: testTools(async (callId, to) => {
      offers.set(callId, to);
      if (lost) throw new Unavailable("The database does not answer.");
    }),
    effects: () => offers.size,
    loseAnswer: (value) => void (lost = value),
  };
}

conforms(
  integration,
  async (): Promise<Of<"INTEGRATION_ACTION">> =>
    fetched({
      type: "INTEGRATION_ACTION",
      installationId: "github-one",
      integrationActionType: "dispatch_workflow",
      integrationActionExecutionProperties: { org: "acme", repo: "shop", workflow: "deploy.yml" },
    }),
  NOBODY,
);

conforms(
  { ...webhook, kind: "WEBHOOK by an agent" },
  async (): Promise<Of<"WEBHOOK">> =>
    fetched({ type: "WEBHOOK", url: "http://jenkins.inside/job", agent: "true" }),
  NOBODY,
);
