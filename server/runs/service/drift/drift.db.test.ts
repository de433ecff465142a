import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/kernel/context";
import { systemContext } from "@/server/kernel/context";
import { Forbidden } from "@/server/kernel/errors";
import { eventually } from "@/server/pipelines/execution/testing";
import { type Stage, stage } from "@/server/runs/testing";
import { listWorkspaceFacets, listWorkspaces } from "../workspaces";
import {
  acceptDrift,
  beginDueChecks,
  checkDrift,
  getDrift,
  setDriftInterval,
  setDriftSettings,
} from "./checks";

let s: Stage, dev: Context, lead: Context, admin: Context, other: Context, workspaceId: string;

beforeAll(async () => {
  s = await stage();
  [dev, lead, admin, other] = [
    s.as(s.people.dev),
    s.as(s.people.lead),
    s.as(s.people.admin),
    s.as(s.people.other),
  ];
  s.startSupervisor();
  await s.startWorker();
  const { id } = await s.create("orders");
  workspaceId = (await s.reaches(id, "succeeded")).workspaceId!;
  const state = Buffer.from("{}");
  await s.database
    .sql`insert into state_versions (workspace_id, version, serial, lineage, md5, sha256, size, sealed, origin, resources)
    values (${workspaceId}, 1, 1, 'l', 'm', 's', 2, ${state}, 'terraform', 3)`;
  const { encrypt } = await import("@/server/kernel/secrets");
  await s.database.sql`update state_versions set sealed = ${encrypt(`state:${workspaceId}`, state)}`;
});
afterAll(() => s.close());

const checked = async () => {
  await checkDrift(dev, workspaceId);
  return eventually(async () => {
    const drift = await getDrift(dev, workspaceId);
    return drift.checking ? null : drift;
  });
};
const finds = (drift: string | null) =>
  s.script(
    { plan: `printf plan > plan.bin; ${drift === null ? "true" : `printf '%s' '${drift}' > drift`}` },
    "drift",
  );

describe("drift of a workspace", () => {
  it("is found by a check, and said since when", async () => {
    finds(null);
    expect(await checked()).toMatchObject({ status: "in_sync", since: null, can: { mend: false } });
    finds("thing.a");
    const drift = await checked();
    expect(drift).toMatchObject({
      status: "drifted",
      plan: { resources: [{ address: "thing.a" }] },
      accepted: null,
      can: { check: true, mend: true, accept: false },
    });
    const again = await checked();
    expect(again.since).toEqual(drift.since);
    const audited = await s.database.sql`select 1 from audit_log where action = 'DRIFT_FOUND'`;
    expect(audited).toHaveLength(1);
    const { workspaces } = await listWorkspaces(dev, { drift: "drifted", limit: 10 });
    expect(workspaces).toMatchObject([{ id: workspaceId, version: 1, resources: 3 }]);
    expect((await listWorkspaceFacets(dev)).drifted).toBe(1);
  });

  it("is accepted with a reason by who answers for it; another drift is told anew", async () => {
    await expect(acceptDrift(dev, workspaceId, "fine")).rejects.toThrow(Forbidden);
    await expect(acceptDrift(other, workspaceId, "fine")).rejects.toThrow(/was not found/);
    await expect(acceptDrift(lead, workspaceId, "  ")).rejects.toThrow(/reason|why/i);
    await acceptDrift(lead, workspaceId, "Done by hand in the night of the incident.");
    expect((await getDrift(dev, workspaceId)).accepted).toMatchObject({ by: "lea" });
    expect((await listWorkspaceFacets(dev)).drifted).toBe(0);
    expect((await checked()).accepted).not.toBeNull();
    finds("thing.b");
    expect((await checked()).accepted).toBeNull();
  });

  it("is not looked for while a run holds the workspace, nor found in what changed meanwhile", async () => {
    await s.database.sql`update workspaces set held_by_run = 'r_x' where id = ${workspaceId}`;
    await expect(checkDrift(dev, workspaceId)).rejects.toThrow(/r_x works on/);
    expect(await beginDueChecks(systemContext(s.database.db, "test", "r"))).toBe(0);
    await s.database.sql`update workspaces set held_by_run = null where id = ${workspaceId}`;
    finds("thing.c");
    s.script(
      {
        plan: "printf plan > plan.bin; printf thing.c > drift; while ! [ -e ../../../go ]; do sleep 0.05; done",
      },
      "drift",
    );
    await checkDrift(dev, workspaceId);
    await expect(checkDrift(dev, workspaceId)).rejects.toThrow(/under way/);
    await eventually(
      async () =>
        (
          await s.database
            .sql`select 1 from speculative_plans where kind = 'drift' and state_serial = 1 and status = 'running'`
        ).length === 1,
    );
    await s.database.sql`update state_versions set serial = 2 where workspace_id = ${workspaceId}`;
    const { writeFileSync } = await import("node:fs");
    writeFileSync(`${s.dataDir}/go`, "");
    await eventually(async () => !(await getDrift(dev, workspaceId)).checking);
    expect((await getDrift(dev, workspaceId)).plan?.resources[0]?.address).toBe("thing.b");
  });

  it("is looked for on a schedule, which is off from the start", async () => {
    const system = systemContext(s.database.db, "test", "r");
    await s.database.sql`update workspaces set drift_checked_at = now() - interval '2 hours'`;
    expect(await beginDueChecks(system)).toBe(0);
    await expect(setDriftSettings(dev, { intervalMinutes: 60, concurrency: 1 })).rejects.toThrow(Forbidden);
    await expect(setDriftInterval(dev, workspaceId, 60)).rejects.toThrow(Forbidden);
    await expect(setDriftInterval(lead, workspaceId, 1)).rejects.toThrow(/5 minutes/);
    finds(null);
    await setDriftSettings(admin, { intervalMinutes: 60, concurrency: 1 });
    const drift = await eventually(async () => {
      await beginDueChecks(system);
      const now = await getDrift(dev, workspaceId);
      return now.status === "in_sync" ? now : null;
    });
    expect(drift).toMatchObject({ effectiveMinutes: 60, intervalMinutes: null });
    await setDriftInterval(lead, workspaceId, 0);
    expect((await getDrift(dev, workspaceId)).effectiveMinutes).toBe(0);
  });

  it("is said to be unknown when the check itself fails, with what Terraform says", async () => {
    s.script({ plan: "echo error no credentials; exit 1" }, "drift");
    expect(await checked()).toMatchObject({
      status: "failed",
      failure: { diagnostics: [{ summary: "no credentials" }] },
    });
  });
});
