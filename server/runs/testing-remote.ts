import { createEngine, type Engine } from "@/server/runs/service/engine";
import type { RemoteBackend, RemoteCall, RemoteNews } from "@/server/pipelines/remote";
import type { RemoteInvocation } from "@/server/pipelines/schema";
import type { ActionSnapshot } from "@/server/runs/schema";
import { systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { advance } from "./service/advance";
import type { RunRow } from "./store/runs";
import { action, type Stage } from "./testing";

/** For tests: a backend that works elsewhere, which answers what the test says. */
export interface ScriptedRemote {
  backend: RemoteBackend;
  calls: RemoteCall[];
  polls: number;
  stops: number;
  can: { poll: boolean; cancel: boolean; repeat: boolean };
  /** What the next call does; by default it waits. */
  onCall: (call: RemoteCall) => Promise<RemoteNews> | RemoteNews;
  onPoll: () => Promise<RemoteNews> | RemoteNews;
  onCancel: () => Promise<void> | void;
}

export function scriptedRemote(can: Partial<ScriptedRemote["can"]> = {}): ScriptedRemote {
  const remote: ScriptedRemote = {
    calls: [],
    polls: 0,
    stops: 0,
    can: { poll: true, cancel: true, repeat: true, ...can },
    onCall: () => ({ state: "waiting" }),
    onPoll: () => ({ state: "waiting" }),
    onCancel: () => undefined,
    backend: {
      kind: "WEBHOOK",
      get can() {
        return remote.can;
      },
      call: async (call) => {
        remote.calls.push(call);
        return remote.onCall(call);
      },
      poll: async () => {
        remote.polls += 1;
        return remote.onPoll();
      },
      cancel: async () => {
        remote.stops += 1;
        await remote.onCancel();
      },
    },
  };
  return remote;
}

/** An action that sends a request, with the inputs of the scripted one. */
export const webhookAction = (
  over: Partial<ActionSnapshot> = {},
  invocation: Partial<Extract<RemoteInvocation, { type: "WEBHOOK" }>> = {},
): ActionSnapshot => ({
  ...action({ identifier: "call_database", title: "Call for a database", ...over }),
  invocation: {
    type: "WEBHOOK",
    url: "https://hooks.example/make",
    body: { name: "{{ .inputs.name }}", run: "{{ .run.id }}" },
    mapping: {
      identifier: "{{ .inputs.name }}",
      title: "Database {{ .inputs.name }}",
      properties: { host: "{{ .response.host }}" },
      relations: {},
    },
    ...invocation,
  },
});

/** A worker's engine whose backends elsewhere are the scripted one, and what drives a run with it as far as it goes. */
export function remoteBench(s: Stage, remote: ScriptedRemote) {
  const stopping = new AbortController();
  const engine = (): Engine => ({
    ...createEngine(`w_${newId()}`, stopping.signal),
    remote: () => remote.backend,
    connection: async () => ({}),
  });
  const ctx = () => systemContext(s.database.db, "Waymark", newId());
  return {
    engine,
    ctx,
    stopping,
    /** Drives the run until it waits or ends. */
    drive: async (runId: string): Promise<RunRow> => {
      await advance(ctx(), engine(), runId);
      return s.run(runId);
    },
    /** What is due later is due now. */
    due: (runId: string) =>
      s.database
        .sql`with c as (update run_calls set next_attempt_at = now() where run_id = ${runId} and next_attempt_at is not null)
        update runs set poll_at = now() where id = ${runId}`,
  };
}
