import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Unavailable } from "@/server/kernel/errors";
import { RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { loadSkeleton } from "../templates";
import { type Counterpart, conforms } from "./conformance";
import { gitops } from "./gitops";
import { callOf, CANARY, secretsOf, testTools } from "./testing-call";
import { commit, type FakeGit, fakeGit, GIT_PASSWORD } from "./testing-git";

let server: FakeGit;
let templates: string;
const tools = testTools();

beforeAll(async () => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_SECRET: "x".repeat(32),
    WAYMARK_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
    WAYMARK_EGRESS_ALLOW: "127.0.0.0/8",
  });
  templates = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-templates-"));
  process.env.WAYMARK_TEMPLATES_DIR = templates;
  server = await fakeGit();
});
afterAll(async () => {
  await server.close();
  fs.rmSync(templates, { recursive: true });
});

/** Somebody commits to main just before a push is taken; once, since the hook takes itself away. */
const FASTER =
  "rm hooks/pre-receive; unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; export GIT_AUTHOR_NAME=s GIT_AUTHOR_EMAIL=s@s GIT_COMMITTER_NAME=s GIT_COMMITTER_EMAIL=s@s; git update-ref refs/heads/main $(git commit-tree main^{tree} -p main -m faster)";

type Gitops = Extract<RemoteInvocation, { type: "GITOPS" }>;
let count = 0;
const repository = (files?: Record<string, string>) => {
  const name = `acme/repo-${++count}`;
  server.make(name, files);
  return name;
};
const callFor = (name: string, over: Partial<Gitops> = {}, rest: object = {}) =>
  callOf<Gitops>(
    {
      type: "GITOPS",
      repository: `${server.url}/${name}.git`,
      connection: "git-one",
      files: { "a.txt": "one\n" },
      ...over,
    },
    {
      connection: secretsOf({ KIND: "git", URL: server.url, USERNAME: "portal", PASSWORD: GIT_PASSWORD }),
      ...rest,
    },
  );
const push = (name: string, over: Partial<Gitops> = {}, rest: object = {}) =>
  gitops.call(callFor(name, over, rest), tools);
const at = (name: string, file: string, branch = "main") => server.git(name, "show", `${branch}:${file}`);
const commits = (name: string, branch = "main") => Number(server.git(name, "rev-list", "--count", branch));

function template(slug: string, files: Record<string, string | Buffer>): void {
  for (const [file, content] of Object.entries(files)) {
    const place = path.join(templates, slug, "skeleton", file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, content);
  }
}

describe("a commit", () => {
  it("is pushed to an empty repository, and says where it is", async () => {
    const name = repository();
    const news = await push(name, { message: "Add a service" });
    expect(news).toMatchObject({ state: "succeeded", outputs: { branch: "main", created: false, files: 1 } });
    expect(at(name, "a.txt")).toBe("one\n");
    const message = server.git(name, "log", "-1", "--format=%B", "main");
    expect(message).toContain("Add a service\n\nhttps://waymark.example/runs/r_testrun");
    expect(message).toContain("Waymark-Call: call_0001\nWaymark-Run: r_testrun");
    expect(news.externalId).toBe(server.git(name, "rev-parse", "main").trim());
  });

  it("keeps what else is there, changes, removes, and makes folders", async () => {
    const name = repository({ "keep.txt": "k", "old.txt": "o", "dir/b.txt": "b" });
    await push(name, { folder: "dir", files: { "b.txt": "changed", "new/c.txt": "c" } });
    await push(name, { files: { "old.txt": null } }, { callId: "call_0002" });
    expect(server.git(name, "ls-tree", "-r", "--name-only", "main").trim().split("\n")).toEqual([
      "dir/b.txt",
      "dir/new/c.txt",
      "keep.txt",
    ]);
    expect(at(name, "dir/b.txt")).toBe("changed");
  });

  it("goes to a branch that is made from the default one", async () => {
    const name = repository({ "keep.txt": "k" });
    await push(name, { branch: "feature/x" });
    expect(at(name, "keep.txt", "feature/x")).toBe("k");
    expect(() => at(name, "a.txt")).toThrow();
  });

  it("is found by a call that is made again, and not pushed twice", async () => {
    const name = repository({ "keep.txt": "k" });
    const first = await push(name);
    commit(server.folder(name), { "other.txt": "x" });
    const again = await push(name, {}, { attempt: 2 });
    expect(again.externalId).toBe(first.externalId);
    expect(commits(name)).toBe(3);
  });

  it("is none when the files are there already", async () => {
    const name = repository({ "a.txt": "one\n" });
    await expect(push(name)).resolves.toMatchObject({
      state: "succeeded",
      log: [{ text: expect.stringContaining("nothing to commit") as string }],
    });
    expect(commits(name)).toBe(1);
  });

  it("is made anew on a branch that moved while it was made", async () => {
    const name = repository({ "keep.txt": "k" });
    // The first push finds that somebody was faster; the hook takes itself away.
    const bare = server.folder(name);
    server.hook(name, FASTER);
    await expect(push(name)).resolves.toMatchObject({ state: "succeeded" });
    expect(server.git(name, "log", "--format=%s", "main").trim().split("\n")).toEqual([
      "Deploy",
      "faster",
      "By somebody",
    ]);
    expect(fs.existsSync(path.join(bare, "hooks", "pre-receive"))).toBe(false);
  });

  it("that many make at once is there from each", async () => {
    const name = repository({ "keep.txt": "k" });
    await Promise.all(
      [1, 2, 3].map((n) => push(name, { files: { [`f${n}.txt`]: "x" } }, { callId: `call_many_${n}` })),
    );
    expect(commits(name)).toBe(4);
  });

  it("that the repository does not take is refused with what it said", async () => {
    const name = repository({ "keep.txt": "k" });
    server.hook(name, "echo 'main is protected'; exit 1");
    const refused = push(name);
    await expect(refused).rejects.toThrow(RemoteRefused);
    await expect(refused).rejects.toThrow(
      /did not take the commit with the connection "git-one".*pre-receive hook declined/,
    );
  });

  it("waits for a report when it is told to", async () => {
    await expect(push(repository(), { waitForReport: true })).resolves.toMatchObject({ state: "waiting" });
  });
});

describe("a skeleton", () => {
  it("is filled in, names too; pictures and expressions of others stay as they are", async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0x7b, 0x7b]);
    template("service", {
      "README.md": "# {{ .name }}\n\nRuns on {{ .port // 8080 }}.\n",
      "{{ .name }}/main.txt": "{{ .name | ascii_upcase }}\n",
      ".github/workflows/ci.yml": "on: push\nenv:\n  TOKEN: ${{ secrets.TOKEN }}\n  NAME: {{ .name }}\n",
      "logo.png": picture,
    });
    const name = repository();
    const { sha256 } = await loadSkeleton("service");
    await push(name, {
      files: undefined,
      template: "service",
      templateSha256: sha256,
      values: { name: "shop" },
    });
    expect(at(name, "README.md")).toBe("# shop\n\nRuns on 8080.\n");
    expect(at(name, "shop/main.txt")).toBe("SHOP\n");
    expect(at(name, ".github/workflows/ci.yml")).toContain("TOKEN: ${{ secrets.TOKEN }}\n  NAME: shop\n");
    expect(server.git(name, "cat-file", "-s", "main:logo.png").trim()).toBe(String(picture.length));
  });

  it("that is another than the approved one is not committed", async () => {
    template("moved", { "a.txt": "x" });
    const over = { template: "moved", templateSha256: "0".repeat(64) };
    await expect(push(repository(), over)).rejects.toThrow(/another than the one that was approved/);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "a placeholder without a value",
      { "a.txt": "{{ .nowhere }}" },
      /In a\.txt: \{\{ \.nowhere \}\} gives nothing/,
    ],
    ["a placeholder that is broken", { "a.txt": "{{ .name" }, /never closed/],
    ["a name that leads out", { "{{ .path }}/a.txt": "x" }, /leaves its folder/],
    ["a name within git's own files", { "{{ .git }}/config": "x" }, /git's own files/],
  ])("with %s is refused, and nothing is committed", async (what, files, reason) => {
    const slug = `bad-${what.replace(/\W+/g, "-")}`.slice(0, 60);
    template(slug, files);
    const name = repository();
    const refused = push(name, {
      files: undefined,
      template: slug,
      values: { name: "x", path: "../..", git: ".git" },
    });
    await expect(refused).rejects.toThrow(RemoteRefused);
    await expect(refused).rejects.toThrow(reason);
    expect(server.git(name, "branch", "--list").trim()).toBe("");
  });

  it("with a link is refused", async () => {
    template("linked", { "a.txt": "x" });
    fs.symlinkSync("/etc/passwd", path.join(templates, "linked", "skeleton", "b.txt"));
    await expect(push(repository(), { template: "linked" })).rejects.toThrow(/is a link or a device/);
  });
});

describe("a link in the repository", () => {
  it("is never followed: what is put under it takes its place", async () => {
    const name = repository({ "keep.txt": "k" });
    const bare = server.folder(name);
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-outside-"));
    fs.writeFileSync(path.join(bare, "link-target"), outside);
    const id = server.git(name, "hash-object", "-w", "link-target").trim();
    server.git(name, "read-tree", "main");
    server.git(name, "update-index", "--add", "--cacheinfo", `120000,${id},link`);
    const tree = server.git(name, "write-tree").trim();
    const made = server.git(name, "commit-tree", tree, "-p", "main", "-m", "A link").trim();
    server.git(name, "update-ref", "refs/heads/main", made);
    await push(name, { files: { "link/evil.txt": "x" } });
    expect(fs.readdirSync(outside)).toEqual([]);
    expect(at(name, "link/evil.txt")).toBe("x");
    fs.rmSync(outside, { recursive: true });
  });
});

describe("a repository", () => {
  const hub = (over: Partial<Gitops>) =>
    gitops.call(
      callOf<Gitops>(
        {
          type: "GITOPS",
          repository: `${server.url}/acme/made-${++count}`,
          connection: "hub",
          files: { "a.txt": "x" },
          ...over,
        },
        { connection: secretsOf({ KIND: "github", URL: server.apiUrl, TOKEN: GIT_PASSWORD }) },
      ),
      tools,
    );

  it("is made first when there is none, once", async () => {
    const address = `${server.url}/acme/made-first`;
    const over = { repository: address, createRepository: true };
    await expect(hub(over)).resolves.toMatchObject({
      state: "succeeded",
      outputs: { created: true },
      links: [expect.stringMatching(`^${address}/commit/`) as string],
    });
    expect(at("acme/made-first", "a.txt")).toBe("x");
    await expect(hub(over)).resolves.toMatchObject({ outputs: { created: false } });
  });

  it("that there is not is refused when it is not to be made", async () => {
    await expect(hub({})).rejects.toThrow(
      /There is no repository at .*made-\d+, or it may not be seen with the connection "hub"/,
    );
  });

  it.each([
    [
      "of another server than the connection's",
      "https://git.elsewhere.example/acme/x",
      /for repositories under .* Its credentials were not sent/,
    ],
    ["with credentials in it", "https://user:pass@git.example/acme/x", /hold no user, password/],
    ["that is a file", "file:///etc", /begin with https/],
    ["that is an option", "--upload-pack=touch /tmp/x", /begin with https/],
  ])("%s is refused", async (_what, address, reason) => {
    await expect(hub({ repository: address })).rejects.toThrow(reason);
  });

  it.each(["a..b", "-x", "a b", "refs/../x", "x.lock", "a//b"])("has no branch %s", async (branch) => {
    await expect(hub({ branch })).rejects.toThrow(/cannot be the name of a branch/);
  });

  it("at an address inside is not reached unless the operator allows it", async () => {
    const over = { repository: "http://169.254.169.254/acme/x", files: { a: "x" }, connection: undefined };
    const refused = gitops.call(callOf<Gitops>({ type: "GITOPS", ...over }), tools);
    await expect(refused).rejects.toThrow(/may not be reached from the portal/);
  });

  it("says that it may be tried again while its server is down", async () => {
    server.fault = 503;
    await expect(push(repository())).rejects.toThrow(Unavailable);
    server.fault = null;
  });
});

it("keeps the credential out of the arguments of every program", async () => {
  const name = repository({ "keep.txt": "k" });
  const spied = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-spy-"));
  const log = path.join(spied, "args");
  server.hook(name, `cat /proc/*/cmdline 2>/dev/null | tr '\\0' ' ' > ${log}`);
  await push(name);
  const running = fs.readFileSync(log, "utf8");
  expect(running).toContain("push --porcelain");
  expect(running).not.toContain(GIT_PASSWORD);
  expect(running).not.toContain(Buffer.from(`portal:${GIT_PASSWORD}`).toString("base64"));
  fs.rmSync(spied, { recursive: true });
});

interface GitCounterpart extends Counterpart<Gitops> {
  git: FakeGit;
}

const SHOP = "acme/shop";

conforms<Gitops, GitCounterpart>(
  gitops,
  async () => {
    const own = await fakeGit();
    own.make(SHOP, { "README.md": "shop" });
    return {
      git: own,
      server: null,
      connection: "git-one",
      credentials: [GIT_PASSWORD, CANARY],
      call: (over) =>
        callOf<Gitops>(
          {
            type: "GITOPS",
            repository: `${own.url}/${SHOP}`,
            connection: "git-one",
            files: { "a.txt": "one\n" },
          },
          { connection: secretsOf({ KIND: "git", URL: own.url, PASSWORD: GIT_PASSWORD }), ...over },
        ),
      effects: () => Number(own.git(SHOP, "rev-list", "--count", "--grep=^Waymark-Call:", "main")),
      loseAnswer: (lost) => void (own.hangUp = lost ? "after the push" : null),
      refuse: (call) => ({
        ...call,
        connection: { ...call.connection, ...secretsOf({ PASSWORD: "wrong-pass-CANARY" }) },
      }),
      close: () => own.close(),
    };
  },
  {
    http: false,
    credential: true,
    faults: [
      ...[429, 503, 504].map((status) => ({
        name: `answers ${status}`,
        arm: ({ git }: GitCounterpart) => void (git.fault = status),
        mend: ({ git }: GitCounterpart) => void (git.fault = null),
        outcome: "later" as const,
      })),
      {
        name: "sends one elsewhere",
        arm: ({ git }) => void (git.fault = 307),
        outcome: "refused",
        says: /redirect, which is not followed/,
      },
      ...(["before it answers", "in the fetch", "before the push"] as const).map((moment) => ({
        name: `hangs up ${moment}`,
        arm: ({ git }: GitCounterpart) => void (git.hangUp = moment),
        mend: ({ git }: GitCounterpart) => void (git.hangUp = null),
        outcome: "later" as const,
      })),
      {
        name: "refuses the push",
        arm: ({ git }) => git.hook(SHOP, `echo "main is protected, ${GIT_PASSWORD}"; exit 1`),
        outcome: "refused",
        says: /did not take the commit with the connection "git-one".*pre-receive hook declined/,
      },
      {
        name: "has a branch that moved since it was fetched",
        arm: ({ git }) => git.hook(SHOP, FASTER),
        outcome: "done",
      },
      {
        name: "has a branch that moves every time",
        arm: ({ git }) => git.hook(SHOP, FASTER.replace("rm hooks/pre-receive;", "")),
        mend: ({ git }) => git.hook(SHOP, "exit 0"),
        outcome: "later",
        says: /moved 5 times/,
      },
    ],
  },
  60_000,
);
