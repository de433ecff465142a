import { sql, type SQL } from "drizzle-orm";
import { relationOf } from "../../core/search-schema";
import { mayRead } from "./fragments";

export interface Sort {
  by: string;
  direction: "asc" | "desc";
}

/** One expression to order by, and how. */
export interface Order {
  value: SQL;
  suffix: SQL;
}

/** Columns that always have a value: ordered plainly, so that their indexes serve both directions. */
const PLAIN: Record<string, SQL> = {
  $identifier: sql`entities.identifier`,
  $title: sql`lower(coalesce(entities.title, entities.identifier))`,
  $createdAt: sql`entities.created_at`,
  $updatedAt: sql`entities.updated_at`,
  $createdBy: sql`entities.created_by`,
  $updatedBy: sql`entities.updated_by`,
};
const OPTIONAL: Record<string, SQL> = {
  $icon: sql`entities.icon`,
  $team: sql`nullif(lower(array_to_string(entities.team, ',')), '')`,
};
/** Sorts for which there is an index. */
const INDEXED = new Set(["$title", "$updatedAt", "$identifier"]);

const own = (of: Record<string, SQL>, key: string): SQL | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/**
 * How entities of a blueprint are ordered: texts without regard to case, numbers by value, those without a value last in
 * both directions, and in the end by identifier, so that no two are equal.
 */
export function orderOf(sorts: readonly Sort[], readable: SQL | true): { orders: Order[]; indexed: boolean } {
  const orders = sorts.flatMap(({ by, direction }): Order[] => {
    const suffix = direction === "desc" ? sql`desc` : sql`asc`;
    const plain = own(PLAIN, by);
    if (plain) return [{ value: plain, suffix }];
    const last = sql`${suffix} nulls last`;
    const optional = own(OPTIONAL, by);
    if (optional) return [{ value: optional, suffix: last }];
    const relation = relationOf(by);
    if (relation) return [{ value: firstRelated(relation, readable), suffix: last }];
    const value = sql`nullif(entities.properties -> ${by}::text, 'null'::jsonb)`;
    return [
      { value: sql`jsonb_typeof(${value})`, suffix: last },
      {
        value: sql`case jsonb_typeof(${value}) when 'string' then to_jsonb(lower(entities.properties ->> ${by}::text)) else ${value} end`,
        suffix: last,
      },
    ];
  });
  const [first, ...others] = sorts;
  const indexed = first !== undefined && others.length === 0 && INDEXED.has(first.by);
  return {
    orders: [
      ...orders,
      {
        value: sql`entities.identifier`,
        suffix: first?.direction === "desc" && indexed ? sql`desc` : sql`asc`,
      },
    ],
    indexed,
  };
}

/** The first by name of the entities at the other end. */
function firstRelated(
  { relation, target }: NonNullable<ReturnType<typeof relationOf>>,
  readable: SQL | true,
): SQL {
  const name = target === "$title" ? sql`lower(coalesce(t.title, t.identifier))` : sql`t.identifier`;
  return sql`(select min(${name}) from entity_relations r join entities t on t.id = r.to_id
    where r.from_id = entities.id and r.relation = ${relation} and ${mayRead(sql`t`, readable)})`;
}

/** By id: the order in which cursors walk. */
export const BY_ID: { orders: Order[]; indexed: boolean } = {
  orders: [{ value: sql`entities.id`, suffix: sql`asc` }],
  indexed: true,
};
