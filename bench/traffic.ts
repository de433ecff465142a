import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import type { RunStatus } from "@/server/runs/schema";
import type { RunningPortal } from "./portal";
import { Session } from "./session";

/** The people who ask and decide in the measurements: a developer of the payments team, its lead, and an administrator. */
export async function people(portal: RunningPortal) {
  const session = async (team: string | undefined, title: string) => {
    const found = portal.demo.people.find(
      (p) => p.title === title && (team === undefined || p.team === team),
    );
    if (!found) throw new Error(`The demo organisation has no ${title}${team ? ` of ${team}` : ""}.`);
    return new Session(portal.address).signIn(found.email, found.password);
  };
  return {
    developer: await session("payments", "Developer"),
    lead: await session("payments", "Team lead"),
    admin: await session(undefined, "Administrator"),
  };
}

/** A valid request for the demo's database, under a name that is new. */
export const databaseRequest = () => ({
  properties: {
    name: `bench_${randomBytes(5).toString("hex")}`,
    team: "payments",
    environment: "dev",
    retention_days: 7,
  },
});

export const CREATE_DATABASE = "create_postgres_database";

/** Submits an action as a person would, and returns the run's identifier. */
export async function submit(session: Session, action: string, input: object): Promise<string> {
  const { runId } = await session.mutate<{ runId: string }>("actions.execute", {
    identifier: action,
    ...input,
    idempotencyKey: randomUUID(),
  });
  return runId;
}

export const approve = (session: Session, runId: string): Promise<unknown> =>
  session.mutate("approvals.decide", { runId, decision: { status: "APPROVE" } });

/** A connection to the portal's own database, for what only it knows exactly: the times in its rows. */
export const openDatabase = (portal: RunningPortal) =>
  postgres(portal.databaseUrl(), { max: 2, onnotice() {} });
export type Database = ReturnType<typeof openDatabase>;

const ENDS: readonly RunStatus[] = [
  "succeeded",
  "failed",
  "declined",
  "cancelled",
  "expired",
  "stale",
  "interrupted",
];

/** Waits until the run has one of these statuses. Throws when it ended in another, or takes longer than `patienceMs`. */
export async function waitFor(
  db: Database,
  runId: string,
  wanted: RunStatus[],
  patienceMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const [row] = await db<{ status: RunStatus; failure: { message: string } | null }[]>`
      select status, failure from runs where id = ${runId}`;
    if (row && wanted.includes(row.status)) return;
    if (row && ENDS.includes(row.status))
      throw new Error(`Run ${runId} ended as ${row.status}: ${row.failure?.message ?? "no reason given"}`);
    if (Date.now() > deadline)
      throw new Error(`Run ${runId} is ${row?.status ?? "missing"} after ${patienceMs / 1000} s.`);
    await pause(20);
  }
}
