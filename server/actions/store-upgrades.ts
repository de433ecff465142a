import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { templateUpgradeItems, templateUpgrades } from "@/db/schema/templates";
import { now } from "@/server/kernel/clock";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { UpgradeItemStatus, UpgradeStatus } from "@/server/pipelines/core/template-versions";

export type UpgradeRow = typeof templateUpgrades.$inferSelect;
export type UpgradeItemRow = typeof templateUpgradeItems.$inferSelect;

export async function insertUpgrade(
  tx: TransactionContext,
  row: typeof templateUpgrades.$inferInsert,
  items: Pick<UpgradeItemRow, "workspaceId" | "name" | "fromVersion">[],
): Promise<UpgradeRow> {
  const [made] = await tx.db.insert(templateUpgrades).values(row).returning();
  if (!made) throw new Error("The upgrade was not written.");
  await tx.db
    .insert(templateUpgradeItems)
    .values(items.map((item, position) => ({ ...item, position, upgradeId: made.id })));
  return made;
}

export async function findUpgrade(db: Executor, id: string): Promise<UpgradeRow | null> {
  const [row] = await db.select().from(templateUpgrades).where(eq(templateUpgrades.id, id));
  return row ?? null;
}

/** Held against others who would go on with it at the same time. */
export async function lockUpgrade(tx: TransactionContext, id: string): Promise<UpgradeRow | null> {
  const [row] = await tx.db.select().from(templateUpgrades).where(eq(templateUpgrades.id, id)).for("update");
  return row ?? null;
}

export function itemsOf(db: Executor, upgradeId: string): Promise<UpgradeItemRow[]> {
  return db
    .select()
    .from(templateUpgradeItems)
    .where(eq(templateUpgradeItems.upgradeId, upgradeId))
    .orderBy(asc(templateUpgradeItems.position));
}

export async function setItem(
  tx: TransactionContext,
  item: Pick<UpgradeItemRow, "upgradeId" | "position">,
  set: { status: UpgradeItemStatus; runId?: string; message?: string | null },
): Promise<void> {
  await tx.db
    .update(templateUpgradeItems)
    .set(set)
    .where(
      and(
        eq(templateUpgradeItems.upgradeId, item.upgradeId),
        eq(templateUpgradeItems.position, item.position),
      ),
    );
}

/** What a run that has ended was part of; null when it was of none, or that is known already. */
export async function settleItem(
  tx: TransactionContext,
  runId: string,
  to: { status: UpgradeItemStatus; message: string | null },
): Promise<string | null> {
  const [row] = await tx.db
    .update(templateUpgradeItems)
    .set(to)
    .where(and(eq(templateUpgradeItems.runId, runId), eq(templateUpgradeItems.status, "running")))
    .returning({ upgradeId: templateUpgradeItems.upgradeId });
  return row?.upgradeId ?? null;
}

/** What has not begun is not begun any more. */
export async function skipWaiting(tx: TransactionContext, upgradeId: string, message: string): Promise<void> {
  await tx.db
    .update(templateUpgradeItems)
    .set({ status: "skipped", message })
    .where(and(eq(templateUpgradeItems.upgradeId, upgradeId), eq(templateUpgradeItems.status, "waiting")));
}

export async function setUpgradeStatus(
  tx: TransactionContext,
  id: string,
  status: UpgradeStatus,
): Promise<void> {
  await tx.db
    .update(templateUpgrades)
    .set({ status, endedAt: now })
    .where(and(eq(templateUpgrades.id, id), eq(templateUpgrades.status, "running")));
}

/** Sets that are under way although nothing of them is, and for which no job waits. */
export async function stalledUpgrades(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select u.id from template_upgrades u
    where u.status = 'running'
      and not exists (select 1 from template_upgrade_items i where i.upgrade_id = u.id and i.status = 'running')
      and not exists (select 1 from graphile_worker.jobs j where j.key = 'upgrade:' || u.id and j.attempts < j.max_attempts)
    limit 100`);
  return rows.map((row) => row.id);
}

export type UpgradeSummary = UpgradeRow & Record<UpgradeItemStatus, number>;

/** The latest, with how many of its instances stand where. */
export async function latestUpgrades(db: Executor, slug?: string): Promise<UpgradeSummary[]> {
  const count = (status: UpgradeItemStatus) =>
    sql<number>`(select count(*)::int from ${templateUpgradeItems} where ${templateUpgradeItems.upgradeId} = ${templateUpgrades.id} and ${templateUpgradeItems.status} = ${status})`;
  const rows = await db
    .select({
      upgrade: templateUpgrades,
      waiting: count("waiting"),
      running: count("running"),
      succeeded: count("succeeded"),
      failed: count("failed"),
      skipped: count("skipped"),
    })
    .from(templateUpgrades)
    .where(slug === undefined ? undefined : eq(templateUpgrades.slug, slug))
    .orderBy(desc(templateUpgrades.createdAt))
    .limit(20);
  return rows.map(({ upgrade, ...counts }) => ({ ...upgrade, ...counts }));
}

/** What went wrong with the run of an item. */
export async function noteItem(tx: TransactionContext, runId: string, message: string): Promise<void> {
  await tx.db.update(templateUpgradeItems).set({ message }).where(eq(templateUpgradeItems.runId, runId));
}
