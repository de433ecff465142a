import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

export interface FakeGit {
  /** Where repositories lie, as `<url>/<owner>/<name>.git`. */
  url: string;
  /** The API that makes repositories, as GitHub's servers have it. */
  apiUrl: string;
  username: string;
  password: string;
  /** Makes a bare repository; with files, it has one commit on main. */
  make(fullName: string, files?: Record<string, string>): void;
  /** The folder of a repository, to look into with git. */
  folder(fullName: string): string;
  /** What git says about a repository. */
  git(fullName: string, ...args: string[]): string;
  /** A program that the repository asks before it takes a push. */
  hook(fullName: string, script: string): void;
  /** Every request, as method and path. */
  seen: string[];
  /** Answers everything with this status. */
  fault: number | null;
  /** Ends the connection at this moment, without an answer. */
  hangUp: "before it answers" | "in the fetch" | "before the push" | "after the push" | null;
  close(): Promise<void>;
}

export const GIT_PASSWORD = "git-pass-0123456789CANARY";

/**
 * For tests: git's own server (git http-backend) behind basic authentication, and beside it the part of GitHub's API that makes
 * repositories. The password is that of every user, and the token of the API.
 */
export async function fakeGit(port = 0): Promise<FakeGit> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-git-"));
  const folder = (fullName: string) => path.join(root, `${fullName.replace(/\.git$/, "")}.git`);
  const git = (fullName: string, ...args: string[]) => runGit(folder(fullName), args);
  const fake: FakeGit = {
    url: "",
    apiUrl: "",
    username: "portal",
    password: GIT_PASSWORD,
    make(fullName, files) {
      fs.mkdirSync(folder(fullName), { recursive: true });
      git(fullName, "init", "-q", "--bare", "--initial-branch=main", ".");
      git(fullName, "config", "http.receivepack", "true");
      if (files) commit(folder(fullName), files);
    },
    folder,
    git,
    hook(fullName, script) {
      fs.writeFileSync(path.join(folder(fullName), "hooks", "pre-receive"), `#!/bin/sh\n${script}\n`, {
        mode: 0o755,
      });
    },
    seen: [],
    fault: null,
    hangUp: null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
  const server = http.createServer((request, response) => void serve(fake, root, request, response));
  server.listen(port, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fake.apiUrl = `${fake.url}/api/v3`;
  return fake;
}

async function serve(
  fake: FakeGit,
  root: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "", fake.url);
  fake.seen.push(`${request.method} ${url.pathname}`);
  const service = /\/git-(upload|receive)-pack$/.exec(url.pathname)?.[1];
  if (
    fake.hangUp === "before it answers" ||
    (fake.hangUp === "in the fetch" && service === "upload") ||
    (fake.hangUp === "before the push" && service === "receive")
  )
    return void request.socket.destroy();
  if (fake.fault !== null) {
    response.writeHead(fake.fault, { location: `${fake.url}/elsewhere` }).end("not now");
    return;
  }
  const authorization = request.headers.authorization ?? "";
  const [, encoded = ""] = /^Basic (.+)$/.exec(authorization) ?? [];
  const password =
    Buffer.from(encoded, "base64").toString().split(":")[1] ?? /^Bearer (.+)$/.exec(authorization)?.[1];
  if (password !== fake.password) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end(`no entry for ${password}`);
    return;
  }
  if (url.pathname.startsWith("/api/v3/")) return api(fake, url, request, response);
  const [, owner = "", name = ""] =
    /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(?:info\/refs|git-(?:upload|receive)-pack)$/.exec(url.pathname) ?? [];
  if (!owner || !fs.existsSync(fake.folder(`${owner}/${name}`))) {
    response.writeHead(404).end("Repository not found");
    return;
  }
  const rest = url.pathname.slice(url.pathname.search(/\/(info\/refs|git-(upload|receive)-pack)$/));
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      PATH_INFO: `/${owner}/${name}.git${rest}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: "portal",
      REMOTE_ADDR: "127.0.0.1",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
  if (fake.hangUp === "after the push" && service === "receive") return void request.socket.destroy();
  const output = Buffer.concat(chunks);
  const end = output.indexOf("\r\n\r\n");
  const headers = Object.fromEntries(
    output
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
  );
  const { Status: status = "200", ...others } = headers;
  response.writeHead(Number.parseInt(status, 10), others).end(output.subarray(end + 4));
}

async function api(
  fake: FakeGit,
  url: URL,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const route = url.pathname.slice("/api/v3".length);
  const account = /^\/users\/([^/]+)$/.exec(route)?.[1];
  if (route === "/user") return void answer(200, { login: "portal-bot" });
  if (account !== undefined) return void answer(200, { login: account, type: "Organization" });
  const owner = /^\/orgs\/([^/]+)\/repos$/.exec(route)?.[1];
  if (owner === undefined || request.method !== "POST") return void answer(404, { message: "Not Found" });
  const { name } = JSON.parse(Buffer.concat(chunks).toString()) as { name: string };
  if (fs.existsSync(fake.folder(`${owner}/${name}`)))
    return void answer(422, {
      message: "Repository creation failed.",
      errors: [{ message: "name already exists on this account" }],
    });
  fake.make(`${owner}/${name}`);
  answer(201, { name, full_name: `${owner}/${name}`, default_branch: "main" });
}

function runGit(cwd: string, args: string[], input?: string): string {
  const result = spawnSync("git", args, {
    cwd,
    input,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Somebody",
      GIT_AUTHOR_EMAIL: "somebody@example.com",
      GIT_COMMITTER_NAME: "Somebody",
      GIT_COMMITTER_EMAIL: "somebody@example.com",
    },
  });
  if (result.status !== 0) throw new Error(`git ${args.join(" ")}: ${result.stderr.toString()}`);
  return result.stdout.toString();
}

/** Puts a commit with these files on main, as somebody else would. */
export function commit(bare: string, files: Record<string, string>): void {
  const has = spawnSync("git", ["rev-parse", "-q", "--verify", "refs/heads/main"], { cwd: bare });
  const parent = has.status === 0 ? has.stdout.toString().trim() : null;
  runGit(bare, ["read-tree", ...(parent ? [parent] : ["--empty"])]);
  for (const [file, content] of Object.entries(files)) {
    const id = runGit(bare, ["hash-object", "-w", "--stdin"], content).trim();
    runGit(bare, ["update-index", "--add", "--cacheinfo", `100644,${id},${file}`]);
  }
  const tree = runGit(bare, ["write-tree"]).trim();
  const made = runGit(bare, [
    "commit-tree",
    tree,
    ...(parent ? ["-p", parent] : []),
    "-m",
    "By somebody",
  ]).trim();
  runGit(bare, ["update-ref", "refs/heads/main", made]);
}
