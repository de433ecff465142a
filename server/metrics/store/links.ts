import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Named } from "../core/documentation/broken";
import type { Thing } from "../core/documentation/portal-pages";
import { texts } from "./windows";

/** Where each kind of thing is found by name. */
const FOUND_BY: Record<Thing, (names: SQL) => SQL> = {
  action: (names) =>
    sql`select identifier as name from actions where published and identifier = any(${names})`,
  blueprint: (names) => sql`select identifier as name from blueprints where identifier = any(${names})`,
  entity: (names) => sql`
    select n as name from unnest(${names}) n
    where exists (select from entities e where e.blueprint = split_part(n, '/', 1) and e.identifier = split_part(n, '/', 2))`,
  dashboard: (names) => sql`select identifier as name from dashboard_pages where identifier = any(${names})`,
  team: (names) => sql`select n as name from unnest(${names}) n
    where exists (select from teams where identifier = n) or exists (select from insight_teams where team = n)`,
  run: (names) => sql`select id as name from runs where id = any(${names})`,
  template: (names) => sql`select distinct slug as name from template_versions where slug = any(${names})`,
};

/** Those of the named things that there are. */
export async function thingsThere(db: Executor, named: Named): Promise<Named> {
  const found = await Promise.all(
    [...named].map(async ([thing, names]) => {
      const rows = await db.execute<{ name: string }>(FOUND_BY[thing](texts([...names])));
      return [thing, new Set(rows.map(({ name }) => name))] as const;
    }),
  );
  return new Map(found);
}
