import type { RunStatus } from "@/server/runs/schema";

/** A recorded event of a run, as the server gives it out. */
export interface TimelineEvent {
  seq: number;
  at: Date;
  type: string;
  actorName: string;
  data: Record<string, unknown>;
}

export type StageKey = "queue" | "plan" | "checks" | "approval" | "apply" | "register";
export type StageState = "pending" | "active" | "waiting" | "done" | "skipped" | "failed" | "stopped";

export interface TimelineStage {
  key: StageKey;
  label: string;
  state: StageState;
  /** What happened, in a word or two: "Approved by Lena". */
  note: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

const STAGES: { key: StageKey; label: string; statuses: RunStatus[] }[] = [
  { key: "queue", label: "Queue", statuses: ["queued"] },
  { key: "plan", label: "Plan", statuses: ["planning"] },
  { key: "checks", label: "Checks", statuses: ["checking"] },
  { key: "approval", label: "Approval", statuses: ["awaiting_approval"] },
  { key: "apply", label: "Apply", statuses: ["approved", "applying"] },
  { key: "register", label: "Register", statuses: ["registering"] },
];

/** What stages are called where the work is done elsewhere. */
const REMOTE: Partial<Record<StageKey, string>> = { plan: "Payload", apply: "Carry out" };

const FAILED: ReadonlySet<RunStatus> = new Set(["failed", "declined", "stale", "interrupted"]);
const STOPPED: ReadonlySet<RunStatus> = new Set(["cancelled", "expired"]);

const ENDINGS: Partial<Record<RunStatus, string>> = {
  failed: "Failed",
  declined: "Declined",
  stale: "Out of date",
  interrupted: "Interrupted",
  cancelled: "Cancelled",
  expired: "Expired",
};

interface Step {
  status: RunStatus;
  at: Date;
  actorName: string;
}

/** The statuses that a run went through, in order, each with its time: out of its events. */
function stepsOf(createdAt: Date, events: TimelineEvent[]): Step[] {
  const steps: Step[] = [{ status: "queued", at: createdAt, actorName: "" }];
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    if (event.type !== "status" || typeof event.data.to !== "string") continue;
    if (event.data.to !== steps.at(-1)?.status)
      steps.push({
        status: event.data.to as RunStatus,
        at: event.at,
        actorName: typeof event.data.by === "string" ? event.data.by : event.actorName,
      });
  }
  return steps;
}

/**
 * The stages of a run for drawing: which are done, which one it is in, which never came. `status` wins over events that
 * have not arrived yet. A stage that was passed without being entered (no approval needed) is "skipped".
 */
export function timelineOf(
  run: { status: RunStatus; createdAt: Date },
  events: TimelineEvent[],
  work: "terraform" | "remote" = "terraform",
): TimelineStage[] {
  const labelOf = ({ key, label }: { key: StageKey; label: string }) =>
    (work === "remote" && REMOTE[key]) || label;
  const steps = stepsOf(run.createdAt, events);
  if (steps.at(-1)?.status !== run.status)
    steps.push({ status: run.status, at: steps.at(-1)?.at ?? run.createdAt, actorName: "" });
  const last = steps.at(-1) as Step;
  const over = FAILED.has(last.status) || STOPPED.has(last.status);
  const reached = Math.max(
    ...steps.map((step) => STAGES.findIndex((stage) => stage.statuses.includes(step.status))),
  );
  return STAGES.map((stage, index) => {
    const first = steps.findIndex((step) => stage.statuses.includes(step.status));
    if (first < 0) {
      const passed = index < reached || last.status === "succeeded";
      return {
        key: stage.key,
        label: labelOf(stage),
        state: passed ? "skipped" : "pending",
        note: passed ? "Not needed" : null,
        startedAt: null,
        endedAt: null,
      };
    }
    const next = steps.slice(first).find((step) => !stage.statuses.includes(step.status)) ?? null;
    const current = index === reached && (next === null || over);
    const state: StageState = !current
      ? "done"
      : over
        ? FAILED.has(last.status)
          ? "failed"
          : "stopped"
        : stage.key === "approval"
          ? "waiting"
          : "active";
    return {
      key: stage.key,
      label: labelOf(stage),
      state,
      note: noteOf(stage.key, state, next, last),
      startedAt: steps[first]?.at ?? null,
      endedAt: next?.at ?? null,
    };
  });
}

function noteOf(key: StageKey, state: StageState, next: Step | null, last: Step): string | null {
  if (state === "failed" || state === "stopped")
    return [ENDINGS[last.status], last.actorName && last.status !== "failed" ? `by ${last.actorName}` : ""]
      .filter(Boolean)
      .join(" ");
  if (state === "waiting") return "Waiting for a decision";
  if (key === "approval" && next?.status === "approved" && next.actorName)
    return `Approved by ${next.actorName}`;
  return null;
}

/** "0.4 s", "12 s", "3 min 5 s", "2 h 10 min": the time between two instants, never negative. */
export function duration(from: Date, to: Date): string {
  const ms = Math.max(0, to.getTime() - from.getTime());
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const hours = Math.floor(seconds / 3600);
  return hours < 48
    ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min`
    : `${Math.floor(hours / 24)} days`;
}
