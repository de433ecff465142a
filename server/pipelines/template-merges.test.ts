import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mergedInGit } from "./template-merges";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "merges-"));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

/** A repository of templates; each commit is made at an instant. */
function repository(name: string) {
  const folder = path.join(root, name);
  fs.mkdirSync(path.join(folder, "path"), { recursive: true });
  const git = (at: string, ...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      env: { PATH: process.env.PATH, GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at, NODE_ENV: "test" },
      stdio: "pipe",
    });
  git("", "init", "-q", "-b", "main");
  const write = (version: string, more = "") =>
    fs.writeFileSync(path.join(folder, "path/template.json"), JSON.stringify({ version, more }));
  const commit = (at: string) => {
    git(at, "add", "-A");
    git(at, "commit", "-qm", "x");
  };
  return { folder: path.join(folder, "path"), root: folder, git, write, commit };
}

describe("the merge of a template's version", () => {
  it("is the commit that brought it, not a later one that touched the file", async () => {
    const of = repository("plain");
    of.write("1.0.0");
    of.commit("2026-01-05T10:00:00Z");
    of.write("1.1.0");
    of.commit("2026-02-05T10:00:00Z");
    of.write("1.1.0", "described better");
    of.commit("2026-03-05T10:00:00Z");
    expect(await mergedInGit(of.folder, "1.1.0")).toEqual(new Date("2026-02-05T10:00:00Z"));
  });

  it("is when a branch came into the main line, not when it was written", async () => {
    const of = repository("branch");
    of.write("1.0.0");
    of.commit("2026-01-05T10:00:00Z");
    of.git("", "checkout", "-qb", "topic");
    of.write("1.1.0");
    of.commit("2026-02-01T10:00:00Z");
    of.git("", "checkout", "-q", "main");
    of.git("2026-02-09T10:00:00Z", "merge", "-q", "--no-ff", "-m", "merge", "topic");
    expect(await mergedInGit(of.folder, "1.1.0")).toEqual(new Date("2026-02-09T10:00:00Z"));
  });

  it("is unknown of what is not committed, in a history that is cut, and without one", async () => {
    const of = repository("deep");
    of.write("1.0.0");
    of.commit("2026-01-05T10:00:00Z");
    of.write("1.1.0");
    of.commit("2026-02-05T10:00:00Z");
    of.write("1.2.0");
    expect(await mergedInGit(of.folder, "1.2.0")).toBeNull();
    const cut = path.join(root, "cut");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${of.root}`, cut], { stdio: "pipe" });
    expect(await mergedInGit(path.join(cut, "path"), "1.1.0")).toBeNull();
    fs.mkdirSync(path.join(root, "none"));
    expect(await mergedInGit(path.join(root, "none"), "1.0.0")).toBeNull();
  });
});
