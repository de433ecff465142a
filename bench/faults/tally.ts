import fs from "node:fs";
import type { RunFailure, RunStatus } from "@/server/runs/schema";
import type { Session } from "../session";
import type { Database } from "../traffic";
import type { Submission } from "./client";
import type { Kill } from "./killer";
import { addressOf, BLUEPRINT, EFFECTS, LINES } from "./template";

export interface RunFacts {
  id: string;
  name: string;
  status: RunStatus;
  failure: RunFailure | null;
  subjectHash: string | null;
  executedHash: string | null;
  approvedHash: string | null;
  workspaceId: string | null;
}

/** One line of the tally. `broken` names what breaks a promise; a line without promise has `broken` undefined. */
export interface Finding {
  what: string;
  value: string;
  broken?: string[];
}

/** Effects by run: how often each was made, by the file outside of the portal. */
export function readSentinel(file: string): Map<string, number[]> {
  const effects = new Map<string, number[]>();
  for (const line of fs.readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const [name = "", effect = ""] = line.split(" ");
    const counts = effects.get(name) ?? Array.from({ length: EFFECTS }, () => 0);
    counts[Number(effect)] = (counts[Number(effect)] ?? 0) + 1;
    effects.set(name, counts);
  }
  return effects;
}

export const readRuns = (db: Database): Promise<RunFacts[]> =>
  db<RunFacts[]>`
    select r.id, r.entity_identifier as name, r.status, r.failure, r.subject_hash as "subjectHash",
           r.executed_hash as "executedHash", a.subject_hash as "approvedHash", r.workspace_id as "workspaceId"
    from runs r left join approval_requests a on a.run_id = r.id and a.status = 'approved'
    where r.blueprint = ${BLUEPRINT} order by r.created_at`.then((rows) => [...rows]);

/** What clients were promised, against what the portal has. */
export function checkSubmissions(submissions: Submission[], runs: RunFacts[]): Finding[] {
  const acknowledged = submissions.filter((s) => s.runId !== null);
  const ids = new Set(runs.map((run) => run.id));
  const perName = groupBy(runs, (run) => run.name);
  return [
    {
      what: "requests sent",
      value: `${submissions.length}, with ${submissions.reduce((n, s) => n + s.retries, 0)} attempts that got no answer`,
    },
    {
      what: "requests never acknowledged",
      value: String(submissions.length - acknowledged.length),
      broken: submissions.filter((s) => !s.runId).map((s) => s.name),
    },
    {
      what: "acknowledged and lost",
      ...count(acknowledged.filter((s) => !ids.has(s.runId!)).map((s) => s.name)),
    },
    {
      what: "requests with two runs",
      ...count([...perName].filter(([, of]) => of.length > 1).map(([name]) => name)),
    },
  ];
}

/** What happened in the world, against what the portal says of it. */
export function checkEffects(runs: RunFacts[], sentinel: Map<string, number[]>): Finding[] {
  const doubled = [...sentinel].flatMap(([name, counts]) =>
    counts.flatMap((n, effect) => (n > 1 ? [`${name} ${effect}`] : [])),
  );
  const missing = runs
    .filter((run) => run.status === "succeeded")
    .flatMap((run) =>
      (sentinel.get(run.name) ?? Array.from({ length: EFFECTS }, () => 0)).flatMap((n, effect) =>
        n < 1 ? [`${run.name} ${effect}`] : [],
      ),
    );
  const known = new Set(runs.map((run) => run.name));
  const total = [...sentinel.values()].flat().reduce((sum, n) => sum + n, 0);
  return [
    { what: "effects counted outside", value: String(total) },
    { what: "effects doubled", ...count(doubled) },
    { what: "effects missing in succeeded runs", ...count(missing) },
    { what: "effects without a run", ...count([...sentinel.keys()].filter((name) => !known.has(name))) },
  ];
}

/** Ends, and whether each unhappy one was our doing. */
export function checkEnds(runs: RunFacts[], killedRuns: Set<string>, cancelled: Set<string>): Finding[] {
  const statuses = groupBy(runs, (run) => run.status);
  const ends: RunStatus[] = [
    "succeeded",
    "failed",
    "cancelled",
    "interrupted",
    "expired",
    "stale",
    "declined",
  ];
  const unexplained = runs.filter(
    (run) =>
      (run.status === "failed" || run.status === "interrupted" || run.status === "stale") &&
      !killedRuns.has(run.id) &&
      !cancelled.has(run.id),
  );
  const approvedOnes = runs.filter((run) => run.executedHash !== null);
  return [
    {
      what: "runs by status",
      value: [...statuses].map(([status, of]) => `${of.length} ${status}`).join(", "),
    },
    {
      what: "runs that never ended",
      ...count(runs.filter((run) => !ends.includes(run.status)).map((run) => `${run.id} ${run.status}`)),
    },
    {
      what: "runs that failed, though nobody killed their Terraform",
      ...count(
        unexplained.map(
          (run) =>
            `${run.id} ${run.status}: ${run.failure?.message ?? ""} ${run.failure?.diagnostics[0]?.summary ?? ""} ${run.failure?.diagnostics[0]?.detail ?? ""}`,
        ),
      ),
    },
    {
      what: "executed what was not approved",
      ...count(approvedOnes.filter((run) => run.executedHash !== run.approvedHash).map((run) => run.id)),
      value: `${approvedOnes.filter((run) => run.executedHash !== run.approvedHash).length} of ${approvedOnes.length} executed`,
    },
    {
      what: "succeeded without approval",
      ...count(
        runs
          .filter(
            (run) =>
              run.status === "succeeded" && (!run.approvedHash || run.executedHash !== run.approvedHash),
          )
          .map((run) => run.id),
      ),
    },
  ];
}

/**
 * Reports of interrupted runs against the sentinel and the state: an effect that happened is either reported or was the one
 * under way when Terraform died, nothing is reported that did not happen, and what is called saved is in the state.
 */
export async function checkReports(
  admin: Session,
  runs: RunFacts[],
  sentinel: Map<string, number[]>,
): Promise<Finding[]> {
  const wrong: string[] = [];
  const notes: string[] = [];
  for (const run of runs.filter((r) => r.status === "interrupted")) {
    const counts = sentinel.get(run.name) ?? [];
    const happened = new Set(counts.flatMap((n, effect) => (n > 0 ? [addressOf(effect)] : [])));
    const reported = new Map((run.failure?.completed ?? []).map((c) => [c.address, c.inState]));
    const state = await addressesInState(admin, run.workspaceId);
    const unreported = [...happened].filter((address) => !reported.has(address));
    if (unreported.length > 1) wrong.push(`${run.id} does not report ${unreported.join(", ")}`);
    for (const [address, inState] of reported) {
      if (!happened.has(address)) wrong.push(`${run.id} reports ${address}, which did not happen`);
      if (inState !== state.has(address))
        wrong.push(`${run.id} says ${inState ? "saved" : "not saved"} of ${address}, wrongly`);
    }
    notes.push(`${happened.size} made, ${reported.size} reported, ${state.size} in state`);
  }
  return [
    {
      what: "interrupted runs with a wrong report",
      ...count(wrong),
      value: `${wrong.length} of ${notes.length}${notes.length ? ` (${notes.join("; ")})` : ""}`,
    },
  ];
}

/** A cancelled run has stopped in order: what it made is in its state. */
export async function checkCancelled(
  admin: Session,
  runs: RunFacts[],
  sentinel: Map<string, number[]>,
): Promise<Finding[]> {
  const cancelled = runs.filter((run) => run.status === "cancelled");
  const wrong: string[] = [];
  for (const run of cancelled) {
    const counts = sentinel.get(run.name) ?? [];
    if (!counts.some((n) => n > 0)) continue;
    const state = await addressesInState(admin, run.workspaceId);
    const unsaved = counts.flatMap((n, effect) =>
      n > 0 && !state.has(addressOf(effect)) ? [addressOf(effect)] : [],
    );
    if (unsaved.length > 0)
      wrong.push(`${run.id} (${run.name}) made ${unsaved.join(", ")}, which its state does not know`);
  }
  return [
    {
      what: "cancelled runs whose state lacks an effect",
      ...count(wrong),
      value: `${wrong.length} of ${cancelled.length}`,
    },
  ];
}

async function addressesInState(admin: Session, workspaceId: string | null): Promise<Set<string>> {
  if (!workspaceId) return new Set();
  const [head] = await admin.query<{ version: number }[]>("runs.workspaces.versions", { workspaceId });
  if (!head) return new Set();
  const { text } = await admin.mutate<{ text: string }>("runs.workspaces.downloadVersion", {
    workspaceId,
    version: head.version,
  });
  const state = JSON.parse(text) as { resources?: { type: string; name: string }[] };
  return new Set((state.resources ?? []).map((resource) => `${resource.type}.${resource.name}`));
}

/** Locks and workspaces: nothing that ended holds any. `blocked` are those that wait for a person, rightly. */
export async function checkWorkspaces(db: Database): Promise<Finding[]> {
  const rows = await db<
    { name: string; status: string; holder: string | null; locker: string | null; interrupted: boolean }[]
  >`
    select w.name, w.status, h.status as holder, l.status as locker,
           exists (select 1 from runs i where i.workspace_id = w.id and i.status = 'interrupted') as interrupted
    from workspaces w left join runs h on h.id = w.held_by_run left join runs l on l.id = w.lock_run_id and w.lock_id is not null`;
  const ended = (status: string | null) =>
    status !== null && /^(succeeded|failed|declined|cancelled|expired|stale)$/.test(status);
  return [
    {
      what: "workspaces held by a run that ended",
      ...count(rows.filter((w) => ended(w.holder)).map((w) => w.name)),
    },
    {
      what: "Terraform locks of a run that ended",
      ...count(rows.filter((w) => ended(w.locker)).map((w) => w.name)),
    },
    {
      what: "workspaces blocked without an interrupted run",
      ...count(rows.filter((w) => w.status === "blocked" && !w.interrupted).map((w) => w.name)),
    },
    {
      what: "interrupted runs whose workspace is not blocked",
      ...count(rows.filter((w) => w.status !== "blocked" && w.interrupted && !w.holder).map((w) => w.name)),
    },
  ];
}

/** Line numbers without a hole, and every line that an effect printed there once, in order. */
export async function checkLogs(db: Database, runs: RunFacts[]): Promise<Finding[]> {
  const wrong: string[] = [];
  let lines = 0;
  for (const run of runs) {
    const rows = await db<
      { seq: number; text: string }[]
    >`select seq, text from run_logs where run_id = ${run.id} order by seq`;
    lines += rows.length;
    const first = rows[0]?.seq ?? 1;
    if (rows.some((row, i) => row.seq !== first + i) || first > 1)
      wrong.push(`${run.id} has a hole in its line numbers`);
    const counted = rows
      .flatMap(({ text }) => /\): counted (\d+)$/.exec(text.trimEnd())?.[1] ?? [])
      .map(Number);
    if (counted.some((n, i) => n !== i))
      wrong.push(`${run.id} has lines missing or double: ${counted.join(" ")}`);
    if (run.status === "succeeded" && counted.length !== EFFECTS * LINES)
      wrong.push(`${run.id} has ${counted.length} of ${EFFECTS * LINES} lines`);
  }
  return [{ what: "log gaps", ...count(wrong), value: `${wrong.length} in ${lines} lines` }];
}

/** Runs whose Terraform we killed, by the executions that it was. */
export async function runsKilled(db: Database, kills: Kill[]): Promise<Set<string>> {
  const executions = kills.flatMap((k) => k.execution ?? []);
  if (executions.length === 0) return new Set();
  const rows = await db<
    { runId: string }[]
  >`select run_id as "runId" from run_executions where id in ${db(executions)}`;
  return new Set(rows.map((row) => row.runId));
}

const count = (found: string[]) => ({ value: String(found.length), broken: found });

function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
