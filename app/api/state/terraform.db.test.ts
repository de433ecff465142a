import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { pool } from "@/db/client";
import { workspaces } from "@/db/schema/workspaces";
import type { TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { latestState } from "@/server/runs/service/state";
import { listVersions } from "@/server/runs/service/workspaces";
import { newRun, newWorkspace, stateDatabase } from "@/server/runs/state/testing";
import * as lockRoute from "./[workspace]/lock/route";
import * as stateRoute from "./[workspace]/route";
import * as unlockRoute from "./[workspace]/unlock/route";

const binary = [process.env.TERRAFORM_BIN, "tofu", "terraform"].find(
  (name) => name && spawnSync(name, ["version"]).status === 0,
);

/** Resources that need no network; the second waits for a file, so that a test decides when it is done. */
const MODULE = `
terraform {
  backend "http" {}
}
variable "gate" {
  default = ""
}
resource "terraform_data" "first" {
  input = "one"
}
resource "terraform_data" "second" {
  input = "two"
  provisioner "local-exec" {
    command = "while [ -n '\${var.gate}' ] && [ ! -e '\${var.gate}' ]; do sleep 0.05; done"
  }
}
`;

describe.runIf(binary)("the real Terraform on the state backend (S1, S4, S7)", () => {
  let database: TestDatabase, ctx: Context, server: http.Server, address: string, folder: string;
  /** How many requests are to be answered 503 before the next is let through. */
  let failing = 0;
  /** How many locks were refused. */
  let refusals = 0;

  beforeAll(async () => {
    ({ database, ctx } = await stateDatabase());
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-terraform-"));
    server = http.createServer((req, res) => void answer(req, res)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/state`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    fs.rmSync(folder, { recursive: true });
    await pool().close();
    await database.close();
  });

  async function answer(req: http.IncomingMessage, res: http.ServerResponse) {
    const [, workspace = "", verb = ""] =
      /^\/api\/state\/([^/?]+)(\/lock|\/unlock)?/.exec(req.url ?? "") ?? [];
    const body = req.method === "POST" ? (Readable.toWeb(req) as ReadableStream<Uint8Array>) : undefined;
    const request = new Request(`http://127.0.0.1${req.url}`, {
      method: req.method,
      headers: req.headers as Record<string, string>,
      body,
      duplex: "half",
    } as RequestInit);
    const routes = {
      "": { GET: stateRoute.GET, POST: stateRoute.POST },
      "/lock": { POST: lockRoute.POST },
      "/unlock": { POST: unlockRoute.POST },
    };
    const handler = (routes[verb as keyof typeof routes] as Record<string, typeof stateRoute.GET>)[
      req.method ?? ""
    ];
    const fail = verb === "" && req.method === "POST" && failing > 0;
    if (fail) failing -= 1;
    const response =
      !handler || fail
        ? new Response(null, { status: fail ? 503 : 405 })
        : await handler(request, { params: Promise.resolve({ workspace }) });
    if (response.status === 423) refusals += 1;
    res.writeHead(response.status, Object.fromEntries(response.headers));
    res.end(Buffer.from(await response.arrayBuffer()));
  }

  /** A work folder with a run of its own; `terraform` runs the binary in it. */
  async function checkout(workspace: string) {
    const run = await newRun(ctx, workspace);
    const dir = fs.mkdtempSync(path.join(folder, "run-"));
    fs.writeFileSync(path.join(dir, "main.tf"), MODULE);
    const env = {
      PATH: process.env.PATH,
      HOME: dir,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_HTTP_ADDRESS: `${address}/${workspace}`,
      TF_HTTP_LOCK_ADDRESS: `${address}/${workspace}/lock`,
      TF_HTTP_LOCK_METHOD: "POST",
      TF_HTTP_UNLOCK_ADDRESS: `${address}/${workspace}/unlock`,
      TF_HTTP_UNLOCK_METHOD: "POST",
      TF_HTTP_USERNAME: run.id,
      TF_HTTP_PASSWORD: run.token,
      TF_HTTP_RETRY_MAX: "10",
      TF_HTTP_RETRY_WAIT_MIN: "1",
      TF_HTTP_RETRY_WAIT_MAX: "1",
    } as unknown as NodeJS.ProcessEnv;
    const start = (...args: string[]) => {
      const child = spawn(binary!, [...args, "-no-color"], {
        cwd: dir,
        env,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const done = new Promise<{ code: number | null; output: string }>((resolve) =>
        child.once("close", (code) => resolve({ code, output })),
      );
      return { child, done };
    };
    const terraform = (...args: string[]) => start(...args).done;
    expect(await terraform("init")).toMatchObject({ code: 0 });
    return { run, dir, start, terraform };
  }
  const addresses = async (workspace: string) => {
    const state = JSON.parse((await latestState(ctx, workspace))!.toString()) as {
      resources: { type: string; name: string }[];
    };
    return state.resources.map((resource) => `${resource.type}.${resource.name}`).sort();
  };
  const workspaceRow = async (id: string) =>
    (await database.db.select().from(workspaces).where(eq(workspaces.id, id)))[0]!;
  async function until(condition: () => Promise<boolean>) {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  }

  it("plans, applies the plan, moves, removes, imports and destroys, each a version", async () => {
    const workspace = await newWorkspace(database);
    const { terraform } = await checkout(workspace);
    expect((await terraform("plan", "-out=plan.bin")).code).toBe(0);
    expect(await terraform("apply", "plan.bin")).toMatchObject({ code: 0 });
    expect(await addresses(workspace)).toEqual(["terraform_data.first", "terraform_data.second"]);
    expect((await terraform("apply", "plan.bin")).output).toMatch(/stale/i);
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    expect(await terraform("state", "mv", "terraform_data.first", "terraform_data.moved")).toMatchObject({
      code: 0,
    });
    expect(await addresses(workspace)).toEqual(["terraform_data.moved", "terraform_data.second"]);
    expect(await terraform("state", "rm", "terraform_data.moved")).toMatchObject({ code: 0 });
    expect(await terraform("import", "terraform_data.first", "an-id")).toMatchObject({ code: 0 });
    expect(await terraform("destroy", "-auto-approve")).toMatchObject({ code: 0 });
    expect(await addresses(workspace)).toEqual([]);
    const versions = await listVersions(ctx, workspace);
    expect(versions.length).toBeGreaterThanOrEqual(5);
    expect(versions.every((v, i) => v.serial > (versions[i + 1]?.serial ?? -1))).toBe(true);
    expect(await workspaceRow(workspace)).toMatchObject({ lockId: null, lockRunId: null });
  });

  it("turns a second apply away, or lets it wait, and both end well", async () => {
    const workspace = await newWorkspace(database);
    const [one, two] = [await checkout(workspace), await checkout(workspace)];
    const gate = path.join(one.dir, "gate");
    const first = one.start("apply", "-auto-approve", `-var=gate=${gate}`);
    await until(async () => (await workspaceRow(workspace)).lockId !== null);
    const refused = await two.terraform("apply", "-auto-approve");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain((await workspaceRow(workspace)).lockId);
    const before = refusals;
    const second = two.start("apply", "-auto-approve", "-lock-timeout=60s");
    await until(async () => refusals > before);
    fs.writeFileSync(gate, "");
    expect(await first.done).toMatchObject({ code: 0 });
    expect(await second.done).toMatchObject({ code: 0 });
    expect(await addresses(workspace)).toEqual(["terraform_data.first", "terraform_data.second"]);
  });

  it("frees the lock of a killed process by force-unlock, for its own run alone", async () => {
    const workspace = await newWorkspace(database);
    const [one, two] = [await checkout(workspace), await checkout(workspace)];
    const killed = one.start("apply", "-auto-approve", `-var=gate=${path.join(one.dir, "never")}`);
    await until(async () => (await workspaceRow(workspace)).lockId !== null);
    process.kill(-killed.child.pid!, "SIGKILL");
    await killed.done;
    const { lockId } = await workspaceRow(workspace);
    expect((await two.terraform("force-unlock", "-force", lockId!)).code).not.toBe(0);
    expect((await workspaceRow(workspace)).lockId).toBe(lockId);
    expect(await one.terraform("force-unlock", "-force", lockId!)).toMatchObject({ code: 0 });
    expect(await two.terraform("apply", "-auto-approve")).toMatchObject({ code: 0 });
  });

  it("loses nothing when the backend is away for a while during the upload", async () => {
    const workspace = await newWorkspace(database);
    const { terraform, dir } = await checkout(workspace);
    failing = 3;
    expect(await terraform("apply", "-auto-approve")).toMatchObject({ code: 0 });
    expect(failing).toBe(0);
    expect(await addresses(workspace)).toHaveLength(2);
    expect(fs.existsSync(path.join(dir, "errored.tfstate"))).toBe(false);
  });
});
