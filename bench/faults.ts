import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startCounter } from "./faults/counter";
import { approveAll, persistently, startClients } from "./faults/client";
import { checkRemote, defineRemote, REMOTE_ACTIONS, startCallers, startReceiver } from "./faults/remote";
import { killList, killOne, living, randomFrom, TARGETS, type Kill } from "./faults/killer";
import * as tally from "./faults/tally";
import { ACTION, defineAction, writeTemplates } from "./faults/template";
import { newDataDir, removeInstallation, startPortal, type RunningPortal } from "./portal";
import type { Session } from "./session";
import { openDatabase, people, type Database } from "./traffic";

export interface FaultOptions {
  /** How often each target is killed. */
  kills: number;
  seed: number;
  /** People who request one run after the other. */
  clients: number;
}

/** How long everything may take to come to rest after the last kill, in ms. */
const REST_MS = 300_000;

/**
 * Kills worker, supervisor, Terraform, web and PostgreSQL of a real portal at random moments, while people submit, approve
 * and cancel, and prints what became of it. Effects are counted in a file that the portal knows nothing of, and calls to a
 * backend elsewhere by that backend.
 *
 * @returns whether every promise was kept
 */
export async function faults({ kills, seed, clients: count }: FaultOptions): Promise<boolean> {
  const random = randomFrom(seed);
  const dataDir = newDataDir("faults");
  const sentinel = path.join(dataDir, "sentinel");
  const templates = path.join(dataDir, "templates");
  fs.writeFileSync(sentinel, "");
  const counter = await startCounter(sentinel);
  writeTemplates(templates, counter.port, [0.2, 0.8]);
  console.log(
    `Faults: each of ${TARGETS.join(", ")} ${kills} times, ${count} clients, seed ${seed} (--seed ${seed} repeats the order).`,
  );
  const receiver = await startReceiver(randomFrom(seed + 1));
  const portal = await startPortal({
    dataDir,
    environment: {
      WAYMARK_TEMPLATES_DIR: templates,
      WAYMARK_EGRESS_ALLOW: "127.0.0.0/8",
      // Effects are counted in a file, and nothing in a sandbox can write it.
      WAYMARK_SANDBOX: "off",
    },
  });
  let kept = false;
  try {
    const sessions = await people(portal);
    await defineAction(sessions.admin, counter.port);
    await defineRemote(sessions.admin, receiver.url);
    const clients = startClients(sessions, count, random, `chain-${seed}`);
    const callers = startCallers(sessions.developer, randomFrom(seed + 2), `call-${seed}`);
    const done = await killAll(portal, kills, random);
    const stopped = Promise.all([clients.stop(), callers.stop()]);
    const db = openDatabase(portal);
    try {
      await rest(db, sessions.lead);
      await stopped;
      const findings = [
        ...(await judge(portal, db, sessions, sentinel, done, clients)),
        ...(await checkRemote(db, callers.submissions, receiver)),
        unseen([...clients.surprises, ...callers.surprises]),
      ];
      kept = print(findings);
    } finally {
      await db.end();
    }
  } finally {
    if (!kept) keepEvidence(portal);
    await portal.stop();
    await receiver.close();
    await counter.close();
    if (kept) removeInstallation(dataDir);
  }
  return kept;
}

async function killAll(portal: RunningPortal, kills: number, random: () => number): Promise<Kill[]> {
  const done: Kill[] = [];
  await pause(3_000);
  for (const target of killList(kills, random)) {
    const kill = await killOne(portal, target, random);
    if (kill) done.push(kill);
    console.log(
      `  ${new Date().toISOString().slice(11, 23)} ${kill ? "killed" : "found no"} ${target}${kill?.command ? ` (${kill.command})` : ""}`,
    );
    await pause(500 + random() * 4_500);
  }
  return done;
}

/** Waits until no run has anything left to do; what waits for an approval gets one. */
async function rest(db: Database, lead: Session): Promise<void> {
  const deadline = Date.now() + REST_MS;
  for (;;) {
    const [row] = await persistently(
      () => db<{ live: number }[]>`
        select count(*)::int as live from runs where action_identifier in ${db([ACTION, ...REMOTE_ACTIONS])}
        and status in ('queued', 'planning', 'checking', 'awaiting_approval', 'approved', 'applying', 'registering')`,
    );
    if (row?.live === 0) return;
    if (Date.now() > deadline) return;
    await persistently(() => approveAll(lead, () => undefined));
    await pause(500);
  }
}

async function judge(
  portal: RunningPortal,
  db: Database,
  { admin, lead }: Awaited<ReturnType<typeof people>>,
  file: string,
  kills: Kill[],
  clients: ReturnType<typeof startClients>,
): Promise<tally.Finding[]> {
  const sentinel = tally.readSentinel(file);
  const runs = await tally.readRuns(db);
  const cancelled = new Set(clients.submissions.flatMap((s) => (s.cancelled && s.runId ? [s.runId] : [])));
  const left = await living(portal.dataDir);
  const findings: tally.Finding[] = [
    {
      what: "kills",
      value: TARGETS.map((t) => `${kills.filter((k) => k.target === t).length} ${t}`).join(", "),
    },
    ...tally.checkSubmissions(clients.submissions, runs),
    ...tally.checkEffects(runs, sentinel),
    ...tally.checkEnds(runs, await tally.runsKilled(db, kills), cancelled),
    ...(await tally.checkReports(admin, runs, sentinel)),
    ...(await tally.checkCancelled(admin, runs, sentinel)),
    ...(await tally.checkWorkspaces(db)),
    ...(await tally.checkLogs(db, runs)),
    { what: "Terraform left running", value: String(left.length), broken: left },
  ];
  return [...findings, ...(await acknowledgeAll(db, lead, runs, sentinel, file))];
}

const unseen = (surprises: [text: string, n: number][]): tally.Finding => ({
  what: "answers that no client should see",
  value: String(surprises.reduce((sum, [, n]) => sum + n, 0)),
  broken: surprises.map(([text, n]) => `${n} × ${text}`),
});

/** A person looks at what was interrupted: after that its workspace is free, and nothing was made a second time. */
async function acknowledgeAll(
  db: Database,
  lead: Session,
  runs: tally.RunFacts[],
  before: Map<string, number[]>,
  file: string,
): Promise<tally.Finding[]> {
  const interrupted = runs.filter((run) => run.status === "interrupted");
  for (const run of interrupted)
    await lead.mutate("runs.acknowledge", {
      runId: run.id,
      reason: "Killed by the fault bench; counted in its sentinel.",
    });
  const after = (await tally.readRuns(db)).filter((run) => interrupted.some((i) => i.id === run.id));
  const busy = await db<{ name: string }[]>`
    select name from workspaces where held_by_run is not null or lock_id is not null or status = 'blocked'`;
  const grown = [...tally.readSentinel(file)].filter(
    ([name, counts]) => String(counts) !== String(before.get(name) ?? ""),
  );
  return [
    {
      what: "acknowledged and not failed",
      value: `${after.filter((r) => r.status !== "failed").length} of ${after.length}`,
      broken: after.filter((r) => r.status !== "failed").map((r) => r.id),
    },
    { what: "workspaces busy at the end", value: String(busy.length), broken: busy.map((w) => w.name) },
    {
      what: "effects after everything ended",
      value: String(grown.length),
      broken: grown.map(([name]) => name),
    },
  ];
}

function print(findings: tally.Finding[]): boolean {
  const width = Math.max(...findings.map((f) => f.what.length));
  console.log();
  for (const { what, value, broken } of findings) {
    console.log(
      `${what.padEnd(width)}  ${broken === undefined ? "    " : broken.length === 0 ? "ok  " : "BAD "}  ${value}`,
    );
    for (const line of broken ?? []) console.log(`${"".padEnd(width)}        ${line}`);
  }
  const bad = findings.filter((f) => f.broken && f.broken.length > 0).length;
  console.log(bad === 0 ? "\nEvery promise was kept." : `\n${bad} promises were broken.`);
  return bad === 0;
}

function keepEvidence(portal: RunningPortal): void {
  fs.writeFileSync(path.join(portal.dataDir, "logs", "up.log"), portal.said());
  console.log(`Logs, sentinel and database are kept in ${portal.dataDir}.`);
}
