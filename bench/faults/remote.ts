import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { RunStatus } from "@/server/runs/schema";
import type { Session } from "../session";
import type { Database } from "../traffic";
import { follow, newSubmission, persistently, submitOnce, Surprises, type Submission } from "./client";
import type { Finding } from "./tally";

/** Runs whose backend works elsewhere: one answers with the end, the other reports it later. */
export const REMOTE_ACTIONS = ["bench_answered", "bench_reported"] as const;

export interface Receiver {
  url: string;
  /** By run: the ids under which it was called; each is one effect, however often it was sent. */
  calls: Map<string, Set<string>>;
  requests: number;
  /** Reports that the portal would not take. */
  refused: string[];
  close(): Promise<void>;
}

/**
 * The other side: counts what arrives. One request in six it takes and hangs up on, one in six it refuses for now, and what it
 * takes for later it reports by the token that it was given, until the portal has heard it.
 */
export async function startReceiver(random: () => number): Promise<Receiver> {
  const calls = new Map<string, Set<string>>();
  const reporting = new Set<Promise<void>>();
  const stopping = new AbortController();
  const receiver: Receiver = { url: "", calls, requests: 0, refused: [], close };
  const server = http.createServer((request, response) => {
    request.resume();
    receiver.requests += 1;
    const header = (name: string) => String(request.headers[name] ?? "");
    const chance = random();
    if (chance < 1 / 6) return void response.writeHead(503).end();
    const known = calls.get(header("run_id")) ?? new Set();
    const fresh = !known.has(header("webhook-id"));
    calls.set(header("run_id"), known.add(header("webhook-id")));
    const token = header("x-waymark-run-token");
    if (token && fresh)
      reporting.add(
        report(header("x-waymark-report-url"), token, random() * 5_000).catch((error: unknown) => {
          receiver.refused.push(String(error));
        }),
      );
    if (chance < 2 / 6) return void request.socket.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const report = async (url: string, token: string, afterMs: number) => {
    await pause(afterMs);
    await persistently(async () => {
      if (stopping.signal.aborted) return;
      const response = await fetch(url, {
        method: "PATCH",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ status: "SUCCESS" }),
        signal: AbortSignal.timeout(20_000),
      });
      await response.text();
      // Told before, by the attempt whose answer was lost: the token ended with its run.
      if (!response.ok && response.status !== 401) throw new Error(`The report answered ${response.status}.`);
    });
  };
  async function close() {
    stopping.abort();
    await Promise.allSettled(reporting);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return receiver;
}

export async function defineRemote(admin: Session, url: string): Promise<void> {
  for (const identifier of REMOTE_ACTIONS)
    await admin.mutate("actions.create", {
      definition: {
        identifier,
        title: identifier,
        trigger: {
          type: "self-service",
          operation: "CREATE",
          userInputs: { properties: { name: { type: "string" } }, required: ["name"] },
        },
        invocationMethod: { type: "WEBHOOK", url, synchronized: identifier === "bench_answered" },
      },
    });
}

export interface Callers {
  submissions: Submission[];
  surprises: Surprises;
  stop(): Promise<void>;
}

/** Two people, one for each action, who ask for one run after the other and wait for it. */
export function startCallers(session: Session, random: () => number, label: string): Callers {
  const submissions: Submission[] = [];
  const surprises = new Surprises();
  let stopping = false;
  const caller = async (identifier: string) => {
    while (!stopping) {
      const submission = newSubmission(`${label}-${submissions.length}`);
      submissions.push(submission);
      try {
        await submitOnce(session, { identifier, properties: {} }, submission, random(), surprises.note);
        await follow(session, submission, null, surprises.note);
      } catch (error) {
        surprises.note(error);
      }
    }
  };
  const all = REMOTE_ACTIONS.map(caller);
  return {
    submissions,
    surprises,
    async stop() {
      stopping = true;
      await Promise.all(all);
    },
  };
}

/** What clients were promised and what arrived on the other side, against what the portal has. */
export async function checkRemote(
  db: Database,
  submissions: Submission[],
  { calls, requests, refused }: Receiver,
): Promise<Finding[]> {
  const runs = await db<
    { id: string; name: string; status: RunStatus; failure: { message: string } | null }[]
  >`
    select id, inputs->>'name' as name, status, failure from runs where action_identifier in ${db(REMOTE_ACTIONS)}`;
  const names = new Map<string, number>();
  for (const { name } of runs) names.set(name, (names.get(name) ?? 0) + 1);
  const ids = new Set(runs.map(({ id }) => id));
  const acknowledged = submissions.filter(({ runId }) => runId !== null);
  const line = (what: string, broken: string[]): Finding => ({ what, value: String(broken.length), broken });
  return [
    { what: "calls: runs, and requests on the other side", value: `${runs.length}, ${requests}` },
    line(
      "calls: never acknowledged",
      submissions.filter(({ runId }) => runId === null).map(({ name }) => name),
    ),
    line(
      "calls: acknowledged and lost",
      acknowledged.filter(({ runId }) => !ids.has(runId!)).map(({ name }) => name),
    ),
    line(
      "calls: requests with two runs",
      [...names].filter(([, n]) => n > 1).map(([name]) => name),
    ),
    line(
      "calls: runs that did not succeed",
      runs
        .filter(({ status }) => status !== "succeeded")
        .map(({ id, status, failure }) => `${id} ${status}: ${failure?.message ?? ""}`),
    ),
    line("calls: reports refused", refused),
    line(
      "calls: made twice",
      [...calls].filter(([, made]) => made.size > 1).map(([runId]) => runId),
    ),
    line(
      "calls: succeeded without one",
      runs.filter(({ id, status }) => status === "succeeded" && !calls.has(id)).map(({ id }) => id),
    ),
    line(
      "calls: made for no run",
      [...calls.keys()].filter((runId) => !ids.has(runId)),
    ),
  ];
}
