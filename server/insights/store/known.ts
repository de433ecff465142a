import { sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";

const TABLES = ["deployments", "changes", "incidents", "tickets", "findings"] as const;

/** Events of the table that were told under a name while the catalog did not know it. */
const missed = (table: (typeof TABLES)[number], name: SQL): SQL => {
  const told = sql`not t.known and t.told_service = ${name}`;
  return table === "changes"
    ? sql`((${told}) or (not t.known and t.told_service is null and t.repository = ${name}))`
    : told;
};

/** Names under which events wait, and that services of the catalog have which were made or changed within a day. */
export async function namesMissed(db: Executor, blueprint: string): Promise<string[]> {
  const waits = sql.join(
    TABLES.map(
      (table) =>
        sql`exists (select from ${sql.identifier(`insight_${table}`)} t where ${missed(table, sql`n.name`)})`,
    ),
    sql` or `,
  );
  const rows = await db.execute<{ name: string }>(sql`
    with services as (
      select e.identifier, regexp_replace(regexp_replace(e.properties ->> 'repository',
        '^(https?://[^/]+/|ssh://[^/]+/|[^/@]+@[^:/]+:)', ''), '(\.git)?/?$', '') as repository
      from entities e join blueprints b on b.id = e.blueprint_id and b.identifier = ${blueprint}
      where e.updated_at > now() - interval '1 day'),
    names as (
      select identifier as name from services
      union select repository from services where repository <> ''
      union select lower(repository) from services where repository <> '')
    select n.name from names n where ${waits} order by n.name limit 1000`);
  return rows.map(({ name }) => name);
}

/** Gives what was told under the name its service, and marks it for matching. */
export async function giveService(tx: Transaction, name: string, service: string): Promise<void> {
  for (const table of TABLES)
    await tx.execute(sql`
      update ${sql.identifier(`insight_${table}`)} t set service = ${service}, known = true, updated_at = now()
      where ${missed(table, sql`${name}`)}`);
  await tx.execute(sql`insert into insight_marks (service) values (${name}), (${service})`);
}
