import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { COLUMNS, shown, toRow, type PageQuery, type PageRow } from "./page";

/** Rows that are held in memory at a time. */
const BATCH = 500;
/** A reader who takes nothing for so long has gone: the connection is needed by others. */
const PATIENCE = "60s";

type StreamQuery = Pick<PageQuery, "blueprintId" | "where" | "orders" | "targets">;
type RawRow = Parameters<typeof toRow>[0];

/**
 * All entities that match, in order and with their relations, batch by batch: as they are at one moment, whatever changes
 * meanwhile. `tx` must be a transaction of its own, in which nothing was done yet.
 */
export async function* readInBatches(tx: Transaction, query: StreamQuery): AsyncGenerator<PageRow[]> {
  await tx.execute(sql`set transaction isolation level repeatable read, read only`);
  await tx.execute(sql`set local idle_in_transaction_session_timeout = ${sql.raw(`'${PATIENCE}'`)}`);
  await tx.execute(sql`declare exported no scroll cursor for ${everyRow(query)}`);
  for (;;) {
    const rows = await tx.execute<RawRow>(sql`fetch forward ${sql.raw(String(BATCH))} from exported`);
    if (rows.length > 0) yield rows.map(toRow);
    if (rows.length < BATCH) return;
  }
}

function everyRow({ blueprintId, where, orders, targets }: StreamQuery): SQL {
  const orderBy = sql.join(
    orders.map(({ value, suffix }) => sql`${value} ${suffix}`),
    sql`, `,
  );
  return sql`select ${shown(targets)}, 0 as total, true as exact from (
    select ${COLUMNS} from entities where entities.blueprint_id = ${blueprintId}::uuid and ${where} order by ${orderBy}
  ) page`;
}
