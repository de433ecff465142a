import { and, desc, eq, isNotNull, ne, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { runs } from "@/db/schema/runs";
import { workspaces } from "@/db/schema/workspaces";
import type { RunRow } from "./runs";

/** The run that applied last what a workspace is now; null when none has. */
export async function lastApplied(db: Executor, workspaceId: string): Promise<RunRow | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.status, "succeeded"),
        isNotNull(runs.module),
        sql`${runs.action}->'invocation'->>'operation' = 'apply'`,
      ),
    )
    .orderBy(desc(runs.endedAt))
    .limit(1);
  return row ?? null;
}

/** How many instances there are of each version of each template. */
export function countByVersion(
  db: Executor,
): Promise<{ template: string; version: string | null; count: number }[]> {
  return db
    .select({
      template: workspaces.template,
      version: workspaces.templateVersion,
      count: sql<number>`count(*)::int`,
    })
    .from(workspaces)
    .where(ne(workspaces.status, "destroyed"))
    .groupBy(workspaces.template, workspaces.templateVersion);
}
