import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { VERSIONED } from "./definition";

/** Takes away whatever `storeEvents` wrote, and what stands on it. */
export async function forgetEvents(db: Executor): Promise<void> {
  const tables = [
    ...VERSIONED,
    "insight_teams",
    "insight_lookups",
    "actions",
    "blueprints",
    "documentation_reviews",
    "cost_months",
    "cost_days",
    "cost_units",
    "cost_baseline",
    "runs",
    "template_upgrades",
    "surveys",
  ];
  await db.execute(
    sql`truncate ${sql.join(
      tables.map((name) => sql.identifier(name)),
      sql`, `,
    )} cascade`,
  );
}
