import { and, asc, desc, eq, or, sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { blueprints, entities, entityRevisions } from "@/db/schema/catalog";

/** Text as part of a LIKE pattern, with its wildcards as plain characters. */
const contains = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const matches = (text: string) =>
  or(sql`${entities.title} ilike ${contains(text)}`, sql`${entities.identifier} ilike ${contains(text)}`);

const META: Record<string, SQL | undefined> = {
  $identifier: sql`lower(${entities.identifier})`,
  $title: sql`lower(coalesce(${entities.title}, ${entities.identifier}))`,
  $team: sql`array_to_string(${entities.team}, ',')`,
  $icon: sql`${entities.icon}`,
  $createdAt: sql`${entities.createdAt}`,
  $updatedAt: sql`${entities.updatedAt}`,
  $createdBy: sql`${entities.createdBy}`,
  $updatedBy: sql`${entities.updatedBy}`,
};

/** Texts without regard to case, numbers by value; entities without a value come last in both directions. */
function ordering({ by, direction }: { by: string; direction: "asc" | "desc" }): SQL[] {
  const sort = (value: SQL) =>
    direction === "desc" ? sql`${value} desc nulls last` : sql`${value} asc nulls last`;
  const meta = Object.hasOwn(META, by) ? META[by] : undefined;
  if (meta) return [sort(meta)];
  const value = sql`nullif(${entities.properties} -> ${by}::text, 'null'::jsonb)`;
  return [
    sort(sql`jsonb_typeof(${value})`),
    sort(
      sql`case jsonb_typeof(${value}) when 'string' then to_jsonb(lower(${entities.properties} ->> ${by}::text)) else ${value} end`,
    ),
  ];
}

/** A page of a blueprint's entities, and how many there are in all. */
export async function entityPage(
  db: Executor,
  blueprintId: string,
  readable: SQL,
  query: { text?: string; sort: { by: string; direction: "asc" | "desc" }; limit: number; offset: number },
) {
  const where = and(
    eq(entities.blueprintId, blueprintId),
    readable,
    query.text ? matches(query.text) : undefined,
  );
  const rows = await db
    .select()
    .from(entities)
    .where(where)
    .orderBy(...ordering(query.sort), asc(entities.identifier))
    .limit(query.limit)
    .offset(query.offset);
  return { rows, total: await db.$count(entities, where) };
}

/** All entities of a blueprint, by identifier. */
export const allEntities = (db: Executor, blueprintId: string, readable: SQL) =>
  db
    .select()
    .from(entities)
    .where(and(eq(entities.blueprintId, blueprintId), readable))
    .orderBy(asc(entities.identifier));

/** Entities of all blueprints whose title or identifier contains the text, the most alike first. */
export function findEntities(db: Executor, text: string, limit: number, readable: SQL) {
  const likeness = sql`greatest(similarity(coalesce(${entities.title}, ''), ${text}), similarity(${entities.identifier}, ${text}))`;
  return db
    .select({
      blueprint: blueprints.identifier,
      blueprintTitle: sql<string>`${blueprints.definition} ->> 'title'`,
      identifier: entities.identifier,
      title: entities.title,
      icon: sql<string | null>`coalesce(${entities.icon}, ${blueprints.definition} ->> 'icon')`,
    })
    .from(entities)
    .innerJoin(blueprints, eq(entities.blueprintId, blueprints.id))
    .where(and(matches(text), readable))
    .orderBy(desc(likeness), desc(entities.updatedAt), asc(entities.identifier))
    .limit(limit);
}

/** Revisions of the entity that has or last had an identifier, newest first; one more than `limit`, for what came before. */
export async function revisionsOf(db: Executor, blueprint: string, identifier: string, limit: number) {
  const [latest] = await db
    .select({ entityId: entityRevisions.entityId })
    .from(entityRevisions)
    .where(and(eq(entityRevisions.blueprint, blueprint), eq(entityRevisions.identifier, identifier)))
    .orderBy(desc(entityRevisions.at), desc(entityRevisions.revision))
    .limit(1);
  if (!latest) return [];
  return db
    .select()
    .from(entityRevisions)
    .where(eq(entityRevisions.entityId, latest.entityId))
    .orderBy(desc(entityRevisions.revision))
    .limit(limit + 1);
}
