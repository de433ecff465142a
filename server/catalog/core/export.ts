import type { Entity } from "../schema";

/** A column of a file of entities: its heading, and which part of an entity stands in it. */
export interface ExportColumn {
  title: string;
  valueOf: (entity: Entity) => unknown;
}

/** Titles of columns as headings: what two columns share is told apart by the key. */
export function headings(columns: readonly { key: string; title: string }[]): string[] {
  const seen = new Map<string, number>();
  for (const { title } of columns) seen.set(title, (seen.get(title) ?? 0) + 1);
  return columns.map(({ key, title }) => ((seen.get(title) ?? 0) > 1 ? `${title} (${key})` : title));
}
