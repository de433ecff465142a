import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { approvalRequests } from "@/db/schema/approvals";
import { approvalRulesSchema } from "@/server/approvals/core/definition";
import { decide } from "@/server/approvals/service/decide";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { Precondition } from "@/server/kernel/errors";
import { action, type Stage, stage } from "@/server/runs/testing";
import { voidRun } from "./decided";
import { breakGlass } from "@/server/approvals/service/withdraw";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  s.startSupervisor();
  await s.startWorker();
  const admin = s.as(s.people.admin);
  await createBlueprint(admin, {
    identifier: "service",
    title: "Service",
    schema: { properties: {}, required: [] },
    relations: {},
  });
  await createEntity(admin, "service", { identifier: "shop", title: "Shop", team: ["logistics"] });
});
afterAll(() => s.close());

const owners = {
  query: {
    combinator: "and",
    rules: [
      { property: "$blueprint", operator: "=", value: "service" },
      { property: "$identifier", operator: "=", value: "{{ .inputs.service }}" },
    ],
  },
};
const guarded = (over: object, from: object) =>
  action({
    approvalRules: approvalRulesSchema.parse([{ title: "Owners", stages: [{ count: 1, from }], ...over }]),
  });
const requestOf = async (runId: string) => {
  const [row] = await s.database.db.select().from(approvalRequests).where(eq(approvalRequests.runId, runId));
  return row;
};

it("asks the teams that own what an input names, and applies once one of them approved", async () => {
  const { id } = await s.submit({
    action: guarded({}, { owners }),
    inputs: { name: "owned", service: "shop" },
  });
  await s.reaches(id, "awaiting_approval");
  const request = await requestOf(id);
  expect(request?.stages).toMatchObject([
    { needs: 1, from: { teams: ["logistics"] }, source: { kind: "rule" } },
  ]);
  expect(request?.brief).toMatchObject({ requester: "dev", inputs: { name: "owned", service: "shop" } });
  await decide(s.as(s.people.other), id, { status: "APPROVE" });
  await s.reaches(id, "succeeded");
  const run = await s.run(id);
  expect(run.executedHash).toBe(run.subjectHash);
});

it("asks nobody where no condition holds, and refuses at once what nobody could approve", async () => {
  const { id } = await s.submit({
    action: guarded({ when: { jq: '.inputs.name == "never"' } }, { roles: ["Admin"] }),
    inputs: { name: "free" },
  });
  await s.reaches(id, "succeeded");
  expect(await requestOf(id)).toBeUndefined();
  await expect(
    s.submit({ action: guarded({}, { users: [s.people.dev.email] }), inputs: { name: "own" } }),
  ).rejects.toThrow(Precondition);
  await expect(
    s.submit({ action: guarded({}, { owners }), inputs: { name: "unowned", service: "none" } }),
  ).rejects.toThrow(/no team owns that/);
});

it("is void once the action has changed, and starts without votes when the glass is broken", async () => {
  const asked = { action: guarded({}, { roles: ["Admin"] }) };
  const changed = await s.submit({ ...asked, inputs: { name: "changed" } });
  await s.reaches(changed.id, "awaiting_approval");
  await voidRun(s.as(s.people.admin), changed.id);
  expect((await s.run(changed.id)).status).toBe("stale");
  expect((await requestOf(changed.id))?.status).toBe("void");

  const broken = await s.submit({ ...asked, inputs: { name: "broken" } });
  await s.reaches(broken.id, "awaiting_approval");
  await breakGlass(s.as(s.people.admin), broken.id, {
    reason: "Production is down.",
    confirmation: broken.id,
  });
  await s.reaches(broken.id, "succeeded");
});
