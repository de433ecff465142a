import type { Readable } from "node:stream";
import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { enqueue } from "@/server/kernel/jobs";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { ImportReport, ImportState } from "../../core/billing/report";
import { currencySchema, words } from "../../schema";
import * as store from "../../store/billing/imports";
import { deleteLinesOf } from "../../store/billing/lines";
import { sumAnew } from "../../store/billing/rollups";
import { readInput } from "../input";
import { dropFile, keepFile, oldFiles } from "./files";
import { tellBudgets } from "./tell-budgets";

export const billInput = z.strictObject({
  source: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._ -]{0,59}$/,
      "Use up to 60 letters, digits, dots, dashes and spaces, as in aws-main.",
    ),
  fileName: words(255).default("bill"),
  /** Of amounts that name no currency. */
  currency: currencySchema.nullable().default(null),
  /** Keeps it at once when every row can be read; otherwise it is only checked. */
  importNow: z.boolean().default(false),
});

export interface ImportView {
  id: string;
  source: string;
  format: string;
  fileName: string;
  bytes: number;
  currency: string | null;
  status: ImportState;
  report: ImportReport | null;
  message: string | null;
  createdByName: string;
  createdAt: Date;
  importedAt: Date | null;
  /** How many of its lines still count: later files may have taken their place. */
  lines: number;
}

/**
 * Takes in a file of billing data: FOCUS as CSV or Parquet, a plain CSV, or an answer of OpenCost. It is kept aside and read in
 * the background; `status` says when it has been checked or imported. Administrators only. Throws Invalid, Limit.
 */
export async function receiveBill(
  ctx: Context,
  input: z.input<typeof billInput>,
  body: Readable,
): Promise<ImportView> {
  checkPermission(ctx.actor, "budgets.manage");
  const { source, fileName, currency, importNow } = readInput(billInput, input);
  const id = newId();
  const { bytes, digest } = await keepFile(id, body);
  if (bytes === 0) {
    await dropFile(id);
    throw Invalid.at(["body"], "The file is empty.");
  }
  try {
    return await transaction(ctx, async (tx) => {
      const row = await store.insertImport(tx, {
        id,
        source,
        format: "focus-csv",
        fileName,
        bytes,
        digest,
        currency,
        status: importNow ? "importing" : "checking",
        createdBy: actorId(tx.actor),
        createdByName: actorName(tx.actor),
      });
      await audit(tx, {
        action: "UPLOAD",
        resourceType: "cost_import",
        resourceId: id,
        diff: { after: { source, fileName, bytes, digest } },
      });
      await enqueue(tx, "cost.readBill", { importId: id });
      return viewOf(row);
    });
  } catch (error) {
    await dropFile(id);
    throw error;
  }
}

/** Keeps what a checked file has in it; with `skipRefused` without the rows that cannot be read. Administrators only. */
export async function confirmImport(
  ctx: Context,
  id: string,
  { skipRefused = false }: { skipRefused?: boolean } = {},
): Promise<ImportView> {
  checkPermission(ctx.actor, "budgets.manage");
  return transaction(ctx, async (tx) => {
    const row = await existing(tx, id);
    if (row.status !== "checked")
      throw new Conflict(
        `This file is ${row.status}, so there is nothing to confirm. ${row.status === "imported" ? "It counts already." : "Send it again."}`,
      );
    if (row.report && row.report.refused > 0 && !skipRefused)
      throw new Conflict(
        `${row.report.refused} of ${row.report.rows} rows cannot be read. Mend the file and send it again, or import it without them.`,
      );
    if (row.report && row.report.refused === row.report.rows)
      throw new Conflict("No row of this file can be read. Mend it and send it again.");
    const moved = await store.moveImport(tx.db, id, ["checked"], { status: "importing", skipRefused });
    if (!moved) throw new Conflict("Somebody else has just confirmed or removed this file. Reload the page.");
    await audit(tx, {
      action: "CONFIRM",
      resourceType: "cost_import",
      resourceId: id,
      diff: { after: { skipRefused } },
    });
    await enqueue(tx, "cost.readBill", { importId: id });
    return viewOf(moved);
  });
}

/** Takes a file out again with all that it brought, or forgets one that was only checked. Administrators only. */
export async function removeImport(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    const row = await existing(tx, id);
    const moved = await store.moveImport(tx.db, id, ["checked", "refused", "failed", "imported"], {
      status: "removed",
    });
    if (!moved) throw new Conflict(`This file is ${row.status}. Wait until it has been read.`);
    const months = await deleteLinesOf(tx, row);
    await sumAnew(tx.db, row.source, months);
    if (months.length) await tellBudgets(tx, row.source);
    await audit(tx, {
      action: "REMOVE",
      resourceType: "cost_import",
      resourceId: id,
      diff: { before: { source: row.source, months } },
    });
  });
  await dropFile(id);
}

/**
 * Lets no file lie about that nobody confirmed within a week, since what was billed is nobody's to keep for nothing, nor one that
 * was never received whole, as when the portal died meanwhile.
 */
export async function sweepBills(ctx: Context): Promise<void> {
  for (const id of await store.forgetWaiting(ctx.db)) await dropFile(id);
  const old = await oldFiles();
  const needed = await store.waitingOf(ctx.db, old);
  for (const id of old) if (!needed.has(id)) await dropFile(id);
}

/** The newest hundred files. Administrators only. */
export async function listImports(ctx: Context): Promise<ImportView[]> {
  checkPermission(ctx.actor, "budgets.manage");
  return (await store.listImports(ctx.db, 100)).map(viewOf);
}

/** One of them. Administrators only. Throws NotFound. */
export async function getImport(ctx: Context, id: string): Promise<ImportView> {
  checkPermission(ctx.actor, "budgets.manage");
  return viewOf(await existing(ctx, id));
}

async function existing(ctx: Context | TransactionContext, id: string): Promise<store.ImportRow> {
  const row = await store.findImport(ctx.db, id);
  if (!row) throw new NotFound("Import", id);
  return row;
}

function viewOf(row: store.ImportRow): ImportView {
  const { id, source, format, fileName, bytes, currency, status, report, message } = row;
  const { createdByName, createdAt, importedAt, lines } = row;
  return {
    id,
    source,
    format,
    fileName,
    bytes,
    currency,
    status,
    report,
    message,
    createdByName,
    createdAt,
    importedAt,
    lines,
  };
}
