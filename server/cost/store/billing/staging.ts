import { randomBytes } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type { Readable, Writable } from "node:stream";
import { type SQL, sql } from "drizzle-orm";
import type postgres from "postgres";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { FocusColumn } from "../../core/billing/columns";
import type { HeaderReading } from "../../core/billing/header";

/** A file in a table of its own, gone with the transaction: the server reads CSV faster than we could, and exactly. */
export interface Staging {
  table: SQL;
  header: HeaderReading;
  /** Of an amount without a currency. */
  currency: string | null;
}

/** The only ones that a statement is made of. */
const DELIMITERS: Record<string, string> = { ",": ",", ";": ";", "\t": "\t" };

/** A row that the server could not take apart, such as one with a column too many. */
export class UnreadableRow extends Error {
  constructor(
    readonly row: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Lets the server read a CSV file, with its header, into a temporary table. Throws UnreadableRow for a row that has not the
 * header's columns, or is no text.
 */
export async function stage(
  tx: TransactionContext,
  file: Readable,
  { header, delimiter }: { header: HeaderReading; delimiter: string },
  currency: string | null,
): Promise<Staging> {
  const name = `billing_${randomBytes(8).toString("hex")}`;
  const columns = header.names.map((_, n) => `c${n}`);
  await tx.db.execute(
    sql.raw(
      `create temp table ${name} (line integer generated always as identity, ${columns.map((c) => `${c} text`).join(", ")}) on commit drop`,
    ),
  );
  const { client } = (tx.db as unknown as { session: { client: postgres.TransactionSql } }).session;
  const copy = client.unsafe(
    `copy ${name} (${columns.join(", ")}) from stdin with (format csv, header true, null 'NULL', delimiter '${DELIMITERS[delimiter] ?? ","}')`,
  );
  const into = (await copy.writable()) as Writable;
  // What the server says after the last byte reaches the statement, which the driver has answered long ago, but not its stream:
  // that would wait for ever.
  (copy as unknown as { reject: (error: Error) => void }).reject = (error) => into.destroy(error);
  try {
    await pipeline(file, into);
  } catch (error) {
    throw rowOf(error) ?? error;
  }
  await tx.db.execute(sql.raw(`analyze ${name} (line)`));
  return { table: sql.raw(name), header, currency };
}

/** `COPY name, line 17, column c3` is row 16: the header is a line too. */
function rowOf(error: unknown): UnreadableRow | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const { code, where, message } = error as { code: string; where?: string; message?: string };
  const line = Number(/line (\d+)/.exec(where ?? "")?.[1] ?? Number.NaN);
  if (!["22P04", "22021", "22P02"].includes(code)) return null;
  return new UnreadableRow(Number.isNaN(line) ? 0 : line - 1, message ?? "The row cannot be read.");
}

export const clean = (column: SQL): SQL => sql`nullif(nullif(btrim(${column}), ''), 'NULL')`;

/** A column's text without what stands for nothing; null where the file lacks the column. */
export function textOf({ header }: Pick<Staging, "header">, column: FocusColumn, alias = "s"): SQL {
  const index = header.at[column];
  return index === undefined ? sql`null::text` : clean(sql.raw(`${alias}.c${index}`));
}

/** The tags as the file has them: its column of tags, or the columns of a plain file that are tags. */
export function tagsTextOf({ header }: Staging): SQL {
  if (!header.tagColumns.length) return textOf({ header }, "Tags");
  const pairs = header.tagColumns.map(
    ({ key, index }) => sql`${key}::text, ${clean(sql.raw(`s.c${index}`))}`,
  );
  return sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(pairs, sql`, `)}))::text`;
}

export const currencyOf = (staging: Staging): SQL =>
  staging.currency === null
    ? textOf(staging, "BillingCurrency")
    : sql`coalesce(${textOf(staging, "BillingCurrency")}, ${staging.currency}::text)`;

export const providerOf = (staging: Staging): SQL =>
  sql`coalesce(${textOf(staging, "ProviderName")}, ${textOf(staging, "ServiceProviderName")}, 'unknown')`;

/** Columns of instants, each with what stands in for it in a file that lacks it. */
const INSTANTS = ["BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd"] as const;

/** Texts of instants as the file writes them, each once. */
export async function instantTexts(tx: TransactionContext, staging: Staging): Promise<string[]> {
  const present = INSTANTS.filter((column) => staging.header.at[column] !== undefined);
  const rows = await tx.db.execute<{ text: string }>(sql`
    ${sql.join(
      present.map((column) => {
        const raw = sql.raw(`c${staging.header.at[column]}`);
        // Each text of a million rows is cleaned once.
        return sql`select ${clean(sql`s.text`)} as text from (select distinct ${raw} as text from ${staging.table} offset 0) s`;
      }),
      sql` union `,
    )}`);
  return rows.map(({ text }) => text).filter((text) => text !== null);
}

/** Remembers what the texts mean, for the steps after. */
export async function putInstants(
  tx: TransactionContext,
  instants: readonly { text: string; at: number }[],
): Promise<void> {
  await tx.db.execute(sql`
    create temp table billing_instants (text text primary key, at timestamptz not null) on commit drop`);
  for (let from = 0; from < instants.length; from += 5_000) {
    const part = JSON.stringify(instants.slice(from, from + 5_000));
    await tx.db.execute(sql`
      insert into billing_instants (text, at)
      select text, to_timestamp(at / 1000.0) from jsonb_to_recordset(${part}::jsonb) as t(text text, at float8)`);
  }
  await tx.db.execute(sql`analyze billing_instants`);
}

/** What stands in the columns of some rows, by the names that FOCUS has for them. */
export async function valuesAt(
  tx: TransactionContext,
  staging: Staging,
  rows: readonly number[],
): Promise<Map<number, Record<string, string | null>>> {
  if (!rows.length) return new Map();
  const columns = Object.entries(staging.header.at) as [FocusColumn, number][];
  const found = await tx.db.execute<Record<string, string | null> & { line: number }>(sql`
    select line, ${sql.join(
      columns.map(([, index]) => sql`left(${sql.raw(`s.c${index}`)}, 80) as ${sql.raw(`v${index}`)}`),
      sql`, `,
    )} from ${staging.table} s where line = any(${sql.param(`{${rows.join(",")}}`)}::int[])`);
  return new Map(
    found.map((row) => [
      Number(row.line),
      Object.fromEntries(columns.map(([column, index]) => [column, row[`v${index}`] ?? null])),
    ]),
  );
}
