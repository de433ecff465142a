import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";

/** The ids of pages, in no order. */
export async function pageIds(db: Executor, identifiers: readonly string[]): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select id from dashboard_pages where identifier in (
      select value from jsonb_array_elements_text(${JSON.stringify(identifiers)}::jsonb))`);
  return rows.map(({ id }) => id);
}

/** The dashboards of the scenario that nobody has changed or shared otherwise; folders last, and none in which something stays. */
export async function untouchedPages(db: Executor): Promise<string[]> {
  const rows = await db.execute<{ identifier: string }>(sql`
    with ours as (
      select p.* from dashboard_pages p join demo_items i on i.kind = 'page' and i.key = p.id::text where p.revision = 1)
    select o.identifier from ours o
    where o.type <> 'folder' or not exists (
      select from dashboard_pages p where p.parent_id = o.id and p.id not in (select id from ours))
    order by o.type = 'folder', o.identifier`);
  return rows.map(({ identifier }) => identifier);
}
