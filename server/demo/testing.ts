import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { foldCounts } from "@/server/catalog/service/counts";
import { recompute } from "@/server/catalog/service/recompute";
import { keepInStep } from "@/server/catalog/service/system/sync";
import { contextOf } from "@/server/catalog/testing";
import { followHistories } from "@/server/insights/service/histories";
import { matchMarked } from "@/server/insights/service/match";
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

/** What is only ever added to, or says what is to be done and not what there is. */
const APART = new Set([
  "audit_log",
  "audit_pending",
  "catalog_model",
  "entity_marks",
  "insight_marks",
  "insight_versions",
  "outbox",
]);

/** What each table holds, as a text for each row; without the columns whose names match. */
export async function everything(
  { database: { db } }: DemoStage,
  without?: RegExp,
): Promise<Map<string, string[]>> {
  const tables = await db.execute<{ name: string; columns: string[] }>(sql`
    select t.tablename as name, array_agg(c.column_name::text) as columns from pg_tables t
    join information_schema.columns c on c.table_schema = t.schemaname and c.table_name = t.tablename
    where t.schemaname = 'public' group by 1 order by 1`);
  const all = new Map<string, string[]>();
  for (const { name, columns } of tables.filter((table) => !APART.has(table.name))) {
    // Rows of counts are added up, so that they are others with the same sums.
    const left = ["updated_at", "checked_at", ...(name === "entity_counts" ? ["id"] : [])];
    if (without) left.push(...columns.filter((column) => without.test(column)));
    const names = sql`array(select jsonb_array_elements_text(${JSON.stringify(left)}::jsonb))`;
    const rows = await db.execute<{ row: string }>(
      sql`select (to_jsonb(t) - ${names})::text as row from ${sql.identifier(name)} t order by 1`,
    );
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}

/** What workers do all the time. */
export async function settled({ portal }: DemoStage): Promise<void> {
  await keepInStep(portal);
  await followHistories(portal);
  while ((await matchMarked(portal)) > 0);
  await recompute(portal);
  await foldCounts(portal);
}
