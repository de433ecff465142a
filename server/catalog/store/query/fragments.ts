import { sql, type SQL } from "drizzle-orm";

/** Lists travel as one JSON text, so that a statement has few parameters however many values there are. */
export const texts = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
export const uuids = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)::uuid)`;

/** At least one of the conditions; false for none. */
export const either = (of: SQL[]): SQL =>
  of.length === 0 ? sql`false` : of.length === 1 ? of[0]! : sql`(${sql.join(of, sql` or `)})`;

/** Text as a part of a LIKE pattern, its wildcards as plain characters. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** The row that `alias` stands for is one that may be read. */
export const mayRead = (alias: SQL, readable: SQL | true): SQL =>
  readable === true ? sql`true` : sql`${alias}.id in (select entities.id from entities where ${readable})`;
