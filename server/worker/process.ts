import { createDatabase, type Database } from "@/db/client";
import { escalate, remind } from "@/server/approvals/service/remind";
import { updateSlack } from "@/server/approvals/service/refresh-slack";
import { handlePress } from "@/server/approvals/service/slack-press";
import { advanceUpgrade, sweepUpgrades } from "@/server/actions/service/upgrade/many";
import { expireDue } from "@/server/approvals/service/request";
import { fireAll } from "@/server/automations/service/fire";
import { forget, noteSlots } from "@/server/automations/service/schedule";
import { allocateAll } from "@/server/cost/service/billing/allocation";
import { sweepBills } from "@/server/cost/service/billing/imports";
import { readBill } from "@/server/cost/service/billing/read-bill";
import { sendChange } from "@/server/catalog/service/changelog";
import { foldCounts } from "@/server/catalog/service/counts";
import { runMigration } from "@/server/catalog/service/migrate";
import { markTimed } from "@/server/catalog/service/marks";
import { recompute } from "@/server/catalog/service/recompute";
import { fireTimers } from "@/server/catalog/service/timers";
import { keepInStep } from "@/server/catalog/service/system/sync";
import { DEMO_ACTOR } from "@/server/demo/schema";
import { loadScenario } from "@/server/demo/service/load";
import { removeScenario } from "@/server/demo/service/remove";
import { stepBackfill } from "@/server/insights/service/backfill/run";
import { followHistories } from "@/server/insights/service/histories";
import { matchMarked } from "@/server/insights/service/match";
import { type Context, systemContext } from "@/server/kernel/context";
import {
  beat,
  DEAD_AFTER_SECONDS,
  deadJobLocks,
  deadWorkers,
  stopBeating,
  unlockJobs,
} from "@/server/kernel/heartbeats";
import { newId } from "@/server/kernel/ids";
import { type JobHandlers, runJobs } from "@/server/kernel/jobs-runner";
import { log } from "@/server/kernel/log";
import { tickLifetimes } from "@/server/lifetimes/service/expire";
import { deliverNext, forgetEvents } from "@/server/kernel/outbox";
import { runOutbox } from "@/server/kernel/outbox-lane";
import { transaction } from "@/server/kernel/transaction";
import { tickSnapshots } from "@/server/metrics/service/freeze";
import { takeInAll } from "@/server/pipelines/versions";
import { deliverNotice, sweepNotices } from "@/server/notifications/service/deliver";
import { forgetDeliveries, sweepDeliveries } from "@/server/pipelines/inbound";
import { forgetCases } from "@/server/policy/service/trial";
import { advance } from "@/server/runs/service/advance";
import { dealWithDeliveries, dealWithDelivery } from "@/server/runs/service/inbound";
import { createEngine, type Engine, TIMING, type Timing } from "@/server/runs/service/engine";
import { voidRun } from "@/server/runs/service/decided";
import { beginDueChecks } from "@/server/runs/service/drift/checks";
import { recoverRuns } from "@/server/runs/service/recover";
import { recoverPlans, speculate } from "@/server/runs/service/speculative/drive";
import { subscriptionsNow } from "@/server/subscriptions";
import { sendWave } from "@/server/surveys/service/send";
import { tickSurveys } from "@/server/surveys/service/tick";

export interface WorkerOptions {
  databaseUrl: string;
  timing?: Timing;
  /** How often the worker says that it lives, in ms. */
  beatMs?: number;
  /** How often it looks for what others left, in ms. */
  sweepMs?: number;
  /** After how many seconds without a beat another worker is dead. */
  deadAfterSeconds?: number;
  /** Runs that are driven at the same time. */
  runs?: number;
  /** Puts other parts in the engine's place. */
  adapt?: (engine: Engine) => Engine;
}

export interface WorkerProcess {
  owner: string;
  /** Gives its runs back, finishes its other jobs and ends its connections. */
  stop(): Promise<void>;
  /** Rejects when the worker cannot go on, as when the database went away. */
  broken: Promise<never>;
}

/** The API is loaded by the worker only when a run calls it. */
const answerOwn: Engine["ownApi"] = async (ctx, request) =>
  (await import("@/server/api/own-api")).answerAs(ctx, request);

const context = (db: Database, name: string): Context => systemContext(db, name, newId());

function handlersOf(db: Database, engine: Engine): JobHandlers {
  return {
    // Left by an earlier version: what it names stands in the outbox, and is delivered from there.
    "kernel.deliver": async () => undefined,
    "runs.advance": ({ runId }, { attempt }) => advance(context(db, "Waymark"), engine, runId, attempt),
    "runs.speculate": ({ planId }) => speculate(context(db, "Waymark"), engine, planId),
    "runs.takeDelivery": (delivery) => dealWithDelivery(context(db, "Waymark"), delivery),
    "runs.takeDeliveries": () => dealWithDeliveries(context(db, "Waymark")),
    "runs.void": ({ runId }) => voidRun(context(db, "Waymark"), runId),
    "automations.fire": ({ firingIds }, { attempt }) => fireAll(context(db, "Waymark"), firingIds, attempt),
    "cost.readBill": ({ importId }, { attempt }) => readBill(context(db, "Waymark"), importId, attempt),
    "cost.allocate": () => allocateAll(context(db, "Waymark")),
    "demo.load": (_, { attempt }) => loadScenario(context(db, DEMO_ACTOR), attempt),
    "demo.remove": (_, { attempt }) => removeScenario(context(db, DEMO_ACTOR), attempt),
    "insights.backfill": ({ backfillId }) => stepBackfill(context(db, "Back-fill"), backfillId),
    "catalog.migrate": ({ migrationId }) => runMigration(context(db, "Waymark"), migrationId),
    "catalog.sendChange": (change, { attempt }) => sendChange(context(db, "Waymark"), change, attempt),
    "approvals.remind": async ({ requestId }) => void (await remind(context(db, "Waymark"), requestId)),
    "approvals.escalate": async ({ requestId }) => void (await escalate(context(db, "Waymark"), requestId)),
    "approvals.slackPress": ({ pressId }) => handlePress(context(db, "Waymark"), pressId),
    "approvals.refreshSlack": ({ runId }) => updateSlack(context(db, "Waymark"), runId),
    "surveys.send": ({ waveId }) => sendWave(context(db, "Waymark"), waveId),
    "notifications.deliver": ({ noticeId }) => deliverNotice(context(db, "Waymark"), noticeId),
    "actions.upgrade": ({ upgradeId }) => advanceUpgrade(context(db, "Waymark"), upgradeId),
    "approvals.expire": async ({ requestId }) =>
      void (await transaction(context(db, "Waymark"), (tx) => expireDue(tx, requestId))),
  };
}

/** How often values are computed that follow from changes, and timers fired, in ms; and for how long at a time. */
const COMPUTE_MS = 250;
const LONGEST_COMPUTE_MS = 2_000;
/** How often it is looked for what has come to its end, in ms. */
const LIFETIMES_MS = 1_000;
/** How often values are computed anew that change as time passes, in ms. */
const CLOCK_MS = 60_000;

/** How often it is looked for figures to keep as they are shown, in ms. */
const FREEZE_MS = 60_000;

/** Starts to take jobs, to beat, and to sweep up after workers that died. */
export async function startWorker(options: WorkerOptions): Promise<WorkerProcess> {
  const { beatMs = 3_000, sweepMs = 5_000, deadAfterSeconds = DEAD_AFTER_SECONDS, runs = 8 } = options;
  const owner = `w_${newId()}`;
  const stopping = new AbortController();
  const { db, sql, close } = createDatabase(options.databaseUrl, { max: runs + 6 });
  const made = createEngine(owner, stopping.signal, options.timing ?? TIMING, answerOwn);
  const engine = options.adapt?.(made) ?? made;
  const me = { host: engine.host, pid: process.pid };

  // Beats before it takes a job, so that no sweeper takes it for one that never beat.
  await beat(db, [owner], me);
  const jobs = await runJobs(options.databaseUrl, handlersOf(db, engine), [
    { jobs: ["runs.advance"], concurrency: runs },
    // Plans that nobody applies must not keep runs waiting.
    { jobs: ["runs.speculate"], concurrency: 2 },
    // A vendor may send thousands at once.
    { jobs: ["runs.takeDelivery", "runs.takeDeliveries"], concurrency: 4 },
    { jobs: ["catalog.migrate"], concurrency: 1 },
    { jobs: ["demo.load", "demo.remove"], concurrency: 1 },
    // Vendors answer as they like, and ask to wait.
    { jobs: ["insights.backfill"], concurrency: 2 },
    // A file of a million lines is read at a stretch.
    { jobs: ["cost.readBill", "cost.allocate"], concurrency: 1 },
    // Receivers may be slow; what waits for them keeps nothing else waiting.
    { jobs: ["catalog.sendChange"], concurrency: 4 },
    // Conditions are jq, which may take its time.
    { jobs: ["automations.fire"], concurrency: 2 },
    { jobs: ["notifications.deliver", "approvals.refreshSlack", "surveys.send"], concurrency: 4 },
    // A dialog in Slack has to open within three seconds of the press.
    { jobs: ["approvals.slackPress"], concurrency: 2 },
    {
      jobs: [
        "kernel.deliver",
        "runs.void",
        "actions.upgrade",
        "approvals.expire",
        "approvals.remind",
        "approvals.escalate",
      ],
      concurrency: 4,
    },
  ]);

  const events = runOutbox(sql, async (except) => {
    const ctx = context(db, "Waymark");
    return deliverNext(ctx, await subscriptionsNow(ctx), except);
  });
  const beats = every(beatMs, "heartbeat", async () => {
    await beat(db, [owner, ...jobs.workerIds()], me);
  });
  let inStep = false;
  const sweeps = every(sweepMs, "sweep", async () => {
    const ctx = context(db, "Waymark");
    if (!inStep) await keepInStep(ctx);
    if (!inStep) await takeInAll(ctx);
    inStep = true;
    await unlockJobs(db, await deadJobLocks(db, deadAfterSeconds));
    await recoverRuns(ctx, engine, await deadWorkers(db, deadAfterSeconds));
    await recoverPlans(ctx, engine);
    await sweepUpgrades(ctx);
    await beginDueChecks(ctx);
    await forgetEvents(ctx);
    await sweepNotices(ctx);
    await sweepBills(ctx);
    await foldCounts(ctx);
    await noteSlots(ctx);
    await followHistories(ctx);
  });
  const computing = every(COMPUTE_MS, "recompute", async () => {
    await recompute(context(db, "Waymark"), LONGEST_COMPUTE_MS);
    await fireTimers(context(db, "Waymark"));
  });
  const matching = every(COMPUTE_MS, "insights", async () => {
    await matchMarked(context(db, "Insights"), LONGEST_COMPUTE_MS);
  });
  const ends = every(LIFETIMES_MS, "lifetimes", async () => {
    await tickLifetimes(context(db, "Lifetimes"));
    await tickSurveys(context(db, "Surveys"));
  });
  const clock = every(CLOCK_MS, "clock", async () => {
    await markTimed(context(db, "Waymark"));
    await forget(context(db, "Waymark"));
    await forgetDeliveries(context(db, "Waymark"));
    await sweepDeliveries(context(db, "Waymark"));
    await forgetCases(context(db, "Waymark"));
  });
  const freezing = every(FREEZE_MS, "snapshots", async () => {
    await tickSnapshots(context(db, "Insights"));
  });
  const stopAll = async () => {
    stopping.abort();
    await freezing.stop();
    await clock.stop();
    await ends.stop();
    await matching.stop();
    await computing.stop();
    await sweeps.stop();
    await events.stop();
    await jobs.stop();
    await beats.stop();
    await stopBeating(db, [owner, ...jobs.workerIds()]);
    await close();
  };
  let stopped: Promise<void> | undefined;
  return { owner, broken: jobs.broken, stop: () => (stopped ??= stopAll()) };
}

/** Does something at once and then again and again, never twice at a time; a failure is logged and the next turn comes. */
function every(ms: number, name: string, work: () => Promise<void>): { stop: () => Promise<void> } {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  const turn = () => {
    current = work()
      .catch((error: unknown) => log.warn({ turn: name, err: String(error) }, "a turn of the worker failed"))
      .then(() => {
        if (!over) timer = setTimeout(turn, ms);
      });
  };
  turn();
  return {
    stop: () => {
      over = true;
      clearTimeout(timer);
      return current;
    },
  };
}
