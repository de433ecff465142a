import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import { type Context, systemContext } from "@/server/kernel/context";
import { DEMO_ACTOR } from "./schema";
import { loadScenario } from "./service/load";
import { askForLoading } from "./service/status";

export interface DemoStage {
  database: TestDatabase;
  admin: Context;
  /** In whose name the job works. */
  portal: Context;
}

/** For tests: an empty portal. */
export async function emptyStage(): Promise<DemoStage> {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  process.env.WAYMARK_DATA_DIR = mkdtempSync(path.join(os.tmpdir(), "waymark-demo-"));
  const database = await createTestDatabase();
  return {
    database,
    admin: contextOf(database.db),
    portal: systemContext(database.db, DEMO_ACTOR, "test"),
  };
}

/** For tests: a portal with the scenario in it. */
export async function loadedStage(): Promise<DemoStage> {
  const stage = await emptyStage();
  await askForLoading(stage.admin);
  await loadScenario(stage.portal, 1);
  return stage;
}
