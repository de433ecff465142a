import { spawn } from "node:child_process";
import { Unavailable } from "@/server/kernel/errors";
import type { Pinned } from "@/server/kernel/pinned";
import type { Secret } from "@/server/kernel/secrets";

const PATH = process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin";
const LONGEST_MS = 120_000;
const MOST_OUTPUT = 4 * 1024 * 1024;

export interface GitResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type Git = (args: string[], stdin?: string | Buffer) => Promise<GitResult>;

/**
 * Git in a folder, with an environment of its own: it asks nobody, follows no redirect, reads nobody's configuration, connects
 * to the one address that was checked, and finds the credential in its environment, never among its arguments.
 */
export function gitIn(
  folder: string,
  access: { pinned: Pinned; repository: string; username: string; password: Secret | null },
): Git {
  const { pinned, repository, username, password } = access;
  const ip = pinned.address.includes(":") ? `[${pinned.address}]` : pinned.address;
  const basic = password && Buffer.from(`${username}:${password.reveal()}`).toString("base64");
  const config: [string, string][] = [
    ["http.followRedirects", "false"],
    ["http.curloptResolve", `${pinned.host}:${pinned.port}:${ip}`],
    ["credential.helper", ""],
    ["core.hooksPath", "/dev/null"],
    ["gc.auto", "0"],
    ["protocol.version", "2"],
    ...(basic
      ? [
          [`http.${new URL(repository).origin}/.extraHeader`, `Authorization: Basic ${basic}`] as [
            string,
            string,
          ],
        ]
      : []),
  ];
  const environment: NodeJS.ProcessEnv = {
    PATH,
    HOME: folder,
    LC_ALL: "C",
    NODE_ENV: "production",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "/bin/false",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ALLOW_PROTOCOL: "http:https",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    ...IDENTITY,
  };
  return (args, stdin) => run(folder, args, environment, stdin);
}

const IDENTITY = {
  GIT_AUTHOR_NAME: "Waymark",
  GIT_AUTHOR_EMAIL: "waymark@invalid",
  GIT_COMMITTER_NAME: "Waymark",
  GIT_COMMITTER_EMAIL: "waymark@invalid",
};

function run(
  folder: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
  stdin: string | Buffer = "",
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that the programs that git starts end with it.
    const child = spawn("git", args, { cwd: folder, env: environment, detached: true, stdio: "pipe" });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    let stopped: string | null = null;
    const stop = (why: string) => {
      stopped ??= why;
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const timer = setTimeout(() => stop("took too long"), LONGEST_MS);
    const keep = (into: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT) stop("said too much");
      else into.push(chunk);
    };
    child.stdout.on("data", keep(out));
    child.stderr.on("data", keep(err));
    // Git may end before it has read all; how it ended says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(
        error.code === "ENOENT"
          ? new Unavailable("The program git was not found on the portal's machine. Install it there.")
          : error,
      );
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      if (stopped) reject(new Unavailable(`git ${args[0]} ${stopped} and was stopped. Try again later.`));
      else
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(out).toString("utf8"),
          stderr: Buffer.concat(err).toString("utf8"),
        });
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
