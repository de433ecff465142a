import type { Secret } from "@/server/kernel/secrets";
import type { OutgoingRequest, OutgoingResponse } from "@/server/kernel/egress";
import type { RemoteInvocation, RemoteKind } from "./schema";

/** The one call of a run, rendered. Attempts of it carry the same `callId`, so that a receiver can tell that it is the same. */
export interface RemoteCall<I extends RemoteInvocation = RemoteInvocation> {
  runId: string;
  /** Identifies the call for its receiver (webhook-id, commit trailer, nonce): equal in every attempt. */
  callId: string;
  /** From 1. */
  attempt: number;
  /** When the first attempt was made; left out at the first. */
  firstAt?: Date;
  /** Templates rendered, secrets in clear. */
  invocation: I;
  action: { identifier: string; title: string; operation: "CREATE" | "DAY-2" | "DELETE" };
  /** Where the portal is reached, for links and reports. */
  portalUrl: string;
  /** Lets the receiver report on this run, and nothing else; dies with the run. */
  runToken: Secret;
  /** Variables of the connection; empty without one. */
  connection: Record<string, Secret>;
  /** With which calls of the organisation are signed; null when there is none. */
  signingSecret: Secret | null;
}

/** A call that was made, to be asked about or stopped. */
export interface RemoteRun<I extends RemoteInvocation = RemoteInvocation> extends RemoteCall<I> {
  /** The id that the other side gave; null when it gave none. */
  externalId: string | null;
  /** When the call was made. */
  calledAt: Date;
}

/** What a call, a question or a report says about a run. */
export interface RemoteNews {
  state: "waiting" | "succeeded" | "failed" | "cancelled";
  externalId?: string | null;
  links?: string[];
  statusLabel?: string | null;
  summary?: string | null;
  /** What was answered, as JSON or text; kept with the run, with secrets taken out. */
  response?: unknown;
  /** Values for `{{ .outputs.x }}` of the mapping. */
  outputs?: Record<string, unknown>;
  /** Lines for the log. */
  log?: { level: "info" | "warn" | "error"; text: string }[];
  /** Why it failed, for people; no credential. */
  message?: string;
}

/** The guarded client. */
export type Send = (address: string, options?: OutgoingRequest) => Promise<OutgoingResponse>;

/** What a backend may use beside its call. */
export interface RemoteTools {
  send: Send;
  /** A folder of its own that is removed afterwards. */
  withFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
}

/** What a backend may use for its call. */
export interface CallTools extends RemoteTools {
  /** Puts a call up for agents to fetch: those of an installation, or any. Offered again, it is the same offer. */
  offer(callId: string, to: string): Promise<void>;
}

/**
 * The other side refused for good: trying again cannot mend it. The message names the connection and what was answered,
 * never a credential. What may be tried again is thrown as Unavailable.
 */
export class RemoteRefused extends Error {}

/**
 * A backend that works elsewhere: one file under backends/ and one line in backends/remote-registry.ts. It knows how to call,
 * to ask and to stop; the engine in server/runs owns all state, retries and time limits.
 */
export interface RemoteBackend<I extends RemoteInvocation = RemoteInvocation> {
  kind: I["type"] & RemoteKind;
  /** What it can do; the conformance suite skips by name what it cannot. */
  can: {
    /** Ask the other side how the run stands. */
    poll: boolean;
    /** Stop it there. */
    cancel: boolean;
    /** The call can be made again with the same `callId` without a second effect. */
    repeat: boolean;
  };
  /** Makes the call. Throws RemoteRefused, Unavailable. */
  call(call: RemoteCall<I>, tools: CallTools): Promise<RemoteNews>;
  /** How it stands there. */
  poll?(run: RemoteRun<I>, tools: RemoteTools): Promise<RemoteNews>;
  /** Asks the other side to stop; the run ends when it has. */
  cancel?(run: RemoteRun<I>, tools: RemoteTools): Promise<void>;
}
