import type { z } from "zod";
import { type FeedKind, FEEDS } from "./records";

/** Columns that hold several values, apart by spaces, semicolons or bars. */
const LISTS: ReadonlySet<string> = new Set(["commits", "labels", "aliases"]);
const NUMBERS: ReadonlySet<string> = new Set(["number", "handlingSeconds", "share", "fte"]);
const FLAGS: ReadonlySet<string> = new Set([
  ...[
    "production",
    "configOnly",
    "viaPlatform",
    "isBot",
    "isDeveloper",
    "isHotfix",
    "isPlatform",
    "automatic",
    "ok",
    "critical",
  ],
]);
const MOMENTS = /At$|^at$|Until$/;

export interface Heading {
  /** The field of each column; null: the column says nothing here. */
  fields: (string | null)[];
  problems: string[];
}

/** The columns that a file of this kind may have. */
export const columnsOf = (kind: FeedKind): string[] => Object.keys(FEEDS[kind].shape);

/** Those of them that it must have. */
export const neededOf = (kind: FeedKind): string[] =>
  Object.entries(FEEDS[kind].shape as Record<string, z.ZodType>)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([name]) => name);

const NO_TEXT = /[\0\uFFFD]/;
const NO_UTF8 = "holds what is no text in UTF-8. Save it as CSV in UTF-8, unpacked.";

/** Why a line cannot be read as an event at all; null where it can. */
export function lineFault({ fields }: Heading, cells: readonly string[]): string | null {
  if (cells.some((cell) => NO_TEXT.test(cell))) return `The line ${NO_UTF8}`;
  return cells.length === fields.length
    ? null
    : `Has ${cells.length} ${cells.length === 1 ? "cell" : "cells"} where the first line names ${fields.length} columns${
        cells.length < fields.length ? ": it may be cut off" : ""
      }.`;
}

const plain = (name: string): string => name.replace(/[^a-z0-9]/gi, "").toLowerCase();

/** Reads the first line: names of fields, however they are written (finished_at, Finished At). */
export function readHeading(kind: FeedKind, cells: readonly string[]): Heading {
  const known = new Map(columnsOf(kind).map((name) => [plain(name), name]));
  const fields = cells.map((cell) => known.get(plain(cell)) ?? null);
  const problems: string[] = [];
  // Of other encodings, and of packed files.
  if (cells.some((cell) => NO_TEXT.test(cell))) return { fields, problems: [`The file ${NO_UTF8}`] };
  cells.forEach((cell, n) => {
    if (fields[n] === null && cell.trim() !== "")
      problems.push(`There is no column "${cell.trim().slice(0, 60)}".`);
    if (fields[n] !== null && fields.indexOf(fields[n]!) !== n)
      problems.push(`The column "${fields[n]}" is there twice.`);
  });
  for (const name of neededOf(kind))
    if (!fields.includes(name)) problems.push(`The column "${name}" is missing.`);
  return { fields, problems };
}

/**
 * A line as an event. Cells that are empty say nothing. Moments without a zone are read by the clock of `zone`, where one is
 * given. What cannot be turned into its type stays text, and is refused as such by the schema.
 */
export function eventOf(
  { fields }: Heading,
  cells: readonly string[],
  zone: string | null,
): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  cells.forEach((cell, n) => {
    const text = cell.trim();
    const field = fields[n];
    if (!field || text === "") return;
    event[field] = LISTS.has(field)
      ? text.split(/[\s;|]+/).filter((part) => part !== "")
      : NUMBERS.has(field) && /^\d+(\.\d+)?$/.test(text)
        ? Number(text)
        : FLAGS.has(field)
          ? (flagOf(text) ?? text)
          : MOMENTS.test(field) && zone !== null
            ? inZone(text, zone)
            : text;
  });
  return event;
}

const flagOf = (text: string): boolean | null =>
  /^(true|yes|1)$/i.test(text) ? true : /^(false|no|0)$/i.test(text) ? false : null;

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?$/;

/** A moment by the clock of a zone, as UTC; one that has its own zone as it is. */
function inZone(text: string, zone: string): string {
  const found = LOCAL.exec(text);
  if (!found) return text;
  const [, year, month, day, hour, minute, second = "0"] = found;
  const wall = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second);
  if (new Date(wall).toISOString().slice(0, 16) !== `${year}-${month}-${day}T${hour}:${minute}`) return text;
  // Twice, since the first guess may lie on the other side of a change of clocks.
  let at = wall - offset(wall, zone);
  at = wall - offset(at, zone);
  // Between two clocks, where they are put forward, there is no such moment.
  return at + offset(at, zone) === wall ? new Date(at).toISOString() : text;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** How far the clock of the zone is ahead of UTC at a moment, in ms. */
function offset(at: number, zone: string): number {
  const format =
    FORMATS.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      ...{
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      },
    });
  FORMATS.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(at / 1000) * 1000;
}
