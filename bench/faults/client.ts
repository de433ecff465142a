import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { RunStatus } from "@/server/runs/schema";
import { approve } from "../traffic";
import type { Session } from "../session";
import { ACTION } from "./template";

/** One request as its client knows it. */
export interface Submission {
  name: string;
  key: string;
  /** The run that the portal acknowledged. */
  runId: string | null;
  /** How often the client had to ask again because no answer, or no good one, came. */
  retries: number;
  cancelled: boolean;
}

/** Answers after which a client tries again: none at all, 5xx, or too many requests. What else is refused stays refused. */
const again = (error: unknown): boolean =>
  !/ answered 4\d\d/.test(String(error)) || / answered (408|429)/.test(String(error));
/** An outage is to be said as 503; 500 means that the portal did not know what hit it. */
const isUnknown = (error: unknown): boolean => / answered 500/.test(String(error));

/** Calls until there is an answer. Only refusals are thrown; `onRetry` is told of each attempt that got none. */
export async function persistently<T>(
  call: () => Promise<T>,
  onRetry: (error: unknown) => void = () => undefined,
): Promise<T> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!again(error) || Date.now() > deadline) throw error;
      onRetry(error);
      await pause(250);
    }
  }
}

type Note = (error: unknown) => void;

/** What the portal answered that no client should ever see (500, or an unknown refusal), by how often. */
export class Surprises extends Map<string, number> {
  readonly note: Note = (error) => {
    const text = String(error).replace(/r_\w+/g, "<run>").slice(0, 160);
    this.set(text, (this.get(text) ?? 0) + 1);
  };
}

export interface Clients {
  submissions: Submission[];
  surprises: Surprises;
  /** Ends the clients, each after what it is doing now. */
  stop(): Promise<void>;
}

/**
 * `count` people who ask for one chain after the other and wait for it, and a lead who approves whatever appears. One request
 * in eight is cancelled at some moment of its life.
 */
export function startClients(
  sessions: { developer: Session; lead: Session },
  count: number,
  random: () => number,
  label: string,
): Clients {
  const submissions: Submission[] = [];
  const surprises = new Surprises();
  const { note } = surprises;
  let stopping = false;

  const developer = async () => {
    while (!stopping) {
      const submission = newSubmission(`${label}-${submissions.length}`);
      submissions.push(submission);
      try {
        await submitOnce(sessions.developer, CHAIN, submission, random(), note);
        await follow(sessions.developer, submission, random() < 1 / 8 ? random() * 15_000 : null, note);
      } catch (error) {
        note(error);
      }
    }
  };
  const lead = async () => {
    while (!stopping || submissions.length === 0) {
      try {
        await approveAll(sessions.lead, note);
      } catch (error) {
        if (!again(error) || isUnknown(error)) note(error);
      }
      await pause(200);
    }
  };
  const all = [lead(), ...Array.from({ length: count }, developer)];
  return {
    submissions,
    surprises,
    async stop() {
      stopping = true;
      await Promise.all(all);
    },
  };
}

const CHAIN = { identifier: ACTION, properties: { team: "payments" } };

export const newSubmission = (name: string): Submission => ({
  name,
  key: randomUUID(),
  runId: null,
  retries: 0,
  cancelled: false,
});

/** Asks for one run until that is acknowledged; the action gets the submission's name beside `properties`. */
export async function submitOnce(
  session: Session,
  { identifier, properties }: { identifier: string; properties: object },
  submission: Submission,
  impatience: number,
  note: Note,
): Promise<void> {
  const input = {
    identifier,
    properties: { ...properties, name: submission.name },
    idempotencyKey: submission.key,
  };
  const send = (signal?: AbortSignal) => session.mutate<{ runId: string }>("actions.execute", input, signal);
  // Some clients hang up before the answer, as if the portal had died just then, and ask again; some ask twice at once.
  if (impatience < 1 / 3)
    await send(AbortSignal.timeout(Math.ceil(impatience * 120))).catch(() => (submission.retries += 1));
  const { runId } = await persistently(
    async () => {
      const [first, second] = await Promise.all([send(), impatience > 2 / 3 ? send() : null]);
      if (second && second.runId !== first.runId) note(`one key gave ${first.runId} and ${second.runId}`);
      return first;
    },
    (error) => {
      submission.retries += 1;
      if (isUnknown(error)) note(error);
    },
  );
  submission.runId = runId;
}

const WAITING: readonly RunStatus[] = [
  "queued",
  "planning",
  "checking",
  "awaiting_approval",
  "approved",
  "applying",
  "registering",
];

/** Waits for the end of a run, and cancels it on the way if so decided. */
export async function follow(
  session: Session,
  submission: Submission,
  cancelAfterMs: number | null,
  note: Note,
): Promise<void> {
  const onRetry = (error: unknown) => void (isUnknown(error) && note(error));
  const begin = Date.now();
  for (;;) {
    const { status } = await persistently(
      () => session.query<{ status: RunStatus }>("runs.get", { runId: submission.runId }),
      onRetry,
    );
    if (!WAITING.includes(status)) return;
    // A run that hangs must not stop the measurement; the tally finds it.
    if (Date.now() - begin > 180_000) return;
    if (cancelAfterMs !== null && !submission.cancelled && Date.now() - begin > cancelAfterMs) {
      submission.cancelled = true;
      await persistently(() => session.mutate("runs.cancel", { runId: submission.runId }), onRetry).catch(
        (error: unknown) => {
          // It ended, or went past the point of return, in between: that is an answer too.
          if (!/ answered 409/.test(String(error))) throw error;
        },
      );
    }
    await pause(300);
  }
}

export async function approveAll(lead: Session, note: Note): Promise<number> {
  const { toDecide } = await lead.query<{ toDecide: { runId: string }[] }>("approvals.inbox");
  for (const { runId } of toDecide) {
    await approve(lead, runId).catch((error: unknown) => {
      // Decided by the attempt whose answer was lost, or the run was cancelled.
      if (!/ answered (409|412)/.test(String(error)) && (!again(error) || isUnknown(error))) note(error);
    });
  }
  return toDecide.length;
}
