import { spawn } from "node:child_process";

export type ProgramResult = {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  timedOut: boolean;
};

/** Longest run of one step, in ms: a step that hangs must not hold a whole pipeline. */
const longestMs = 25 * 60_000;
/** After an interrupt, time to clean up before the group is killed, in ms. */
const graceMs = 15_000;

/** Process groups that run now, so that an interrupt reaches what they started too. */
const running = new Set<number>();

/** Runs a program in a group of its own and collects what it says. */
export async function runProgram(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<ProgramResult> {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (child.pid) running.add(child.pid);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void interruptAll();
  }, longestMs);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once("error", (error) => {
      chunks.push(Buffer.from(error.message));
      resolve([null, null]);
    });
    child.once("close", (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  clearTimeout(timer);
  if (child.pid) {
    running.delete(child.pid);
    // Whatever the program left in its group has no business to go on.
    signalGroup(child.pid, "SIGKILL");
  }
  return { code, signal, output: Buffer.concat(chunks).toString("utf8"), timedOut };
}

/** Asks everything that runs to stop, and kills what does not. */
export async function interruptAll(): Promise<void> {
  const groups = [...running];
  for (const group of groups) signalGroup(group, "SIGINT");
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && groups.some((group) => running.has(group))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  for (const group of groups) if (running.has(group)) signalGroup(group, "SIGKILL");
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
