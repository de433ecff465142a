import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity, updateEntity } from "@/server/catalog/service/entities";
import { setMembership, createTeam } from "@/server/identity/service/teams";
import { createUser, setPassword } from "@/server/identity/service/people";
import { updatePage } from "@/server/dashboards/service/change-pages";
import { getPages } from "@/server/dashboards/service/pages";
import { ingest } from "@/server/insights/service/ingest";
import { SERVICE_BLUEPRINT } from "./core/blueprint";
import { DEMO_SERVICES } from "./core/services";
import { loadScenario } from "./service/load";
import { removeScenario } from "./service/remove";
import { askForLoading, askForRemoval, demoStatus } from "./service/status";
import { type DemoStage, emptyStage, everything, settled } from "./testing";

let stage: DemoStage;
beforeAll(async () => {
  stage = await emptyStage();
}, 300_000);
afterAll(() => stage.database.close());

const deployment = (externalId: string, service: string) => ({
  externalId,
  service,
  environment: "production",
  status: "success",
  finishedAt: "2026-01-05T10:00:00Z",
  sha: "abcdef0123456789",
});

async function load(): Promise<void> {
  await askForLoading(stage.admin);
  await loadScenario(stage.portal, 1);
  await settled(stage);
}
async function remove(): Promise<void> {
  await askForRemoval(stage.admin);
  await removeScenario(stage.portal, 1);
  await settled(stage);
}

describe("removing the demo organisation", () => {
  it("leaves every table as it was before", async () => {
    await createTeam(stage.admin, { identifier: "ours", title: "Ours" });
    const { id } = await createUser(stage.admin, { email: "me@ours.example", name: "Me" });
    await setMembership(stage.admin, { team: "ours", userId: id, role: "lead" });
    await createBlueprint(stage.admin, SERVICE_BLUEPRINT);
    await createEntity(stage.admin, "service", {
      identifier: "own",
      team: ["ours"],
      properties: { language: "Go" },
    });
    await ingest(stage.admin, "deployments", [deployment("d1", "own"), deployment("d2", "elsewhere")]);
    await settled(stage);
    const before = await everything(stage);
    await load();
    const between = await everything(stage);
    const grown = [...between].filter(([name, rows]) => rows.length > (before.get(name)?.length ?? 0));
    expect(grown.map(([name]) => name)).toContain("insight_deployments");
    await remove();
    expect((await demoStatus(stage.admin)).state).toBe("absent");
    const after = await everything(stage);
    for (const [name, rows] of before) expect({ name, rows: after.get(name) }).toEqual({ name, rows });
  }, 300_000);

  it("keeps what people made their own, and what relates to it", async () => {
    await load();
    await updateEntity(stage.admin, "service", "vouchers", { title: "Our vouchers" });
    await createEntity(stage.admin, "service", {
      identifier: "new",
      team: ["ours"],
      properties: { language: "Go" },
      relations: { depends_on: ["stock"] },
    });
    const pages = async () => (await getPages(stage.admin)).map(({ identifier }) => identifier);
    const [folder, first, second] = await pages();
    await updatePage(stage.admin, first!, { title: "How we deliver" });
    const { db } = stage.database;
    const [user] = await db.execute<{ id: string }>(
      sql`select id from users where email = 'amara.nwosu@larkfield.example'`,
    );
    await setPassword(stage.admin, user!.id, "a password of theirs");
    await ingest(stage.admin, "deployments", [deployment("d3", "stock")]);
    await remove();
    expect(await pages()).toEqual([folder, first]);
    expect(second).toMatch(/^larkfield/);
    const services = await db.execute<{ identifier: string }>(sql`
      select e.identifier from entities e join blueprints b on b.id = e.blueprint_id and b.identifier = 'service' order by 1`);
    expect(services.map(({ identifier }) => identifier)).toEqual(["new", "own", "stock", "vouchers"]);
    const teams = await db.execute<{ identifier: string }>(sql`select identifier from teams order by 1`);
    expect(teams.map(({ identifier }) => identifier)).toEqual(["campaigns", "ours", "platform", "warehouse"]);
    const users = await db.execute<{ email: string }>(sql`select email from users order by 1`);
    expect(users.map(({ email }) => email)).toEqual(["amara.nwosu@larkfield.example", "me@ours.example"]);
    const told = await db.execute<{ id: string }>(
      sql`select external_id as id from insight_deployments order by 1`,
    );
    expect(told.map((one) => one.id)).toEqual(["d1", "d2", "d3"]);
    expect(DEMO_SERVICES).toHaveLength(60);
  }, 300_000);
});
