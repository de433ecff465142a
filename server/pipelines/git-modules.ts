import fs from "node:fs/promises";
import path from "node:path";
import { Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { pinAddress } from "@/server/kernel/pinned";
import { canonicalJson, type Secret, sha256 } from "@/server/kernel/secrets";
import { type Git, gitIn } from "./backends/git-program";
import { liesUnder, repositoriesUnder } from "./core/connection-kinds";
import type { ConnectionKind } from "./core/connection-kinds";
import { moduleName, type ModuleSource } from "./schema";
import type { ModuleFiles } from "./versions";

const COMMIT = /^[0-9a-f]{40}$/;
const MAX_FILES = 500;
const MAX_BYTES = 10_000_000;
/** Values from such files would win over those that the action gives and people approve. */
const NEVER = /(\.tfvars|\.tfvars\.json|\.tfstate|\.tfstate\.backup)$/;

interface From {
  dataDir: string;
  /** Variables of the connection that the source names, with KIND and URL; empty: without credentials. */
  connection: Record<string, Secret>;
}

/**
 * The module of a git repository at one commit. What was fetched once is kept by its commit, which names its content; its files are
 * limited as those of a template are. Throws Precondition for a branch or tag (with the commit that it is at), and for a module that
 * cannot be taken; NotFound for a commit or folder that there is not; Invalid for an address that may not be reached; Unavailable.
 */
export async function loadGitModule(from: From, source: ModuleSource): Promise<ModuleFiles> {
  const { commit, folder = "" } = source;
  if (!COMMIT.test(commit)) throw new Precondition(await notPinned(from, source));
  const kept = path.resolve(
    from.dataDir,
    "modules",
    sha256(`${source.repository}@${commit}//${folder}`).slice(0, 40),
  );
  if (!(await exists(kept))) await fetchInto(from, source, kept);
  const files = await readBelow(path.join(kept, "tree"), folder, source);
  const hash = sha256(canonicalJson(Object.fromEntries(files.map((f) => [f.path, sha256(f.content)]))));
  return { snapshot: { source: moduleName({ source }), version: commit, sha256: hash }, files };
}

/** Why a source is not pinned, with the commit that it would be pinned to; null when it is. */
export async function sourceFault(from: From, source: ModuleSource): Promise<string | null> {
  return COMMIT.test(source.commit) ? null : notPinned(from, source);
}

async function notPinned(from: From, source: ModuleSource): Promise<string> {
  const { commit: name } = source;
  const what = `"${name}" is no commit: a branch or a tag can come to mean something else after it was approved.`;
  const found = await commitOf(from, source);
  return found
    ? `${what} It is at ${found} now; give that.`
    : `${what} Give all 40 digits of one; the repository has no "${name}".`;
}

/** The commit that a branch or tag is at now; null when the repository has no such name. Throws as `loadGitModule` does. */
export async function commitOf(
  from: From,
  { commit: name, ...source }: ModuleSource,
): Promise<string | null> {
  if (COMMIT.test(name)) return name;
  const listed = await withFolder(from, async (folder) => {
    const git = await gitFor(from, { ...source, commit: name }, folder);
    return git(["ls-remote", "--", source.repository, name, `${name}^{}`]);
  });
  if (listed.code !== 0) return null;
  const refs = new Map(
    listed.stdout.split("\n").flatMap((line): [string, string][] => {
      const [, commit, ref] = /^([0-9a-f]{40})\t(\S+)$/.exec(line) ?? [];
      return commit && ref ? [[ref, commit]] : [];
    }),
  );
  // A pattern matches names that only end with it, too; and a tag with a message is an object of its own, which leads to a commit.
  const names = [`refs/heads/${name}`, `refs/tags/${name}^{}`, `refs/tags/${name}`, name];
  return names.map((ref) => refs.get(ref)).find((commit) => commit !== undefined) ?? null;
}

async function gitFor(from: From, { repository }: ModuleSource, folder: string): Promise<Git> {
  return gitIn(folder, {
    pinned: await pinAddress(repository),
    repository,
    ...credentialsFor(from.connection, repository),
  });
}

/** Credentials go nowhere but to where their connection says. */
function credentialsFor(connection: From["connection"], repository: string) {
  const kind = connection.KIND?.reveal() as ConnectionKind | undefined;
  if (kind === undefined) return { username: "", password: null };
  const base = repositoriesUnder(kind, connection.URL?.reveal());
  if (base === null || !liesUnder(repository, base))
    throw Invalid.at(
      ["source", "connection"],
      "The repository of the module does not lie under the address of its connection. Choose another connection.",
    );
  if (kind === "github") return { username: "x-access-token", password: connection.TOKEN ?? null };
  if (kind === "gitlab") return { username: "oauth2", password: connection.TOKEN ?? null };
  return { username: connection.USERNAME?.reveal() ?? "git", password: connection.PASSWORD ?? null };
}

/** Fetches just the commit and lays its files out; the folder appears complete or not at all. */
async function fetchInto(from: From, source: ModuleSource, kept: string): Promise<void> {
  const { repository, commit } = source;
  await withFolder(from, async (folder) => {
    const git = await gitFor(from, source, folder);
    const must = async (...args: string[]) => {
      const done = await git(args);
      if (done.code === 0) return done.stdout;
      throw new NotFound(
        `The module at ${repository}: ${done.stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "git failed"}. Commit`,
        commit,
      );
    };
    await must("init", "-q", "--initial-branch=main", ".");
    // Links are written as plain files, which are refused below by what the tree says of them.
    await must("config", "core.symlinks", "false");
    await must("fetch", "-q", "--depth=1", "--no-tags", "--no-recurse-submodules", repository, commit);
    assertTree(
      await must("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", `${source.folder ?? "."}/`),
      source,
    );
    await fs.mkdir(path.join(folder, "out", "tree"), { recursive: true, mode: 0o700 });
    await must("--work-tree=out/tree", "checkout", "-q", commit, "--", source.folder ?? ".");
    await fs.mkdir(path.dirname(kept), { recursive: true, mode: 0o700 });
    await fs.rename(path.join(folder, "out"), kept).catch((error: unknown) => {
      // Another has fetched the same meanwhile.
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    });
  });
}

/** What the tree holds is looked at before any of it is written. */
function assertTree(listing: string, source: ModuleSource): void {
  const entries = listing.split("\0").filter((line) => line !== "");
  let bytes = 0;
  for (const entry of entries) {
    const [, mode = "", size = "", name = ""] = /^(\d+) \w+ [0-9a-f]+ +(\S+)\t(.*)$/s.exec(entry) ?? [];
    if (mode !== "100644" && mode !== "100755")
      throw broken(source, `${name} is a link or another repository; only files and folders are taken`);
    if (NEVER.test(name))
      throw broken(
        source,
        `${name} may not be part of a module: values come from the action, and states from the portal`,
      );
    bytes += Number(size);
  }
  if (entries.length > MAX_FILES || bytes > MAX_BYTES)
    throw broken(source, `it has more than ${MAX_FILES} files or ${MAX_BYTES / 1e6} MB`);
  if (entries.length === 0) throw new NotFound("Folder of the module", source.folder ?? "/");
}

async function readBelow(root: string, folder: string, source: ModuleSource): Promise<ModuleFiles["files"]> {
  const files: ModuleFiles["files"] = [];
  const visit = async (relative: string): Promise<void> => {
    for (const entry of await fs.readdir(path.join(root, folder, relative), { withFileTypes: true })) {
      const inner = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(inner);
      else if (entry.isFile())
        files.push({ path: inner, content: await fs.readFile(path.join(root, folder, inner)) });
      else throw broken(source, `${inner} is no plain file`);
    }
  };
  if (!(await exists(path.join(root, folder)))) throw new NotFound("Folder of the module", folder);
  await visit("");
  if (!files.some((file) => /^[^/]+\.tf(\.json)?$/.test(file.path)))
    throw broken(source, `there is no .tf file in ${folder === "" ? "its root" : folder}`);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function withFolder<T>({ dataDir }: From, work: (folder: string) => Promise<T>): Promise<T> {
  const root = path.resolve(dataDir, "modules");
  await fs.mkdir(root, { recursive: true, mode: 0o700 });
  const folder = await fs.mkdtemp(path.join(root, ".new-"));
  try {
    return await work(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

const exists = (folder: string): Promise<boolean> =>
  fs.stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

const broken = (source: ModuleSource, fault: string) =>
  new Precondition(
    `The module ${moduleName({ source })} at ${source.commit.slice(0, 12)} cannot be used: ${fault}.`,
  );
