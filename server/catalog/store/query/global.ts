import { sql, type SQL } from "drizzle-orm";
import type { Database, Executor } from "@/db/client";
import { literal } from "./fragments";
import { wordsIn, wordsQuery } from "./text";

export interface GlobalHit extends Record<string, unknown> {
  blueprintId: string;
  identifier: string;
  title: string | null;
  icon: string | null;
  properties: Record<string, unknown>;
}

/** Of so many hits in names, and as many in values, the best are taken; more are not looked at. */
const MOST_RANKED = 500;
/** How alike a word of a name must be to what was typed: one wrong letter of six, two in a wrong order of seven. */
const ALIKE = "0.4";

const SHOWN = sql`entities.blueprint_id as "blueprintId", entities.identifier, entities.title, entities.icon, entities.properties`;

/**
 * Entities in which every word begins a word, or whose name contains the text; `where`: which ones may be found. First
 * those with exactly that name, then names that begin with it, names with all words, names that contain it, then values.
 */
export async function globalHits(
  db: Executor,
  text: string,
  where: SQL,
  limit: number,
): Promise<GlobalHit[]> {
  const words = wordsIn(text);
  const part = `%${literal(text)}%`;
  const begins = `${literal(text)}%`;
  const inName = sql`entities.title ilike ${part} or entities.identifier ilike ${part}`;
  const named = words.length
    ? sql`(entities.words @@ to_tsquery('public.waymark', ${words.map((word) => `${word}:*A`).join(" & ")}) or ${inName})`
    : sql`(${inName})`;
  const anywhere = words.length ? sql`entities.words @@ ${wordsQuery(words)}` : sql`false`;
  const rank = sql`case
    when lower(${text}) in (lower(entities.title), lower(entities.identifier)) then 0
    when entities.title ilike ${begins} or entities.identifier ilike ${begins} then 1
    when ${inName} then 2 else 3 end`;
  return db.execute<GlobalHit>(sql`with found as (
      (select entities.id, 0 as place from entities where ${named} and ${where} limit ${MOST_RANKED}::int)
      union all
      (select entities.id, 1 as place from entities where ${anywhere} and ${where} limit ${MOST_RANKED}::int)
    ), best as (select id, min(place) as place from found group by id)
    select ${SHOWN} from best join entities on entities.id = best.id
    order by best.place, ${rank}, length(coalesce(entities.title, entities.identifier)), entities.updated_at desc, entities.id
    limit ${limit}::int`) as Promise<GlobalHit[]>;
}

/** Entities with a word in their name that is almost what was typed, the most alike first. */
export function alikeHits(db: Database, text: string, where: SQL, limit: number): Promise<GlobalHit[]> {
  const alike = sql`greatest(word_similarity(${text}, coalesce(entities.title, '')), word_similarity(${text}, entities.identifier))`;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${ALIKE}, true)`);
    return tx.execute<GlobalHit>(sql`select ${SHOWN} from entities
      where (${text} <% entities.title or ${text} <% entities.identifier) and ${where}
      order by ${alike} desc, length(coalesce(entities.title, entities.identifier)), entities.id limit ${limit}::int`);
  });
}
