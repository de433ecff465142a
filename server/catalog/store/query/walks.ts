import { sql, type SQL } from "drizzle-orm";
import type { Condition, Edge, ResolvedHop } from "../../core/query/condition";
import { mayRead, texts, uuids } from "./fragments";

type Related = Extract<Condition, { kind: "related" }>;
type PathCondition = Extract<Condition, { kind: "path" }>;

/** Ids of the entities that a rule names and the viewer may read. */
const named = (blueprintIds: string[], identifiers: string[], readable: SQL | true): SQL =>
  sql`select n.id from entities n where n.blueprint_id = any(${uuids(blueprintIds)})
    and n.identifier = any(${texts(identifiers)}) and ${mayRead(sql`n`, readable)}`;

/** One step from the rows of `from` over a relation, to entities that may be read; forward: along it. */
function step(from: SQL, forward: boolean, edges: Edge[], byName: boolean, readable: SQL | true): SQL {
  const [near, far] = forward ? [sql`r.from_id`, sql`r.to_id`] : [sql`r.to_id`, sql`r.from_id`];
  const names = texts([...new Set(edges.map((edge) => edge.relation))]);
  const pairs = sql.join(
    edges.map((edge) => sql`(${edge.blueprintId}::uuid, ${edge.relation}::text)`),
    sql`, `,
  );
  // Which blueprint has the relation matters only where another one has a relation of the same name.
  const source = byName
    ? sql``
    : sql`join entities s on s.id = r.from_id and (s.blueprint_id, r.relation) in (${pairs})`;
  const target =
    readable === true ? sql`` : sql`join entities t on t.id = ${far} and ${mayRead(sql`t`, readable)}`;
  return sql`select ${far} from ${from} join entity_relations r on ${near} = f.id and r.relation = any(${names}) ${source} ${target}`;
}

/** Everything reached over any number of relations; a union of rows ends by itself where relations go in circles. */
export function relatedSql(condition: Related, readable: SQL | true): SQL {
  const { blueprintId, identifiers, forward, edges, byName } = condition;
  const seeds = sql`(${named([blueprintId], identifiers, readable)}) f`;
  return sql`entities.id in (with recursive reached(id) as (
    ${step(seeds, forward, edges, byName, readable)}
    union ${step(sql`reached f`, forward, edges, byName, readable)}
  ) select id from reached)`;
}

/** From a set of ids over one hop. A hop that repeats counts its steps, which bounds it also in a circle. */
function hopSql(from: SQL, { relation, max }: ResolvedHop, forward: boolean, readable: SQL | true): SQL {
  const [near, far] = forward ? [sql`r.from_id`, sql`r.to_id`] : [sql`r.to_id`, sql`r.from_id`];
  const target = sql`${far} in (select t.id from entities t where ${mayRead(sql`t`, readable)})`;
  const may = readable === true ? sql`true` : target;
  if (max === 1)
    return sql`select distinct ${far} as id from (${from}) f join entity_relations r on ${near} = f.id and r.relation = ${relation} where ${may}`;
  return sql`select distinct id from (with recursive hopped(id, steps) as (
    select f.id, 0 from (${from}) f
    union select ${far}, f.steps + 1 from hopped f join entity_relations r on ${near} = f.id and r.relation = ${relation}
      where f.steps < ${max}::int and ${may}
  ) select id from hopped where steps > 0) h`;
}

/** The entity at one end of a path whose other end is named: walked from the named end, against the relations or along them. */
export function pathSql({ fromId, hops, namedIds, identifiers }: PathCondition, readable: SQL | true): SQL {
  const forward = fromId !== null;
  const order = forward ? hops : [...hops].reverse();
  const ids = order.reduce(
    (from, hop) => hopSql(from, hop, forward, readable),
    named(namedIds, identifiers, readable),
  );
  return sql`entities.id in (${ids})`;
}
