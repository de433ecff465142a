import { sql, type SQL } from "drizzle-orm";
import { literal } from "./fragments";

/** Words of a text, as the index knows words: letters and digits. */
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu)?.slice(0, 20) ?? [];

/** Every word begins a word of the entity. The words hold letters and digits alone, so none is an operator. */
export const wordsQuery = (words: string[]): SQL =>
  sql`to_tsquery('public.waymark', ${words.map((word) => `${word}:*`).join(" & ")})`;

/** Shorter texts are in too many names for an index of three letters each to help. */
const MIN_PART = 3;
/** With as many entities that have the words, names that contain the text elsewhere are not looked for. */
const ENOUGH = 20;
/** Counted up to here: for so many rows the planner takes the index of words, for a few it would read the table for luck. */
const MOST_COUNTED_WORDS = 1000;

/**
 * Entities of a blueprint with a text: its words begin words of name or values; and where fewer than 20 have them, also
 * those whose name contains the text anywhere, which is the slower index.
 */
export function textSql(text: string, blueprintId: string): SQL {
  const words = wordsIn(text);
  const part = `%${literal(text)}%`;
  if (words.length === 0) return sql`(entities.title ilike ${part} or entities.identifier ilike ${part})`;
  const query = wordsQuery(words);
  if (text.length < MIN_PART) return sql`entities.words @@ ${query}`;
  // Without a pattern the indexes of names answer at once.
  const pattern = sql`(select case when count(*) < ${ENOUGH}::int then ${part}::text end from (
    select 1 from entities w where w.blueprint_id = ${blueprintId}::uuid and w.words @@ ${query} limit ${MOST_COUNTED_WORDS}::int) few)`;
  return sql`(entities.words @@ ${query} or entities.title ilike ${pattern} or entities.identifier ilike ${pattern})`;
}
