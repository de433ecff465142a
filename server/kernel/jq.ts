import path from "node:path";
import type { Worker } from "node:worker_threads";
import { followPath, parsePath } from "./core/jq-path";
import { prelude } from "./core/jq-prelude";
import { doubleQuoted } from "./core/jq-text";
import { Unavailable } from "./errors";

/** Why an expression gave no value. `syntax` is the author's fault at any input; the others depend on the input. */
export type JqErrorKind = "syntax" | "runtime" | "timeout" | "memory" | "size";

export class JqError extends Error {
  constructor(
    readonly kind: JqErrorKind,
    message: string,
    readonly expression: string,
  ) {
    super(message);
    this.name = "JqError";
  }
}

/**
 * Longest evaluation, in ms. A filter cannot be interrupted, so its thread is ended. On a machine that does much else the
 * clock runs on while an expression waits for its turn: there, more can be allowed.
 */
const timeLimitMs = Number(process.env.WAYMARK_JQ_LIMIT_MS ?? 500);
const memoryBytes = 64 * 1024 * 1024;
/** A thread is replaced after so many evaluations: jq frees little of what it takes. */
const evaluationsPerThread = 1_000;
const threads = 2;
/** So many evaluations of one program at most are made in one call, on so many characters of data. */
const largestBatch = 50;
const longestBatch = 1_000_000;
const knownPrograms = 200;
const startLimitMs = 15_000;
const longestExpression = 20_000;
const longestInput = 8_000_000;

/**
 * Evaluates a jq expression. In: a JSON value. Out: its first result; null when it gives none (`empty`).
 * Strings may stand in single quotes too. Throws JqError.
 */
export async function evaluateJq(expression: string, input: unknown): Promise<unknown> {
  const steps = parsePath(expression);
  if (steps) {
    const found = followPath(steps, input);
    if (found) return found.value;
  }
  const json = wellFormed(input);
  if (json.length > longestInput)
    throw new JqError("size", "The data that the expression works on is too large.", expression);
  const output = await run(expression, prelude + doubleQuoted(expression), json);
  const line = output.slice(0, output.includes("\n") ? output.indexOf("\n") : undefined).trim();
  // jq prints numbers beyond a double as they are; JSON has no infinity.
  return line === ""
    ? null
    : (JSON.parse(line, (_, value: unknown) =>
        value === Infinity ? Number.MAX_VALUE : value === -Infinity ? -Number.MAX_VALUE : value,
      ) as unknown);
}

/** Compiles an expression without running it. Out: what is wrong with it, or null. Throws Unavailable when that took too long. */
export async function checkJq(expression: string): Promise<string | null> {
  if (parsePath(expression)) return null;
  try {
    await run(expression, `${prelude}empty | ${doubleQuoted(expression)}`, "null");
    return null;
  } catch (error) {
    if (error instanceof JqError && (error.kind === "syntax" || error.kind === "size")) return error.message;
    // A busy machine, or an expression that is too much for the compiler: nothing can be said of it now.
    if (error instanceof JqError)
      throw new Unavailable(
        `The expression "${expression.slice(0, 100)}" could not be checked: ${error.message} Try again, or make it simpler.`,
      );
    throw error;
  }
}

/** Half a surrogate pair is a string in JavaScript and an error in jq. */
function wellFormed(input: unknown): string {
  const json = JSON.stringify(input ?? null);
  if (!/\\ud[89a-f]/i.test(json)) return json;
  return JSON.stringify(input, (_, value: unknown) =>
    typeof value === "string" ? Buffer.from(value).toString() : value,
  );
}

interface Job {
  program: string;
  input: string;
  expression: string;
  /** How many evaluations it is. */
  size: number;
  /** Not to be made in one call with others. */
  alone: boolean;
  resolve: (output: string) => void;
  reject: (error: JqError) => void;
}

interface Thread {
  worker: Worker;
  evaluations: number;
  job: Job | null;
  timer: NodeJS.Timeout | undefined;
  ready: boolean;
}

const pool = new Set<Thread>();
const queue: Job[] = [];
/**
 * Programs that gave a result by themselves, so that they can be put into parentheses and mean the same; false: one that was
 * stopped when it worked on many, so that it does so no more.
 */
const batchable = new Map<string, boolean>();

function run(expression: string, program: string, input: string): Promise<string> {
  if (expression.length > longestExpression)
    return Promise.reject(
      new JqError("size", `The expression is longer than ${longestExpression} characters.`, expression),
    );
  if (expression.trim() === "")
    return Promise.reject(new JqError("syntax", "The expression is empty.", expression));
  // A NUL would end the program early.
  if (program.includes("\0"))
    return Promise.reject(new JqError("syntax", "The expression has a NUL character.", expression));
  return new Promise((resolve, reject) => {
    queue.push({ program, input, expression, size: 1, alone: false, resolve, reject });
    dispatch();
  });
}

function dispatch(): void {
  for (const thread of pool) if (thread.ready && !thread.job) assign(thread);
  const starting = [...pool].filter((thread) => !thread.ready).length;
  if (queue.length > starting && pool.size < threads) startThread();
}

function assign(thread: Thread): void {
  const job = nextJob();
  if (!job) return;
  thread.job = job;
  thread.worker.ref();
  thread.timer = setTimeout(
    () =>
      retire(
        thread,
        new JqError(
          "timeout",
          `The expression took longer than ${timeLimitMs} ms and was stopped.`,
          job.expression,
        ),
      ),
    timeLimitMs,
  );
  thread.worker.postMessage({ program: job.program, input: job.input });
}

/** The oldest job, together with those that wait for the same program. */
function nextJob(): Job | undefined {
  const first = queue.shift();
  if (!first || first.alone || !batchable.get(first.program)) return first;
  const jobs = [first];
  let length = first.input.length;
  for (let i = 0; i < queue.length && jobs.length < largestBatch;) {
    const job = queue[i]!;
    if (job.alone || job.program !== first.program || length + job.input.length > longestBatch) i++;
    else {
      length += job.input.length;
      jobs.push(job);
      queue.splice(i, 1);
    }
  }
  return jobs.length === 1 ? first : batchOf(first, jobs);
}

/**
 * One job for several of the same program. Each is as isolated as by itself: who fails in it is evaluated again alone, and
 * all are when the whole is stopped, so that each has the time limit and the reason of its own.
 */
function batchOf({ program, expression }: Job, jobs: Job[]): Job {
  const again = (job: Job) => queue.unshift({ ...job, alone: true });
  const apart = () => {
    batchable.set(program, false);
    for (const job of jobs.toReversed()) again(job);
  };
  return {
    program: `${prelude}.[] | try ([(${program.slice(prelude.length)}\n)] | .[:1]) catch null`,
    input: `[${jobs.map((job) => job.input).join(",")}]`,
    expression,
    size: jobs.length,
    alone: true,
    resolve: (output) => {
      const lines = output.trim().split("\n");
      if (lines.length !== jobs.length) return apart();
      for (const [i, job] of jobs.entries()) {
        const line = lines[i]!.trim();
        if (line === "null") again(job);
        else job.resolve(line.slice(1, -1));
      }
    },
    reject: apart,
  };
}

function startThread(): void {
  // Asked for at run time, since a bundler takes the constructor's argument for a module of its own.
  const { Worker: ThreadWorker } = process.getBuiltinModule("node:worker_threads");
  const root = process.cwd();
  const worker = new ThreadWorker(path.join(root, "server/kernel/jq-worker.mjs"), {
    workerData: { root, memoryBytes },
    // Neither the environment of the process nor the loaders that it was started with.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  const thread: Thread = { worker, evaluations: 0, job: null, timer: undefined, ready: false };
  pool.add(thread);
  const failed = (reason: string) => {
    const waiting = thread.job ?? (thread.ready ? null : (queue.shift() ?? null));
    thread.job = waiting;
    retire(
      thread,
      new JqError("memory", `The expression could not be evaluated: ${reason}`, waiting?.expression ?? ""),
    );
  };
  thread.timer = setTimeout(() => failed("its thread did not start."), startLimitMs);
  worker.on("error", (error) =>
    failed(/memory/i.test(error.message) ? "it needs too much memory." : error.message),
  );
  worker.on("exit", () => failed("its thread ended."));
  worker.on("message", (message: "ready" | Answer) => {
    clearTimeout(thread.timer);
    if (message === "ready") thread.ready = true;
    else settle(thread, message);
    if (!thread.job) worker.unref();
    dispatch();
  });
}

type Answer =
  { output: string; error?: undefined } | { output?: undefined; exitCode: number | null; error: string };

function settle(thread: Thread, answer: Answer): void {
  const job = thread.job;
  thread.job = null;
  thread.evaluations += job?.size ?? 1;
  if (!job) return;
  if (answer.output !== undefined) {
    if (!job.alone) remember(job.program);
    job.resolve(answer.output);
  } else job.reject(explain(answer.exitCode, answer.error, job.expression));
  // Other codes than jq's own two come from a module that is broken from now on.
  const broken = answer.output === undefined && answer.exitCode !== 3 && answer.exitCode !== 5;
  if (broken || thread.evaluations >= evaluationsPerThread) retire(thread, null);
}

function remember(program: string): void {
  if (batchable.has(program)) return;
  if (batchable.size >= knownPrograms) batchable.clear();
  batchable.set(program, true);
}

function explain(exitCode: number | null, text: string, expression: string): JqError {
  const first = text
    .replace(/^.*Non-zero exit code: \d+\n/s, "")
    .split("\n")[0]!
    .replace(/^jq: error(?: \(at [^)]*\))?: /, "")
    .replace(/ \(Unix shell quoting issues\?\)/, "")
    .replace(/,? at <top-level>.*$/, "");
  if (exitCode === 3) return new JqError("syntax", first || "The expression is no valid jq.", expression);
  if (exitCode === 5) return new JqError("runtime", first, expression);
  return new JqError("memory", "The expression needs too much memory and was stopped.", expression);
}

/** Ends a thread; `error` goes to whoever waits for it. */
function retire(thread: Thread, error: JqError | null): void {
  if (!pool.delete(thread)) return;
  clearTimeout(thread.timer);
  thread.worker.removeAllListeners();
  // A thread that is being ended may still fail; nobody waits for it any more.
  thread.worker.on("error", () => undefined);
  void thread.worker.terminate();
  if (error) thread.job?.reject(error);
  dispatch();
}
