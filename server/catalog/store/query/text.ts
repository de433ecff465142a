import { sql, type SQL } from "drizzle-orm";
import { either, literal } from "./fragments";

/** Words of a text, as far as the index knows words. */
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu)?.slice(0, 20) ?? [];

/** Every word begins a word of the entity. The words hold letters and digits alone, so none is an operator. */
export const wordsQuery = (words: string[]): SQL =>
  sql`to_tsquery('public.waymark', ${words.map((word) => `${word}:*`).join(" & ")})`;

/** Shorter texts are in too many names for an index of three letters each to help. */
const MIN_PART = 3;

/** Entities with a text: its words begin words of name or values, or the name contains it. Each part has its index. */
export function textSql(text: string): SQL {
  const words = wordsIn(text);
  const part = `%${literal(text)}%`;
  const name =
    text.length >= MIN_PART || words.length === 0
      ? [sql`entities.title ilike ${part}`, sql`entities.identifier ilike ${part}`]
      : [];
  return either([...(words.length ? [sql`entities.words @@ ${wordsQuery(words)}`] : []), ...name]);
}
