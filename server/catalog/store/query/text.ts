import { sql, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { literal } from "./fragments";

/** Words of a text, as the index knows words: letters and digits. */
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu)?.slice(0, 20) ?? [];

/** Every word begins a word of the entity, and the whole ones are words of it. All are letters and digits, so none is an operator. */
export const wordsQuery = (words: string[], whole: string[] = []): SQL =>
  sql`to_tsquery('public.waymark', ${[...words.map((word) => `${word}:*`), ...whole].join(" & ")})`;

/** Shorter texts are in too many names for an index of three letters each to help. */
const MIN_PART = 3;
/** With as many entities that have the words, names that contain the text elsewhere are not looked for. */
const ENOUGH = 20;
/** Counted up to here: for so many rows the planner takes the index of words, for a few it would read the table for luck. */
const MOST_COUNTED_WORDS = 100;

/**
 * Entities of a blueprint with a text, as a condition on `entities`: its words begin words of name or values; and where fewer
 * than 20 have them, also those whose name contains the text anywhere, which is the slower index. `values`: texts that a
 * filter beside it demands of the entity; their words narrow the search in the index of words already.
 */
export async function textSql(
  db: Executor,
  text: string,
  blueprintId: string,
  values: readonly string[] = [],
): Promise<SQL> {
  const words = wordsIn(text);
  const part = `%${literal(text)}%`;
  const inName = sql`entities.title ilike ${part} or entities.identifier ilike ${part}`;
  if (words.length === 0) return sql`(${inName})`;
  const withWords = sql`entities.words @@ ${wordsQuery(words, values.flatMap(wordsIn))}`;
  // Asked ahead and not in the condition: beside an "or" whose parts it cannot foresee, the planner reads the whole table.
  return text.length < MIN_PART || (await hasEnough(db, words, blueprintId))
    ? withWords
    : sql`(${withWords} or ${inName})`;
}

async function hasEnough(db: Executor, words: string[], blueprintId: string): Promise<boolean> {
  const [row] = await db.execute<{ enough: boolean }>(sql`
    select count(*) >= ${ENOUGH}::int as enough from (
      select 1 from entities where entities.blueprint_id = ${blueprintId}::uuid and entities.words @@ ${wordsQuery(words)}
      limit ${MOST_COUNTED_WORDS}::int) found`);
  return row?.enough ?? false;
}
