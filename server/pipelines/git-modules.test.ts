import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "@/server/kernel/secrets";
import { type FakeGit, fakeGit, GIT_PASSWORD } from "./backends/testing-git";
import { commitOf, loadGitModule, sourceFault } from "./git-modules";
import { moduleSourceSchema } from "./schema";

/** What the portal cannot be without; the test's own git server is the one place inside that may be reached. */
const ENVIRONMENT = {
  DATABASE_URL: "postgresql://localhost/none",
  NEXTAUTH_SECRET: "x".repeat(64),
  WAYMARK_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  WAYMARK_EGRESS_ALLOW: "127.0.0.1/32",
};

let server: FakeGit, dataDir: string;
const secrets = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
const from = () => ({
  dataDir,
  connection: secrets({ KIND: "git", URL: server.url, USERNAME: "portal", PASSWORD: GIT_PASSWORD }),
});
const repository = (name: string) => `${server.url}/${name}.git`;
const head = (name: string, ref = "main") => server.git(name, "rev-parse", ref).trim();

beforeAll(async () => {
  Object.assign(process.env, ENVIRONMENT);
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-modules-"));
  server = await fakeGit();
  server.make("team/modules", {
    "database/main.tf": 'variable "name" {}\n',
    "database/sub/x.tf": "# nested\n",
    "other/readme.md": "no module",
    "with-values/main.tf": "#",
    "with-values/a.auto.tfvars": "a = 1",
  });
});
afterAll(async () => {
  await server.close();
  fs.rmSync(dataDir, { recursive: true });
});

describe("a module of a git repository", () => {
  it("is that of its commit and folder, fetched once", async () => {
    const commit = head("team/modules");
    const source = { repository: repository("team/modules"), commit, folder: "database" };
    const loaded = await loadGitModule(from(), source);
    expect(loaded.files.map((file) => file.path)).toEqual(["main.tf", "sub/x.tf"]);
    expect(loaded.snapshot).toMatchObject({
      source: `${server.url}/team/modules//database`,
      version: commit,
    });
    const before = server.seen.length;
    expect((await loadGitModule(from(), source)).snapshot.sha256).toBe(loaded.snapshot.sha256);
    expect(server.seen.length).toBe(before);
  });

  it("is refused by branch or tag, with the commit to give instead", async () => {
    const source = { repository: repository("team/modules"), commit: "main" };
    await expect(loadGitModule(from(), source)).rejects.toThrow(head("team/modules"));
    expect(await sourceFault(from(), { ...source, commit: "nowhere" })).toMatch(/has no "nowhere"/);
    expect(await sourceFault(from(), { ...source, commit: head("team/modules") })).toBeNull();
    const wanted = head("team/modules");
    server.git("team/modules", "branch", "other/main", `${wanted}~0`);
    server.git(
      "team/modules",
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b.c",
      "tag",
      "-a",
      "v1",
      "-m",
      "One",
      wanted,
    );
    for (const commit of ["main", "v1", wanted])
      expect(await commitOf(from(), { ...source, commit })).toBe(wanted);
    expect(await commitOf(from(), { ...source, commit: "ain" })).toBeNull();
  });

  it("brings no links, no values of variables and no folder without a module", async () => {
    const commit = head("team/modules");
    const at = { repository: repository("team/modules"), commit };
    await expect(loadGitModule(from(), { ...at, folder: "with-values" })).rejects.toThrow(/values come from/);
    await expect(loadGitModule(from(), { ...at, folder: "nowhere" })).rejects.toThrow(/was not found/);
    server.make("team/links", { "main.tf": "#" });
    const work = fs.mkdtempSync(path.join(dataDir, "work-"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: work, stdio: "pipe" });
    git("clone", "-q", server.folder("team/links"), ".");
    fs.symlinkSync("/etc/passwd", path.join(work, "passwd"));
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "link");
    git("push", "-q", "origin", "HEAD:main");
    const linked = { repository: repository("team/links"), commit: head("team/links") };
    await expect(loadGitModule(from(), linked)).rejects.toThrow(/link/);
  });

  it("sends its credentials nowhere but to their connection, and reaches nothing that is not allowed", async () => {
    const commit = "a".repeat(40);
    await expect(
      loadGitModule(from(), { repository: "https://elsewhere.example/team/modules.git", commit }),
    ).rejects.toThrow(/connection|nowhere|reached/);
    await expect(
      loadGitModule({ dataDir, connection: {} }, { repository: "http://169.254.169.254/x.git", commit }),
    ).rejects.toThrow(/may not be reached/);
  });

  it("is written without credentials, options or ways out of its repository", () => {
    const ok = { repository: "https://git.example.com/a.git", commit: "main" };
    expect(moduleSourceSchema.safeParse(ok).success).toBe(true);
    for (const bad of [
      { ...ok, repository: "https://user:pass@git.example.com/a.git" },
      { ...ok, repository: "file:///etc" },
      { ...ok, repository: "ssh://git@example.com/a" },
      { ...ok, repository: "--upload-pack=x" },
      { ...ok, folder: "../x" },
      { ...ok, folder: "/etc" },
    ])
      expect(moduleSourceSchema.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  });
});
