import fs from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { speculativePlans } from "@/db/schema/speculative";
import type { Context } from "@/server/kernel/context";
import { Secret } from "@/server/kernel/secrets";
import { executionPaths } from "@/server/pipelines/execution/files";
import { eventually } from "@/server/pipelines/execution/testing";
import { action, type Stage, stage } from "@/server/runs/testing";
import { cancelPreview, getPreview, type PreviewRequest, requestPreview } from "./request";

let s: Stage, dev: Context;
beforeAll(async () => {
  s = await stage();
  dev = s.as(s.people.dev);
  s.startSupervisor();
});
afterAll(() => s.close());

const ask = (name: string, over: Partial<PreviewRequest> = {}) =>
  requestPreview(dev, {
    action: action(),
    blueprint: "database",
    inputs: { name },
    secrets: {},
    target: null,
    team: "payments",
    environment: null,
    ...over,
  });
const ends = (planId: string) =>
  eventually(async () => {
    const plan = await getPreview(dev, planId);
    return plan.endedAt ? plan : null;
  });
const tables = async () =>
  (
    await s.database.sql<{ runs: number; approvals: number; workspaces: number }[]>`select
      (select count(*)::int from runs) as runs, (select count(*)::int from approval_requests) as approvals,
      (select count(*)::int from workspaces) as workspaces`
  )[0];
const filesOf = (id: string) => fs.existsSync(executionPaths(s.dataDir, id).folder);

describe("a plan from the form", () => {
  it("is limited for each person, and one that nobody began with is cancelled at once", async () => {
    const [one, two] = [await ask("first"), await ask("second")];
    await expect(ask("third")).rejects.toThrow(/under way already/);
    await cancelPreview(dev, one.planId);
    await cancelPreview(dev, two.planId);
    expect((await getPreview(dev, one.planId)).status).toBe("cancelled");
    await expect(getPreview(s.as(s.people.other), one.planId)).rejects.toThrow(/was not found/);
  });

  it("shows what would change, and makes neither run nor approval nor workspace", async () => {
    await s.startWorker();
    const before = await tables();
    const { planId } = await ask("orders");
    const plan = await ends(planId);
    expect(plan).toMatchObject({ status: "succeeded", plan: { counts: { create: 1 } }, failure: null });
    expect(await tables()).toEqual(before);
    await eventually(async () => !filesOf(planId));
    const [row] = await s.database.db.select().from(speculativePlans).where(eq(speculativePlans.id, planId));
    expect(row).toMatchObject({ sealed: null, leaseOwner: null });
  });

  it("tells Terraform's own complaint without the secrets that it was given", async () => {
    s.script({ plan: `echo "error it broke: $VARIABLES"; exit 1` }, "preview");
    const properties = { token: { type: "string", format: "password", encryption: "aes256-gcm" } };
    const { planId } = await ask("broken", {
      action: action(
        { userInputs: { properties } },
        { variables: { name: "{{ .inputs.name }}", token: "{{ .inputs.token }}" } },
      ),
      secrets: { token: new Secret<unknown>("canary-in-a-preview") },
    });
    const plan = await ends(planId);
    expect(plan.status).toBe("failed");
    expect(plan.failure?.diagnostics[0]?.summary).toContain("it broke");
    expect(JSON.stringify(plan)).not.toContain("canary-in-a-preview");
    const rows = await s.database.sql`select * from speculative_plans`;
    expect(JSON.stringify(rows)).not.toContain("canary-in-a-preview");
  });

  it("stops when it is cancelled, and nothing of it remains", async () => {
    const mark = path.join(s.dataDir, "planning");
    s.script({ plan: `trap 'exit 130' INT; touch ${mark}; while :; do sleep 0.05; done` }, "preview");
    const { planId } = await ask("slow");
    await eventually(() => fs.existsSync(mark));
    await cancelPreview(dev, planId);
    expect((await ends(planId)).status).toBe("cancelled");
    await eventually(async () => !filesOf(planId));
  });

  it("is taken up where it was when its worker dies, and leaves nothing behind", async () => {
    const [mark, go] = [path.join(s.dataDir, "left"), path.join(s.dataDir, "go")];
    s.script(
      { plan: `echo x >> ${mark}; while ! [ -e ${go} ]; do sleep 0.05; done; printf plan > plan.bin` },
      "preview",
    );
    const { planId } = await ask("orphan");
    await eventually(() => fs.existsSync(mark));
    await s.database
      .sql`update speculative_plans set lease_owner = 'w_dead', lease_until = now() - interval '1 minute' where id = ${planId}`;
    fs.writeFileSync(go, "");
    expect((await ends(planId)).status).toBe("succeeded");
    expect(fs.readFileSync(mark, "utf8")).toBe("x\n");
    await eventually(async () => !filesOf(planId));
  });
});
