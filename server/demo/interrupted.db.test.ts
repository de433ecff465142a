import { createHash } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { createTeam } from "@/server/identity/service/teams";
import { ingest } from "@/server/insights/service/ingest";
import { SERVICE_BLUEPRINT } from "./core/blueprint";
import { loadScenario } from "./service/load";
import { removeScenario } from "./service/remove";
import { askForLoading, askForRemoval, demoStatus } from "./service/status";
import { type DemoStage, emptyStage, everything, settled } from "./testing";

/** By which number a row is known, and when it was written: another each time. */
const VOLATILE = /(^|_)id$|^(at|created_at|received_at|key|sealed)$/;
/** Say when and how often something was done, not what there is. */
const OF_DOING = [
  "blueprint_revisions",
  "cost_imports",
  "demo_scenario",
  "entity_revisions",
  "insight_batches",
];

let stage: DemoStage;
let admin: postgres.Sql;
let before: Map<string, string[]>;
beforeAll(async () => {
  stage = await emptyStage();
  admin = postgres(stage.database.adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`
    create sequence statements;
    create function end_here() returns trigger language plpgsql security definer as $$
    begin
      if nextval('statements') = tg_argv[0]::int then raise 'the process ended here'; end if;
      return null;
    end $$`);
  await createTeam(stage.admin, { identifier: "ours", title: "Ours" });
  await createBlueprint(stage.admin, SERVICE_BLUEPRINT);
  await createEntity(stage.admin, "service", {
    identifier: "own",
    team: ["ours"],
    properties: { language: "Go" },
  });
  await ingest(stage.admin, "deployments", [
    {
      externalId: "own",
      service: "own",
      environment: "production",
      status: "success",
      finishedAt: "2026-01-05T10:00:00Z",
      sha: "abcdef0123456789",
    },
  ]);
  await settled(stage);
  before = await everything(stage);
}, 120_000);
afterAll(async () => {
  await admin.end();
  await stage.database.close();
});

/** Ends work at the nth of such statements as the end of its process would: what was committed stays, and nothing else. */
async function interrupted(
  statement: "insert" | "delete",
  table: string,
  nth: number,
  work: () => Promise<void>,
): Promise<void> {
  await admin.unsafe(`
    alter sequence statements restart;
    create trigger ends_here after ${statement} on ${table} for each statement execute function end_here(${nth})`);
  await expect(work(), `${statement} ${table}`).rejects.toThrow();
  await admin.unsafe(`drop trigger ends_here on ${table}`);
}

/** What each table holds, short enough to be compared. */
async function digest(): Promise<Record<string, string>> {
  const tables = await everything(stage, VOLATILE);
  return Object.fromEntries(
    [...tables]
      .filter(([name]) => !OF_DOING.includes(name))
      .map(([name, rows]) => [
        name,
        `${rows.length} rows, ${createHash("sha256").update(rows.join("\n")).digest("hex")}`,
      ]),
  );
}

const stateOf = async () => (await demoStatus(stage.admin)).state;

describe("the demo organisation, when what loads or removes it ends in the middle", () => {
  it("is loaded by those who come after, the same as in one go", async () => {
    await askForLoading(stage.admin);
    await loadScenario(stage.portal, 1);
    await settled(stage);
    const inOneGo = await digest();
    await askForRemoval(stage.admin);
    await removeScenario(stage.portal, 1);

    await askForLoading(stage.admin);
    for (const [table, nth] of [
      ["users", 40],
      ["entities", 1],
      ["insight_deployments", 2],
      ["insight_incidents", 1],
      ["insight_probes", 1],
      ["insight_visits", 1],
      ["template_upgrade_items", 1],
      ["budgets", 3],
      ["cost_imports", 1],
      ["cost_lines", 1],
      ["survey_waves", 3],
      ["dashboard_pages", 3],
    ] as const) {
      await interrupted("insert", table, nth, () => loadScenario(stage.portal, 1));
      expect(await stateOf(), table).toBe("loading");
    }
    await loadScenario(stage.portal, 1);
    expect(await stateOf()).toBe("present");
    await settled(stage);
    expect(await digest()).toEqual(inOneGo);
  }, 600_000);

  it("is removed by those who come after, and what is not of it stays", async () => {
    await askForRemoval(stage.admin);
    for (const [table, nth] of [
      ["insight_deployments", 2],
      ["insight_probes", 10],
      ["insight_visits", 1],
      ["runs", 1],
      ["survey_waves", 1],
      ["cost_lines", 1],
      ["budgets", 1],
      ["entities", 2],
      ["users", 1],
      ["teams", 1],
      ["dashboard_pages", 2],
    ] as const) {
      await interrupted("delete", table, nth, () => removeScenario(stage.portal, 1));
      expect(await stateOf(), table).toBe("removing");
    }
    await removeScenario(stage.portal, 1);
    expect(await stateOf()).toBe("absent");
    await settled(stage);
    const after = await everything(stage);
    for (const [name, rows] of before) expect({ name, rows: after.get(name) }).toEqual({ name, rows });
  }, 600_000);

  it("says so where it cannot go on, and goes on when an administrator asks for it", async () => {
    await askForLoading(stage.admin);
    // The last attempt does not end in an error: nobody would look at it.
    const broken = () => loadScenario(stage.portal, 3);
    await admin.unsafe(`create trigger ends_here before insert on users for each statement execute function end_here(1);
      alter sequence statements restart`);
    await broken();
    expect(await demoStatus(stage.admin)).toMatchObject({
      state: "loading",
      problem: expect.stringContaining("Try again, or remove the demo data."),
    });
    await admin.unsafe("drop trigger ends_here on users");
    expect(await askForLoading(stage.admin)).toMatchObject({ state: "loading", problem: null, progress: 0 });
    await askForRemoval(stage.admin);
    await removeScenario(stage.portal, 1);
    expect(await stateOf()).toBe("absent");
  }, 60_000);
});
