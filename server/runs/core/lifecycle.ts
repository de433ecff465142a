import type { PublishedStatus, RunFailure } from "@/server/runs/schema";
import { RUN_STATUSES, type RunStatus } from "./statuses";

/**
 * The life of a run. Every way not drawn is refused by the database's conditional update (store/runs.ts `move`).
 *
 * ```
 *  queued ─▶ planning ─▶ checking ─▶ awaiting_approval ─▶ approved ─▶ applying ─▶ registering ─▶ succeeded
 *                           │                                ▲  │                      ▲
 *                           └────────── no approval needed ──┘  └── nothing to apply ──┘
 *
 *  queued · planning · checking · awaiting_approval · approved · applying      ─▶ cancelled
 *  queued · planning · checking · awaiting_approval · approved · applying · registering ─▶ failed
 *  awaiting_approval ─▶ declined
 *  awaiting_approval · approved ─▶ expired   (nobody decided in time; nobody started in time)
 *  awaiting_approval · approved ─▶ stale     (what was approved is no longer what would be applied)
 *  applying ─▶ interrupted ─▶ failed         (Terraform died, or nobody can say whether a call arrived; a person has looked)
 *              interrupted ─▶ registering    (a backend that works elsewhere said after all that it had succeeded)
 * ```
 *
 * `interrupted` is no end: it keeps the workspace blocked until a person acknowledges it. An apply that began is never
 * begun again: its only ways out are `registering`, `failed`, `cancelled` and `interrupted`.
 */
const TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  queued: ["planning", "failed", "cancelled"],
  planning: ["checking", "failed", "cancelled"],
  checking: ["awaiting_approval", "approved", "failed", "cancelled"],
  awaiting_approval: ["approved", "declined", "expired", "stale", "failed", "cancelled"],
  approved: ["applying", "registering", "expired", "stale", "failed", "cancelled"],
  applying: ["registering", "failed", "cancelled", "interrupted"],
  registering: ["succeeded", "failed"],
  interrupted: ["registering", "failed"],
  succeeded: [],
  failed: [],
  declined: [],
  cancelled: [],
  expired: [],
  stale: [],
};

export const canMove = (from: RunStatus, to: RunStatus): boolean => TRANSITIONS[from].includes(to);

/** Where a run may go from here. */
export const nextStatuses = (from: RunStatus): readonly RunStatus[] => TRANSITIONS[from];

/** Final: no transition leads out of it. */
export const isEnd = (status: RunStatus): boolean => TRANSITIONS[status].length === 0;

export const END_STATUSES: readonly RunStatus[] = RUN_STATUSES.filter(isEnd);
export const LIVE_STATUSES: readonly RunStatus[] = RUN_STATUSES.filter((s) => !isEnd(s));

/** Statuses in which a worker has something to do; in the other live ones the run waits for a person. */
export const DRIVEN_STATUSES = [
  "queued",
  "planning",
  "checking",
  "approved",
  "applying",
  "registering",
] as const satisfies RunStatus[];
export const isDriven = (status: RunStatus): boolean =>
  (DRIVEN_STATUSES as readonly RunStatus[]).includes(status);

/** Something may be at work: a cancellation has to stop it first. */
export const isAtWork = (status: RunStatus): boolean => status === "planning" || status === "applying";

/** Statuses from which a cancellation can still lead to `cancelled`. */
export const isCancellable = (status: RunStatus): boolean => canMove(status, "cancelled");

const PUBLISHED: Record<RunStatus, PublishedStatus> = {
  queued: "IN_PROGRESS",
  planning: "IN_PROGRESS",
  checking: "IN_PROGRESS",
  awaiting_approval: "WAITING_FOR_APPROVAL",
  approved: "IN_PROGRESS",
  applying: "IN_PROGRESS",
  registering: "IN_PROGRESS",
  succeeded: "SUCCESS",
  failed: "FAILURE",
  declined: "DECLINED",
  cancelled: "FAILURE",
  expired: "FAILURE",
  stale: "FAILURE",
  interrupted: "FAILURE",
};

/** The status that the published API gives out for ours. */
export const publishedStatus = (status: RunStatus): PublishedStatus => PUBLISHED[status];

const STAGES: Partial<Record<RunStatus, RunFailure["stage"]>> = {
  queued: "queue",
  planning: "plan",
  checking: "checks",
  awaiting_approval: "approval",
  approved: "approval",
  declined: "approval",
  expired: "approval",
  stale: "approval",
  applying: "apply",
  interrupted: "apply",
  registering: "register",
};

/** The stage that a status belongs to; null for ends that any stage can lead to. */
export const stageOf = (status: RunStatus): RunFailure["stage"] | null => STAGES[status] ?? null;
