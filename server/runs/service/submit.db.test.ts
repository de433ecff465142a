import { afterAll, beforeAll, expect, it } from "vitest";
import { createEntity } from "@/server/catalog/service/entities";
import { Invalid } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { action, LEADS, type Stage, stage, targetOf } from "@/server/runs/testing";
import { block } from "@/server/runs/store/workspaces";
import { cancelRun } from "./cancel";
import { submitRun } from "./submit";

let s: Stage;
beforeAll(async () => {
  s = await stage();
});
afterAll(() => s.close());

const count = async (where: string) =>
  Number((await s.database.sql.unsafe(`select count(*)::int as n from ${where}`))[0]!.n);

/** The path of the first fault of an Invalid. */
const faultOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  );
  return error instanceof Invalid ? error.details.issues?.[0] : error;
};

it("makes one run of fifty parallel requests with one key, and gives all of them that run", async () => {
  const before = await count("runs");
  const runs = await Promise.all(
    Array.from({ length: 50 }, () => s.create("once", { idempotencyKey: "key-1" })),
  );
  expect(new Set(runs.map((r) => r.id)).size).toBe(1);
  expect(await count("runs")).toBe(before + 1);
  expect(await count(`graphile_worker.jobs where key = 'run:${runs[0]!.id}'`)).toBe(1);
  expect(await count(`audit_log where action = 'CREATE' and run_id = '${runs[0]!.id}'`)).toBe(1);
});

it("refuses a used key with other contents, and takes it from another person or for another action", async () => {
  await s.create("keyed", { idempotencyKey: "key-2" });
  expect(await faultOf(s.create("keyed-other", { idempotencyKey: "key-2" }))).toMatchObject({
    path: ["Idempotency-Key"],
  });
  await s.create("keyed-by-lead", { idempotencyKey: "key-2" }, s.people.lead);
  await s.create("keyed-elsewhere", { idempotencyKey: "key-2", action: action({ identifier: "another" }) });
  expect(await faultOf(s.create("long", { idempotencyKey: "x".repeat(256) }))).toMatchObject({
    path: ["Idempotency-Key"],
  });
});

it("takes a key again after a day", async () => {
  const first = await s.create("daily", { idempotencyKey: "key-3" });
  await cancelRun(s.as(s.people.dev), first.id);
  await s.database
    .sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'key-3'`;
  const second = await s.create("daily", { idempotencyKey: "key-3" });
  expect(second.id).not.toBe(first.id);
});

it("keeps nothing of a request that fails", async () => {
  const before = [await count("runs"), await count("workspaces"), await count("idempotency_keys")];
  const input = {
    action: action(),
    blueprint: "database",
    inputs: { name: "undone" },
    target: null,
    team: "payments",
    rule: null,
    idempotencyKey: "key-4",
  };
  await expect(
    transaction(s.as(s.people.dev), async (tx) => {
      await submitRun(tx, input);
      throw new Error("the caller failed");
    }),
  ).rejects.toThrow("the caller failed");
  expect(await faultOf(s.create("bad identifier!", { idempotencyKey: "key-4" }))).toMatchObject({
    path: ["properties", "name"],
  });
  expect([await count("runs"), await count("workspaces"), await count("idempotency_keys")]).toEqual(before);
});

it("lets one of two create the same entity, and shows the other the field", async () => {
  const both = await Promise.allSettled([s.create("twin"), s.create("twin", {}, s.people.lead)]);
  expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await faultOf(s.create("twin"))).toMatchObject({
    path: ["properties", "name"],
    message: expect.stringContaining("being created") as string,
  });
  await createEntity(s.as(s.people.admin), "database", { identifier: "taken", title: "Taken" });
  expect(await faultOf(s.create("taken"))).toMatchObject({
    path: ["properties", "name"],
    message: expect.stringContaining("exists already") as string,
  });
});

it("refuses what cannot end well: destroying nothing, a blocked workspace, another template, nobody to approve", async () => {
  const destroy = action(
    { identifier: "delete_database", operation: "DELETE" },
    { operation: "destroy", mapping: undefined },
  );
  await createEntity(s.as(s.people.admin), "database", { identifier: "by-hand", title: "By hand" });
  await expect(s.submit({ action: destroy, target: targetOf("by-hand") })).rejects.toThrow(
    /nothing to destroy/,
  );
  const run = await s.create("blocked");
  await cancelRun(s.as(s.people.dev), run.id);
  await transaction(s.as(s.people.admin), (tx) =>
    block(tx, run.workspaceId!, "Run r_x was interrupted while it applied."),
  );
  await expect(s.create("blocked")).rejects.toThrow(/Run r_x was interrupted/);
  const nobody = { ...LEADS, owningTeam: "logistics" };
  await expect(s.create("unapprovable", { rule: nobody })).rejects.toThrow(/Nobody can approve/);
});
