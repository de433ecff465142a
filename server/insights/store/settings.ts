import { sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { insightSettings } from "@/db/schema/insight-intake";
import { DEFAULT_SETTINGS, type InsightSettings } from "../schema";

/** What is set, or what holds while nothing is. */
export async function readSettings(db: Executor): Promise<InsightSettings> {
  const [row] = await db.select().from(insightSettings);
  if (!row) return DEFAULT_SETTINGS;
  const { id: _id, updatedAt: _at, updatedBy: _by, ...settings } = row;
  return { ...settings, fixWithinDays: { ...DEFAULT_SETTINGS.fixWithinDays, ...settings.fixWithinDays } };
}

export async function saveSettings(tx: Transaction, settings: InsightSettings, by: string): Promise<void> {
  const row = { ...settings, updatedBy: by, updatedAt: sql`now()` };
  await tx
    .insert(insightSettings)
    .values({ ...row, id: true })
    .onConflictDoUpdate({ target: insightSettings.id, set: row });
}
