import fs from "node:fs/promises";
import path from "node:path";
import { Unavailable } from "@/server/kernel/errors";
import { RemoteRefused } from "../remote";
import type { RepositoryFile } from "../skeleton";
import type { Git, GitResult } from "./git-program";
import type { GitopsCall } from "./gitops";
import { redactorOf, viaConnection } from "./exchange";

/** How often a commit is made anew on a branch that moved meanwhile. */
const ATTEMPTS = 5;
/** How far back a commit of an earlier attempt is looked for. */
const DEPTH = 200;
const CALL_TRAILER = "Waymark-Call";
const RUN_TRAILER = "Waymark-Run";
const HEADS = "refs/heads/";

interface Work {
  call: GitopsCall;
  files: RepositoryFile[];
  /** A folder of its own. */
  folder: string;
}

export interface Pushed {
  commit: string;
  branch: string;
  /** What was done, for the log. */
  told: string;
}

/**
 * Puts the files on the branch by one commit and pushes it, anew when the branch moved. No file of the repository is written
 * to disk: the commit is made in git's index, so that no link of the repository is ever followed.
 */
export async function commitFiles(git: Git, work: Work): Promise<Pushed> {
  await must(git, work, ["init", "-q", "--bare", "."]);
  const lines = await storeFiles(git, work);
  for (let attempt = 1; ; attempt++) {
    const { branch, parent } = await fetchBranch(git, work);
    const before = parent && (await commitOfCall(git, work));
    if (before)
      return { commit: before, branch, told: `The commit ${before.slice(0, 12)} had been pushed before.` };
    const tree = await treeWith(git, work, parent, lines);
    if (parent && tree === (await must(git, work, ["rev-parse", `${parent}^{tree}`])).trim())
      return {
        commit: parent,
        branch,
        told: `The branch ${branch} has these files already; there was nothing to commit.`,
      };
    const commit = await commitTree(git, work, tree, parent);
    if (await push(git, work, commit, branch))
      return {
        commit,
        branch,
        told: `Pushed the commit ${commit.slice(0, 12)} with ${work.files.length} files to the branch ${branch}.`,
      };
    if (attempt === ATTEMPTS)
      throw new Unavailable(
        `The branch ${branch} moved ${ATTEMPTS} times while a commit was made. Try again later.`,
      );
  }
}

/** Stores each content as git does, and gives the lines that put them into an index. */
async function storeFiles(git: Git, { call, files, folder }: Work): Promise<string[]> {
  const blobs = path.join(folder, "waymark-files");
  await fs.mkdir(blobs);
  const given = files.filter((file) => file.content !== null);
  const paths = given.map((_, index) => path.join(blobs, String(index)));
  for (const [index, file] of given.entries()) await fs.writeFile(paths[index]!, file.content!);
  const hashes = (
    await must(git, { call }, ["hash-object", "-w", "--no-filters", "--stdin-paths"], paths.join("\n"))
  )
    .trim()
    .split("\n");
  const ids = new Map(given.map((file, index) => [file.path, hashes[index]!]));
  return files.map((file) => {
    const id = ids.get(file.path);
    return id === undefined ? `0 ${"0".repeat(40)}\t${file.path}\0` : `100644 ${id}\t${file.path}\0`;
  });
}

/** The branch that is committed to, and the commit that it is at; null in a repository without any. */
async function fetchBranch(git: Git, work: Work): Promise<{ branch: string; parent: string | null }> {
  const { repository, branch: wanted } = work.call.invocation;
  const listed = await must(git, work, ["ls-remote", "--symref", "--", repository, "HEAD", `${HEADS}*`]);
  const head = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(listed)?.[1];
  const has = (name: string) => listed.split("\n").some((line) => line.endsWith(`\t${HEADS}${name}`));
  const branch = wanted ?? head ?? "main";
  // A branch that is new begins where the default branch is.
  const from = has(branch) ? branch : head !== undefined && has(head) ? head : null;
  if (from === null) return { branch, parent: null };
  await must(git, work, [
    "fetch",
    "-q",
    "--no-tags",
    `--depth=${DEPTH}`,
    "--",
    repository,
    `+${HEADS}${from}:refs/waymark/base`,
  ]);
  return { branch, parent: (await must(git, work, ["rev-parse", "refs/waymark/base"])).trim() };
}

async function commitOfCall(git: Git, work: Work): Promise<string | null> {
  const format = `--format=%H %(trailers:key=${CALL_TRAILER},valueonly,separator=%x2C)`;
  const log = await must(git, work, ["log", "-n", String(DEPTH), format, "refs/waymark/base"]);
  return (
    log
      .split("\n")
      .find((line) => line.slice(41).trim() === work.call.callId)
      ?.slice(0, 40) ?? null
  );
}

async function treeWith(git: Git, work: Work, parent: string | null, lines: string[]): Promise<string> {
  await must(git, work, ["read-tree", ...(parent ? [parent] : ["--empty"])]);
  await must(git, work, ["update-index", "--add", "--replace", "-z", "--index-info"], lines.join(""));
  return (await must(git, work, ["write-tree"])).trim();
}

async function commitTree(git: Git, work: Work, tree: string, parent: string | null): Promise<string> {
  const { invocation, action, callId, runId, portalUrl } = work.call;
  const subject = invocation.message?.replaceAll("\0", "").trim() || action.title;
  const message = `${subject}\n\n${new URL(`/runs/${runId}`, portalUrl).href}\n\n${CALL_TRAILER}: ${callId}\n${RUN_TRAILER}: ${runId}\n`;
  const made = await must(
    git,
    work,
    ["commit-tree", tree, ...(parent ? ["-p", parent] : []), "-F", "-"],
    message,
  );
  return made.trim();
}

/** False: the branch moved, so the commit has to be made anew. */
async function push(git: Git, work: Work, commit: string, branch: string): Promise<boolean> {
  const { repository } = work.call.invocation;
  const result = await git(["push", "--porcelain", "--", repository, `${commit}:${HEADS}${branch}`]);
  if (result.code === 0) return true;
  const said = `${result.stdout}\n${result.stderr}`;
  if (
    /^!.*\[rejected\]|\(fetch first\)|\(non-fast-forward\)|cannot lock ref|reference already exists/m.test(
      said,
    )
  )
    return false;
  if (/^!.*\[remote rejected\]/m.test(said))
    throw new RemoteRefused(
      `The repository did not take the commit${viaConnection(work.call)}: ${saidByGit(work.call, said)}`,
    );
  throw failure(work.call, "push", result);
}

async function must(git: Git, { call }: Pick<Work, "call">, args: string[], stdin?: string): Promise<string> {
  const result = await git(args, stdin);
  if (result.code !== 0) throw failure(call, args[0]!, result);
  return result.stdout;
}

/** What may be over by itself can be tried again; who was refused will be refused again. */
function failure(call: GitopsCall, command: string, { stderr }: GitResult): Error {
  const message = `git ${command} failed${viaConnection(call)}: ${saidByGit(call, stderr)}`;
  const passing =
    /returned error: (408|429|5\d\d)|timed out|Could not resolve|Failed to connect|early EOF|RPC failed|hung up|Empty reply/i;
  if (passing.test(stderr)) return new Unavailable(message);
  return new RemoteRefused(message);
}

/** What git said, in one line, without a credential. */
const saidByGit = (call: GitopsCall, stderr: string): string =>
  redactorOf(call)(stderr)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !/^(hint:|To http|error: failed to push)/.test(line))
    .join(" ")
    .slice(0, 500);
