import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { PolicyFacts } from "../core/facts";
import { FUNCTIONS, TYPES, VARIABLES } from "../core/reference";

/** The two texts of a policy. */
export interface Program {
  expression: string;
  message: string;
}

/** What is wrong with a text, and where: offsets in characters, null when it is about the whole. */
export interface Fault {
  part: "expression" | "message";
  message: string;
  from: number | null;
  to: number | null;
}

export type Judgement =
  { pass: boolean; message: string; error?: undefined } | { pass?: undefined; error: Fault };

/**
 * Longest evaluation of one policy, in ms: many hundred times what one takes on a plan with 200 changes. Its thread is ended.
 */
export const EVALUATION_MS = Number(process.env.WAYMARK_POLICY_LIMIT_MS ?? 1_000);
const START_MS = 15_000;
const MEMORY_MB = 128;
/** Characters of the facts of one run as JSON. */
export const MAX_FACTS = 16_000_000;

type Answer = Judgement | { faults: Fault[] };

interface Job {
  /** JSON, which passes to a thread faster than the objects themselves. */
  facts: string | null;
  programs: Program[];
  answers: (Answer | undefined)[];
  limitMs: number;
  resolve: (answers: Answer[]) => void;
}

interface Thread {
  worker: Worker;
  ready: boolean;
  job: Job | null;
  /** Of the programs of the job that are sent, the index in all of it. */
  sent: number[];
  timer: NodeJS.Timeout | undefined;
}

const queue: Job[] = [];
let thread: Thread | null = null;

/**
 * Evaluates policies on the facts of one run, in a thread with limits of time and memory. Out: for each, in order, whether the
 * run passes and the message, or why it could not be evaluated. Never throws.
 */
export async function judge(
  facts: PolicyFacts,
  programs: Program[],
  limitMs = EVALUATION_MS,
): Promise<Judgement[]> {
  if (programs.length === 0) return [];
  const json = JSON.stringify(facts);
  if (json.length > MAX_FACTS)
    return programs.map(() => failed("There is more to know of this run than policies can be told."));
  return (await ask(json, programs, limitMs)) as Judgement[];
}

/** What is wrong with the texts of a policy: syntax, unknown names, types that do not fit. Out: empty when nothing is. */
export async function checkProgram(program: Program): Promise<Fault[]> {
  const [answer] = (await ask(null, [program], EVALUATION_MS)) as (Judgement | { faults: Fault[] })[];
  if (answer && "faults" in answer) return answer.faults;
  return answer?.error ? [answer.error] : [];
}

const failed = (message: string): Judgement => ({
  error: { part: "expression", message, from: null, to: null },
});

function ask(facts: string | null, programs: Program[], limitMs: number): Promise<Answer[]> {
  return new Promise((resolve) => {
    queue.push({ facts, programs, answers: [], limitMs, resolve });
    dispatch();
  });
}

function dispatch(): void {
  if (queue.length === 0) return;
  thread ??= startThread();
  if (!thread.ready || thread.job) return;
  const job = queue.shift()!;
  thread.job = job;
  thread.sent = [...job.programs.keys()].filter((index) => job.answers[index] === undefined);
  thread.worker.ref();
  watch(thread);
  thread.worker.postMessage({ facts: job.facts, programs: thread.sent.map((index) => job.programs[index]) });
}

/** Gives the policy that is being evaluated its time. */
function watch(current: Thread): void {
  clearTimeout(current.timer);
  current.timer = setTimeout(
    () => retire(current, `It took longer than ${current.job?.limitMs} ms and was stopped.`),
    current.job?.limitMs,
  );
}

function startThread(): Thread {
  // Asked for at run time, since a bundler takes the constructor's argument for a module of its own.
  const { Worker: ThreadWorker } = process.getBuiltinModule("node:worker_threads");
  const worker = new ThreadWorker(path.join(process.cwd(), "server/policy/cel/thread.mjs"), {
    workerData: { types: TYPES, variables: VARIABLES, functions: FUNCTIONS },
    // Neither the environment of the process nor the loaders that it was started with.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const made: Thread = { worker, ready: false, job: null, sent: [], timer: undefined };
  made.timer = setTimeout(() => retire(made, "The thread that evaluates policies did not start."), START_MS);
  worker.on("error", (error) =>
    retire(made, /memory/i.test(error.message) ? "It needs too much memory." : error.message),
  );
  worker.on("exit", () => retire(made, "The thread that evaluates policies ended."));
  worker.on("message", (message: "ready" | { index: number; answer: Answer }) => receive(made, message));
  return made;
}

function receive(current: Thread, message: "ready" | { index: number; answer: Answer }): void {
  if (message === "ready") {
    clearTimeout(current.timer);
    current.ready = true;
    current.worker.unref();
    dispatch();
    return;
  }
  const { job } = current;
  if (!job) return;
  job.answers[current.sent[message.index]!] = message.answer;
  if (message.index < current.sent.length - 1) return watch(current);
  clearTimeout(current.timer);
  current.job = null;
  current.worker.unref();
  job.resolve(job.answers as Answer[]);
  dispatch();
}

/** Ends a thread. The policy that it was at has failed for this reason; those after it are asked again in a new one. */
function retire(current: Thread, reason: string): void {
  if (thread !== current) return;
  thread = null;
  clearTimeout(current.timer);
  current.worker.removeAllListeners();
  // A thread that is being ended may still fail; nobody waits for it any more.
  current.worker.on("error", () => undefined);
  void current.worker.terminate();
  // One that never started takes the oldest that waits with it: they would start it anew for ever otherwise.
  const job = current.job ?? (current.ready ? undefined : queue.shift());
  if (job) {
    const next = [...job.programs.keys()].find((index) => job.answers[index] === undefined);
    if (next !== undefined) job.answers[next] = failed(reason);
    if ([...job.programs.keys()].every((index) => job.answers[index] !== undefined))
      job.resolve(job.answers as Answer[]);
    else queue.unshift(job);
  }
  dispatch();
}
