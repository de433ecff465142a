import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { Route } from "../../core/computed/walks";

/** Entities of a blueprint that the routes lead to, one after the other, from these entities. */
export async function reached(
  db: Executor,
  seeds: string[],
  routes: Route[],
  blueprintId: string,
): Promise<string[]> {
  let from = seeds;
  for (const [i, route] of routes.entries())
    from = await follow(db, from, route, i === routes.length - 1 ? blueprintId : null);
  return from;
}

async function follow(
  db: Executor,
  seeds: string[],
  route: Route,
  blueprintId: string | null,
): Promise<string[]> {
  if (seeds.length === 0) return [];
  const start = sql`select value::uuid as node from jsonb_array_elements_text(${JSON.stringify(seeds)}::jsonb)`;
  const only = blueprintId
    ? sql`join entities e on e.id = found.node and e.blueprint_id = ${blueprintId}::uuid`
    : sql``;
  const rows =
    route.kind === "path"
      ? await db.execute<{ id: string }>(sql`
          select distinct found.node as id from (${pathBack(start, route.relations)}) found ${only}`)
      : await db.execute<{ id: string }>(sql`
          with recursive found(node) as (${start} union ${step(route)})
          select found.node as id from found ${only}`);
  return rows.map((row) => row.id);
}

function pathBack(start: ReturnType<typeof sql>, relations: string[]) {
  const names = relations.map((_, i) => sql.raw(`r${i}`));
  const joins = relations.map((relation, i) => {
    const at = i === 0 ? sql`s.node` : sql`${names[i - 1]}.from_id`;
    return sql`join entity_relations ${names[i]} on ${names[i]}.to_id = ${at} and ${names[i]}.relation = ${relation}`;
  });
  return sql`select ${names.at(-1)}.from_id as node from (${start}) s ${sql.join(joins, sql` `)}`;
}

function step({ relations, direction }: Extract<Route, { kind: "closure" }>) {
  const [near, far] = direction === "forward" ? [sql`from_id`, sql`to_id`] : [sql`to_id`, sql`from_id`];
  return sql`select r.${far} from found join entity_relations r on r.${near} = found.node and r.relation in (${list(relations)})`;
}

const list = (texts: readonly string[]) =>
  sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  );
