import { createHash, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { runs } from "@/db/schema/runs";
import { stateVersions, workspaces } from "@/db/schema/workspaces";
import type { TestDatabase } from "@/db/testing";
import type { Context } from "@/server/kernel/context";
import { Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { downloadVersion, forceUnlock, latestState, restoreVersion } from "@/server/runs/service/state";
import { listVersions } from "@/server/runs/service/workspaces";
import { revokeTokens } from "@/server/runs/store/executions";
import { stateHead } from "@/server/runs/store/workspaces";
import * as lockRoute from "./[workspace]/lock/route";
import * as stateRoute from "./[workspace]/route";
import * as unlockRoute from "./[workspace]/unlock/route";
import { newRun, newWorkspace, stateDatabase } from "@/server/runs/state/testing";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  ({ database, ctx } = await stateDatabase());
});
afterAll(async () => {
  await pool().close();
  await database.close();
});

interface Run {
  id: string;
  token: string;
}
const HANDLERS = {
  GET: stateRoute.GET,
  POST: stateRoute.POST,
  LOCK: lockRoute.POST,
  UNLOCK: unlockRoute.POST,
};
const lineage = randomUUID();
const state = (serial: number, extra: object = {}) =>
  JSON.stringify({ version: 4, serial, lineage, outputs: {}, resources: [], ...extra });
const md5 = (body: string | Buffer) => createHash("md5").update(body).digest("base64");

function send(
  run: Run | null,
  verb: keyof typeof HANDLERS,
  workspace: string,
  options: { id?: string; body?: string | Buffer; headers?: Record<string, string> } = {},
) {
  const auth: Record<string, string> = run
    ? { authorization: `Basic ${Buffer.from(`${run.id}:${run.token}`).toString("base64")}` }
    : {};
  const url = `http://127.0.0.1/api/state/${workspace}${options.id === undefined ? "" : `?ID=${options.id}`}`;
  const body = options.body === undefined ? undefined : new Uint8Array(Buffer.from(options.body));
  const request = new Request(url, {
    method: verb === "GET" ? "GET" : "POST",
    body,
    headers: { ...auth, ...options.headers },
  });
  return HANDLERS[verb](request, { params: Promise.resolve({ workspace }) });
}
const lock = (run: Run, workspace: string, ID: string) =>
  send(run, "LOCK", workspace, {
    body: JSON.stringify({ ID, Operation: "OperationTypeApply", Who: "root@host" }),
  });
const post = (run: Run, workspace: string, id: string | undefined, body: string | Buffer, headers = {}) =>
  send(run, "POST", workspace, { id, body, headers: { "content-md5": md5(body), ...headers } });
const versions = async (workspace: string) =>
  (
    await database.db
      .select({ id: stateVersions.id })
      .from(stateVersions)
      .where(eq(stateVersions.workspaceId, workspace))
  ).length;

async function locked(id = "lock-1") {
  const workspace = await newWorkspace(database);
  const run = await newRun(ctx, workspace);
  expect((await lock(run, workspace, id)).status).toBe(200);
  return { workspace, run };
}

describe("credentials (S8)", () => {
  it("open one workspace, for the life of one run", async () => {
    const { workspace, run } = await locked();
    expect((await send(run, "GET", workspace)).status).toBe(204);
    expect((await send(null, "GET", workspace)).status).toBe(401);
    expect((await send({ ...run, token: `${run.token}x` }, "GET", workspace)).status).toBe(401);
    const elsewhere = await newWorkspace(database);
    for (const verb of ["GET", "POST", "LOCK", "UNLOCK"] as const)
      expect((await send(run, verb, elsewhere, verb === "GET" ? {} : { body: "{}" })).status).toBe(403);
    expect((await send(run, "GET", "no-uuid")).status).toBe(403);
    const other = await newRun(ctx, workspace);
    expect((await send({ id: other.id, token: run.token }, "GET", workspace)).status).toBe(401);

    const late = await newRun(ctx, workspace, "applying", -1);
    expect((await send(late, "GET", workspace)).status).toBe(401);
    await transaction(ctx, (tx) => revokeTokens(tx, other.id));
    expect((await send(other, "GET", workspace)).status).toBe(401);
    await database.db.update(runs).set({ status: "succeeded" }).where(eq(runs.id, run.id));
    for (const verb of ["GET", "POST", "LOCK", "UNLOCK"] as const)
      expect((await send(run, verb, workspace, verb === "GET" ? {} : { body: state(1) })).status).toBe(401);
  });

  it("cannot delete a state", () => {
    const answer = stateRoute.DELETE();
    expect([
      answer.status,
      answer.headers.get("x-content-type-options"),
      answer.headers.get("cache-control"),
    ]).toEqual([405, "nosniff", "no-store"]);
  });
});

describe("the lock (S1)", () => {
  it("goes to one of many, and tells the others who has it", async () => {
    const workspace = await newWorkspace(database);
    const contenders = await Promise.all(Array.from({ length: 10 }, () => newRun(ctx, workspace)));
    const answers = await Promise.all(contenders.map((run, i) => lock(run, workspace, `id-${i}`)));
    const winner = answers.findIndex((answer) => answer.status === 200);
    expect(answers.map((answer) => answer.status).sort()).toEqual([
      200,
      ...Array.from({ length: 9 }, () => 423),
    ]);
    const holder = await answers.find((answer) => answer.status === 423)!.json();
    expect(holder).toMatchObject({
      ID: `id-${winner}`,
      Who: "root@host",
      Info: `Run ${contenders[winner]!.id}, requested by Dora`,
    });

    // A retry after a lost answer is no conflict; another lock of the same run is.
    expect((await lock(contenders[winner]!, workspace, `id-${winner}`)).status).toBe(200);
    expect((await lock(contenders[winner]!, workspace, "second")).status).toBe(423);
    // Knowing the ID, which the answer tells, does not make it one's own.
    const thief = contenders[(winner + 1) % 10]!;
    expect((await lock(thief, workspace, `id-${winner}`)).status).toBe(423);
    expect(
      (await send(thief, "UNLOCK", workspace, { body: JSON.stringify({ ID: `id-${winner}` }) })).status,
    ).toBe(409);
    expect((await send(thief, "UNLOCK", workspace)).status).toBe(409);
    expect((await post(thief, workspace, `id-${winner}`, state(1))).status).toBe(409);
  });

  it("is not for a run while another holds the workspace", async () => {
    const workspace = await newWorkspace(database);
    const [holder, other] = [await newRun(ctx, workspace), await newRun(ctx, workspace)];
    await database.db.update(workspaces).set({ heldByRun: holder.id }).where(eq(workspaces.id, workspace));
    const answer = await lock(other, workspace, "x");
    expect(answer.status).toBe(423);
    expect(await answer.json()).toMatchObject({ RunID: holder.id, ID: holder.id });
    expect((await lock(holder, workspace, "y")).status).toBe(200);
  });

  it("ends by its ID; an empty body ends one's own only", async () => {
    const { workspace, run } = await locked();
    const wrong = await send(run, "UNLOCK", workspace, { body: JSON.stringify({ ID: "other" }) });
    expect([wrong.status, (await wrong.json()).ID]).toEqual([409, "lock-1"]);
    expect((await send(run, "UNLOCK", workspace, { body: "nonsense" })).status).toBe(400);
    expect((await send(run, "UNLOCK", workspace, { body: JSON.stringify({ ID: "lock-1" }) })).status).toBe(
      200,
    );
    expect((await send(run, "UNLOCK", workspace, { body: JSON.stringify({ ID: "lock-1" }) })).status).toBe(
      200,
    );
    expect((await lock(run, workspace, "lock-2")).status).toBe(200);
    expect((await send(run, "UNLOCK", workspace)).status).toBe(200);
    expect((await send(run, "LOCK", workspace, { body: "" })).status).toBe(400);
  });
});

describe("a write (S2)", () => {
  it("is refused without the lock, damaged, backwards, foreign or too large, and nothing changes", async () => {
    const { workspace, run } = await locked();
    expect((await post(run, workspace, "lock-1", state(5))).status).toBe(200);
    const attempts: [number, Promise<Response>][] = [
      [409, post(run, workspace, undefined, state(6))],
      [409, post(run, workspace, "lock-0", state(6))],
      [400, post(run, workspace, "lock-1", state(6), { "content-md5": md5("other") })],
      [409, post(run, workspace, "lock-1", state(4))],
      [409, post(run, workspace, "lock-1", state(5, { changed: true }))],
      [409, post(run, workspace, "lock-1", state(6, { lineage: randomUUID() }))],
      [400, post(run, workspace, "lock-1", "not a state")],
      [400, post(run, workspace, "lock-1", "")],
      [413, post(run, workspace, "lock-1", "{}", { "content-length": "100000000" })],
      [413, post(run, workspace, "lock-1", Buffer.alloc(100_000_000, " "))],
    ];
    for (const [status, answer] of attempts) expect((await answer).status).toBe(status);
    expect((await (await post(run, workspace, "lock-0", state(6))).json()).ID).toBe("lock-1");
    expect(await versions(workspace)).toBe(1);
    await send(run, "UNLOCK", workspace);
    expect((await post(run, workspace, "lock-1", state(6))).status).toBe(409);
    expect(await versions(workspace)).toBe(1);
  });

  it("repeated after a lost answer makes no second version, also in parallel", async () => {
    const { workspace, run } = await locked();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(run, workspace, "lock-1", state(1))),
    );
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200]));
    expect(await versions(workspace)).toBe(1);
  });
});

describe("versions (S3)", () => {
  it("are each kept byte for byte, encrypted, with who and which hash; restoring adds one", async () => {
    const { workspace, run } = await locked();
    const bodies = Array.from(
      { length: 100 },
      (_, i) => `${state(i + 1, { secret: `canary-${i}` })}${" ".repeat(i)}\n`,
    );
    for (const body of bodies) expect((await post(run, workspace, "lock-1", body)).status).toBe(200);
    const list = await listVersions(ctx, workspace);
    expect(list.map((v) => v.version)).toEqual(Array.from({ length: 100 }, (_, i) => 100 - i));
    for (const [i, body] of bodies.entries()) {
      expect((await downloadVersion(ctx, workspace, i + 1)).toString()).toBe(body);
      expect(list[99 - i]).toMatchObject({
        runId: run.id,
        authorName: "Dora",
        origin: "terraform",
        size: body.length,
        sha256: createHash("sha256").update(body).digest("hex"),
      });
    }
    const got = await send(run, "GET", workspace);
    expect([await got.text(), got.headers.get("content-md5")]).toEqual([bodies[99], md5(bodies[99]!)]);
    const rows = await database.db
      .select()
      .from(stateVersions)
      .where(eq(stateVersions.workspaceId, workspace));
    for (const row of rows) expect(row.sealed.includes("canary")).toBe(false);

    await expect(restoreVersion(ctx, workspace, 3, "Undo")).rejects.toThrow(Precondition);
    await send(run, "UNLOCK", workspace);
    expect(await restoreVersion(ctx, workspace, 3, "Undo")).toEqual({ version: 101 });
    expect((await listVersions(ctx, workspace))[0]).toMatchObject({
      version: 101,
      runId: null,
      authorName: "Ada",
      origin: "restore",
      reason: "Undo",
    });
    expect(await stateHead(database.db, workspace)).toEqual({ serial: 101, lineage });
    expect(JSON.parse((await latestState(ctx, workspace))!.toString())).toMatchObject({
      secret: "canary-2",
      serial: 101,
    });
    expect((await downloadVersion(ctx, workspace, 3)).toString()).toBe(bodies[2]);
    expect(await stateHead(database.db, await newWorkspace(database))).toBeNull();
    expect(await latestState(ctx, await newWorkspace(database))).toBeNull();
  });

  it("cannot be moved to another workspace", async () => {
    const { workspace, run } = await locked();
    await post(run, workspace, "lock-1", state(1));
    const elsewhere = await newWorkspace(database);
    await database.db
      .update(stateVersions)
      .set({ workspaceId: elsewhere })
      .where(eq(stateVersions.workspaceId, workspace));
    await expect(latestState(ctx, elsewhere)).rejects.toThrow();
  });
});

describe("force-unlock in the portal (S6)", () => {
  it("is for administrators with a reason, once the owner's run is over, and is audited", async () => {
    const { workspace, run } = await locked();
    const member: Context = {
      ...ctx,
      actor: { kind: "user", id: run.id, email: "m@example.com", name: "M", role: "member", memberships: [] },
    };
    await expect(forceUnlock(member, workspace, "please")).rejects.toThrow(Forbidden);
    await expect(listVersions(member, workspace)).rejects.toThrow(NotFound);
    await expect(downloadVersion(member, workspace, 1)).rejects.toThrow(Forbidden);
    await expect(forceUnlock(ctx, workspace, " ")).rejects.toThrow(Invalid);
    await expect(forceUnlock(ctx, workspace, "stuck")).rejects.toThrow(Precondition);
    await database.db.update(runs).set({ status: "interrupted" }).where(eq(runs.id, run.id));
    await forceUnlock(ctx, workspace, "The machine is gone.");
    await expect(forceUnlock(ctx, workspace, "again")).rejects.toThrow("not locked");
    const entries = await database.db.select().from(auditLog).where(eq(auditLog.resourceId, workspace));
    expect(entries.filter((e) => e.action === "FORCE_UNLOCK")).toMatchObject([
      { message: "The machine is gone.", actorName: "Ada", runId: run.id },
    ]);
  });
});

it("answers 503 when the database does not answer, so that Terraform tries again", async () => {
  const { workspace, run } = await locked();
  const held = globalThis as { waymarkPool?: unknown };
  const working = held.waymarkPool;
  const { createDatabase } = await import("@/db/client");
  held.waymarkPool = createDatabase("postgres://nobody:x@127.0.0.1:1/none");
  try {
    expect((await post(run, workspace, "lock-1", state(1))).status).toBe(503);
  } finally {
    held.waymarkPool = working;
  }
});
