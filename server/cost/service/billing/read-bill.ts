import { sql } from "drizzle-orm";
import { audit } from "@/server/audit/service";
import { now } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { ImportReport, RefusedRow } from "../../core/billing/report";
import { readInstant, readTags } from "../../core/billing/values";
import * as lines from "../../store/billing/lines";
import { findImport, type ImportRow, moveImport, sameFile } from "../../store/billing/imports";
import { sumAnew, unallocatedOf } from "../../store/billing/rollups";
import { readRows } from "../../store/billing/reading";
import {
  instantTexts,
  putInstants,
  stage,
  type Staging,
  UnreadableRow,
  valuesAt,
} from "../../store/billing/staging";
import { allocateStale } from "./allocation";
import { dropFile, fileOf } from "./files";
import { type OpenedBill, openBill } from "./read/open";
import { UnreadableFile } from "./read/unreadable";
import { tellBudgets } from "./tell-budgets";

/** Refused rows that a report names. */
const FIRST_REFUSED = 100;

/** How often a file is begun again that broke something on our side. */
const ATTEMPTS = 3;

/**
 * Reads a file whole, in one transaction: checks it, and keeps its lines when that was asked for and every row can be read, or
 * the others are to be left out. A job; what was interrupted is begun anew, and finds nothing of what it had done.
 */
export async function readBill(ctx: Context, importId: string, attempt: number): Promise<void> {
  const row = await findImport(ctx.db, importId);
  if (!row || (row.status !== "checking" && row.status !== "importing")) return;
  try {
    const bill = await openBill(fileOf(importId), row.currency);
    const status = await transaction(ctx, (tx) => readIn(tx, row, bill));
    if (status === "imported") await dropFile(importId);
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof UnreadableRow) {
      await refuse(ctx, row, messageOf(error));
      return;
    }
    log.error(
      { importId, err: error instanceof Error ? error.stack : String(error) },
      "a bill could not be read",
    );
    if (attempt < ATTEMPTS) throw error;
    await moveImport(ctx.db, importId, [row.status], {
      status: "failed",
      message:
        "Reading it failed on our side. Nothing of it was kept; the operator finds the cause in the log. Send it again.",
    });
  }
}

const messageOf = (error: UnreadableFile | UnreadableRow): string =>
  error instanceof UnreadableRow
    ? `Row ${error.row} cannot be taken apart: ${error.message}. Nothing was kept; mend that row and send the file again.`
    : error.message;

async function refuse(ctx: Context, row: ImportRow, message: string): Promise<void> {
  await moveImport(ctx.db, row.id, [row.status], { status: "refused", message });
  await dropFile(row.id);
}

/** Out: where the import is now. */
async function readIn(
  tx: TransactionContext,
  row: ImportRow,
  bill: OpenedBill,
): Promise<ImportRow["status"]> {
  // One at a time: two files of one month must not both take the place of what was there.
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('cost-import', 0))`);
  await tx.db.execute(sql`set local timezone = 'UTC'`);
  // Sums and joins over a million rows then need no files of their own; compiling statements that run once never pays.
  await tx.db.execute(sql`set local work_mem = '64MB'`);
  await tx.db.execute(sql`set local jit = off`);
  const staging = await stage(tx, bill.open(), bill, row.currency);
  await understand(tx, staging);
  const report = await reportOf(tx, row, bill, staging);
  const keeps =
    row.status === "importing" && report.rows > report.refused && (report.refused === 0 || row.skipRefused);
  const twin = keeps ? await sameFile(tx.db, row) : null;
  if (twin) report.warnings.push("This very file was imported before, and nothing has changed.");
  if (keeps && !twin) await keep(tx, row, report);
  const status = keeps ? "imported" : "checked";
  await moveImport(tx.db, row.id, [row.status], {
    status,
    format: bill.format,
    report,
    message: null,
    ...(keeps ? { importedAt: now as unknown as Date } : {}),
  });
  return status;
}

/** Reads each distinct text once: instants and tags are few beside the rows. */
async function understand(tx: TransactionContext, staging: Staging): Promise<void> {
  const instants = (await instantTexts(tx, staging)).flatMap((text) => {
    const at = readInstant(text);
    return at === null ? [] : [{ text, at }];
  });
  await putInstants(tx, instants);
  await readRows(tx, staging);
  for await (const texts of lines.tagTexts(tx))
    await lines.putTags(
      tx,
      texts.map((text) => ({ text, tags: readTags(text) ?? null })),
    );
}

async function reportOf(
  tx: TransactionContext,
  row: ImportRow,
  bill: OpenedBill,
  staging: Staging,
): Promise<ImportReport> {
  await lines.sumRows(tx);
  const { rows, refused, first } = await lines.faultyRows(tx, FIRST_REFUSED);
  const { sums, providers, months, ahead } = await lines.sumsOf(tx);
  const unreadableTags = await lines.unreadableTags(tx);
  return {
    version: bill.version,
    rows,
    refused,
    firstRefused: (await refusedRows(tx, staging, first)).slice(0, FIRST_REFUSED),
    sums: sums.map((sum) => ({ ...sum, unallocated: "0" })),
    providers,
    months,
    replaces: await lines.countReplaced(tx, row.source),
    unknownColumns: bill.header.unknownColumns,
    warnings: [
      ...(sums.length > 1
        ? [`There are ${sums.length} currencies in it. They are never added up; pages show one at a time.`]
        : []),
      ...(ahead > 0
        ? [
            `${ahead === 1 ? "1 row begins" : `${ahead} rows begin`} on a day that is still to come, and counts from then on.`,
          ]
        : []),
      ...(unreadableTags > 0
        ? [`The tags of ${unreadableTags} rows are no JSON object, so nothing is known of them.`]
        : []),
    ],
  };
}

async function refusedRows(
  tx: TransactionContext,
  staging: Staging,
  first: readonly { row: number; faults: string[] }[],
): Promise<RefusedRow[]> {
  const values = await valuesAt(
    tx,
    staging,
    first.map(({ row }) => row),
  );
  return first.flatMap(({ row, faults }) =>
    faults.map((fault) => {
      const [column = "", kind = ""] = fault.split(":");
      return { row, column, value: values.get(row)?.[column] ?? null, reason: REASONS[kind] ?? kind };
    }),
  );
}

const REASONS: Record<string, string> = {
  empty: "Must not be empty.",
  number: "Is no decimal number, such as 12.34.",
  size: "Is larger than any bill.",
  currency: "Is no currency of three capital letters, such as EUR.",
  time: "Is no instant, such as 2026-01-31T00:00:00Z.",
  span: "The charge ends before it begins.",
  future: "Is more than a year ahead.",
  category: "Is none of Usage, Purchase, Tax, Credit and Adjustment.",
};

async function keep(tx: TransactionContext, row: ImportRow, report: ImportReport): Promise<void> {
  const lost = await lines.deleteReplaced(tx, row.source);
  await lines.addKeys(tx);
  const months = await lines.insertLines(tx, { importId: row.id, source: row.source });
  await allocateStale(tx);
  await sumAnew(tx.db, row.source, [...new Set([...lost, ...months])]);
  for (const { currency, amount } of await unallocatedOf(tx.db, row.source, months)) {
    const sum = report.sums.find((one) => one.currency === currency);
    if (sum) sum.unallocated = amount;
  }
  await tellBudgets(tx, row.source);
  await audit(tx, {
    action: "IMPORT",
    resourceType: "cost_import",
    resourceId: row.id,
    diff: {
      after: {
        source: row.source,
        rows: report.rows - report.refused,
        refused: report.refused,
        sums: report.sums,
      },
    },
  });
}
