import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { COLUMNS, shown, toRow, type PageRow, type RawRow } from "./page";

/** Entities of all blueprints, by id, with their relations to what may be read. */
export async function catalogPage(
  db: Executor,
  query: { where: SQL; readable: SQL | true; after: string | null; limit: number },
): Promise<(PageRow & { blueprintId: string })[]> {
  const { where, readable, after, limit } = query;
  const may = readable === true ? sql`true` : readable;
  const behind = after ? sql`entities.id > ${after}::uuid` : sql`true`;
  const rows = await db.execute<RawRow & { blueprintId: string }>(sql`
    select ${shown(readable)}, page.blueprint_id as "blueprintId", 0 as total, true as exact from (
      select ${COLUMNS}, entities.blueprint_id from entities where ${behind} and ${may} and ${where}
      order by entities.id limit ${limit}::int
    ) page order by page.id`);
  return rows.map((row) => ({ ...toRow(row), blueprintId: row.blueprintId }));
}
