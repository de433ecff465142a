import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

const keys = (kind: string) => sql`(select key from demo_items where kind = ${kind})`;

/** Runs of the scenario, what was said of them, and the forms that they came from. */
export async function removeRuns(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from insight_run_feedback where run_id in ${keys("run")}`);
  await tx.execute(sql`delete from insight_form_starts where id::text in ${keys("form")}`);
  await tx.execute(sql`delete from run_events where run_id in ${keys("run")}`);
  await tx.execute(sql`delete from run_logs where run_id in ${keys("run")}`);
  await tx.execute(sql`delete from runs where id in ${keys("run")}`);
}

/** The template of the scenario, in each version, and how services came to stand on them. */
export async function removeTemplate(tx: Transaction, slug: string): Promise<void> {
  await tx.execute(sql`delete from template_upgrade_items where upgrade_id::text in ${keys("upgrade")}`);
  await tx.execute(sql`delete from template_upgrades where id::text in ${keys("upgrade")}`);
  await tx.execute(sql`
    delete from template_versions where slug = ${slug} and version in ${keys("version")}`);
}
