import { parse } from "csv-parse/sync";
import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { keyOf } from "../core/billing/columns";
import { addDays, monthStart, nextMonth } from "../core/billing/days";
import { moneyText, readMoney, sum } from "../core/money";
import {
  type BaselineInput,
  baselineInputSchema,
  BUILT_IN_UNITS,
  isBuiltIn,
  MOST_COUNTS,
  monthText,
  perUnit,
  unitCountsSchema,
  unitIdentifier,
  type UnitInput,
  unitInputSchema,
} from "../core/units";
import { currencySchema } from "../schema";
import * as store from "../store/units";
import { getAllocation } from "./billing/allocation";
import { teamsSeen } from "./billing/figures";
import { readInput } from "./input";

/** Units of work by which costs can be divided: those that the portal counts, and named ones. */
export async function listUnits(ctx: Context) {
  checkPermission(ctx.actor, "budgets.read");
  return [
    ...BUILT_IN_UNITS.map((unit) => ({
      ...unit,
      description: unit.description as string | null,
      builtIn: true,
    })),
    ...(await store.allUnits(ctx.db)).map(({ identifier, title, description }) => ({
      identifier,
      title,
      description,
      builtIn: false,
    })),
  ];
}

/** Names a unit, or changes how one is called. Administrators only. Throws Invalid. */
export async function putUnit(ctx: Context, input: UnitInput): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  const unit = readInput(unitInputSchema, input);
  await transaction(ctx, async (tx) => {
    const before = await store.findUnit(tx.db, unit.identifier);
    await store.putUnit(tx, { ...unit, updatedBy: actorId(tx.actor) });
    await audit(tx, {
      action: before ? "UPDATE" : "CREATE",
      resourceType: "cost_unit",
      resourceId: unit.identifier,
      diff: {
        ...(before ? { before: { title: before.title, description: before.description } } : {}),
        after: unit,
      },
    });
  });
}

/** Forgets a named unit with its counts. Administrators only. Throws NotFound; Conflict when the baseline goes by it. */
export async function deleteUnit(ctx: Context, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    if ((await store.findBaseline(tx.db))?.unit === identifier)
      throw new Conflict("The baseline goes by this unit. Choose another unit for the baseline first.");
    if (!(await store.deleteUnit(tx, identifier))) throw new NotFound("Unit", identifier);
    await audit(tx, { action: "DELETE", resourceType: "cost_unit", resourceId: identifier });
  });
}

/** The counts of a named unit, the newest thousand. Administrators only. Throws NotFound. */
export async function listCounts(ctx: Context, unit: string) {
  checkPermission(ctx.actor, "budgets.manage");
  if (!(await store.findUnit(ctx.db, unit))) throw new NotFound("Unit", unit);
  return store.countsOf(ctx.db, unit, 1_000);
}

/**
 * Sets how many of a named unit there were in months, each in place of what the same month and team had; all of them or none.
 * Administrators only. Throws Invalid with the place of each fault, NotFound.
 */
export async function putCounts(
  ctx: Context,
  unit: string,
  input: z.input<typeof unitCountsSchema>,
): Promise<{ counts: number }> {
  checkPermission(ctx.actor, "budgets.manage");
  const counts = readInput(unitCountsSchema, input);
  return transaction(ctx, async (tx) => {
    if (isBuiltIn(unit))
      throw Invalid.at(["unit"], "The portal counts this one by itself. Name a unit of your own first.");
    if (!(await store.findUnit(tx.db, unit))) throw new NotFound("Unit", unit);
    await store.putCounts(tx, unit, counts, actorId(tx.actor));
    await audit(tx, {
      action: "COUNT",
      resourceType: "cost_unit",
      resourceId: unit,
      diff: {
        after: { months: [...new Set(counts.map(({ month }) => month))].sort(), counts: counts.length },
      },
    });
    return { counts: counts.length };
  });
}

/** The same of a CSV file with the columns month, count and, where there are teams, team. Throws Invalid with lines. */
export async function putCountsCsv(ctx: Context, unit: string, csv: string): Promise<{ counts: number }> {
  checkPermission(ctx.actor, "budgets.manage");
  return putCounts(ctx, unit, readCounts(csv));
}

function readCounts(csv: string): z.input<typeof unitCountsSchema> {
  const [header = [], ...rows] = recordsOf(csv);
  const keys = header.map(keyOf);
  const [month, count, team] = ["month", "count", "team"].map((key) => keys.indexOf(key)) as [
    number,
    number,
    number,
  ];
  if (month < 0 || count < 0)
    throw Invalid.at(
      ["csv"],
      "The first line has to name the columns month and count, and team where there are any.",
    );
  if (rows.length > MOST_COUNTS) throw Invalid.at(["csv"], `A file may have ${MOST_COUNTS} lines. Split it.`);
  const counts = rows.map((row) => ({
    month: row[month] ?? "",
    count: row[count] ?? "",
    team: team < 0 || !row[team] ? null : row[team],
  }));
  const read = unitCountsSchema.safeParse(counts);
  if (read.success) return counts;
  // The header is line 1.
  throw new Invalid(
    read.error.issues.map(({ path, message }) => ({
      path: ["csv"],
      message:
        typeof path[0] === "number"
          ? `Line ${path[0] + 2}, ${String(path[1] ?? "month")}: ${message}`
          : message,
    })),
  );
}

function recordsOf(csv: string): string[][] {
  const firstLine = csv.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    firstLine.split(one).length > firstLine.split(best).length ? one : best,
  );
  try {
    return parse(csv, { delimiter, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    throw Invalid.at(["csv"], `This is no CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const unitCostInput = z.strictObject({
  unit: unitIdentifier,
  /** The first and the last month. */
  fromMonth: monthText,
  untilMonth: monthText,
  currency: currencySchema,
  team: z.string().min(1).max(500).optional(),
});

export interface UnitCost {
  unit: string;
  title: string;
  currency: string;
  basis: "effective" | "billed";
  months: (store.UnitMonth & { perUnit: string | null })[];
  /** Of the months that have both lines and counts; null without any. */
  perUnit: string | null;
}

/**
 * What one of a unit cost in each month: what was billed, divided by how many there were. A month without lines or without counts
 * has none. Members see their own teams'. Throws Invalid, NotFound.
 */
export async function unitCost(ctx: Context, input: z.input<typeof unitCostInput>): Promise<UnitCost> {
  checkPermission(ctx.actor, "budgets.read");
  const { unit, fromMonth, untilMonth, currency, team } = readInput(unitCostInput, input);
  if (untilMonth < fromMonth) throw Invalid.at(["untilMonth"], "The last month is before the first.");
  const title =
    BUILT_IN_UNITS.find(({ identifier }) => identifier === unit)?.title ??
    (await store.findUnit(ctx.db, unit))?.title;
  if (!title) throw new NotFound("Unit", unit);
  const from = `${fromMonth}-01`;
  const to = nextMonth(`${untilMonth}-01`);
  if (addDays(from, 3_700) < to) throw Invalid.at(["untilMonth"], "Ask for at most ten years.");
  const { basis } = (await getAllocation(ctx)).settings;
  const rows = await store.unitMonths(ctx.db, {
    unit,
    from,
    to,
    currency,
    basis,
    teams: teamsSeen(ctx, team),
  });
  const months = rows.map((row) => ({ ...row, perUnit: perUnit(row.amount, row.units) }));
  const whole = months.filter((row) => row.perUnit !== null);
  const total = (key: "amount" | "units") =>
    moneyText(sum(whole.map((row) => readMoney(row[key]) ?? 0n)), 10);
  return {
    unit,
    title,
    currency,
    basis,
    months,
    perUnit: whole.length ? perUnit(total("amount"), total("units")) : null,
  };
}

export interface BaselineView {
  revision: number;
  unit: string;
  currency: string;
  fromMonth: string;
  untilMonth: string;
  initiative: string;
}

/** What costs are measured against; null while nobody has said. */
export async function getBaseline(ctx: Context): Promise<BaselineView | null> {
  checkPermission(ctx.actor, "budgets.read");
  const row = await store.findBaseline(ctx.db);
  return (
    row && {
      revision: row.revision,
      unit: row.unit,
      currency: row.currency,
      fromMonth: row.fromMonth.slice(0, 7),
      untilMonth: monthStart(addDays(row.toMonth, -1)).slice(0, 7),
      initiative: row.initiative,
    }
  );
}

/** Sets it: a unit, a currency, full months and the initiative that claims the saving. Administrators only. Throws Invalid, Conflict. */
export async function setBaseline(ctx: Context, input: BaselineInput): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  const { revision, fromMonth, untilMonth, ...rest } = readInput(baselineInputSchema, input);
  await transaction(ctx, async (tx) => {
    if (!isBuiltIn(rest.unit) && !(await store.findUnit(tx.db, rest.unit)))
      throw Invalid.at(["unit"], "There is no such unit. Name it first.");
    const next = await store.putBaseline(tx, {
      ...rest,
      revision,
      fromMonth: `${fromMonth}-01`,
      toMonth: nextMonth(`${untilMonth}-01`),
      updatedBy: actorId(tx.actor),
    });
    if (next === null)
      throw new Conflict(
        "Somebody has changed the baseline since you opened it. Reload the page and change it again.",
      );
    await audit(tx, {
      action: "UPDATE",
      resourceType: "cost_baseline",
      resourceId: String(next),
      diff: { after: { ...rest, fromMonth, untilMonth } },
    });
  });
}

/** Forgets it: then no optimisation is claimed. Administrators only. */
export async function removeBaseline(ctx: Context): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    if (!(await store.deleteBaseline(tx))) return;
    await audit(tx, { action: "DELETE", resourceType: "cost_baseline", resourceId: "1" });
  });
}
