import type { Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { csvLine } from "@/server/properties/csv";
import { type BudgetFigures, judge } from "../core/budget-state";
import type { BudgetState, LedgerKind } from "../schema";
import * as store from "../store/budgets";
import * as ledger from "../store/ledger";
import { ownsBudget } from "./manage";

type AnyContext = Context | TransactionContext;

export interface BudgetView {
  id: string;
  title: string;
  scope: { team: string | null; costCentre: string | null; environment: string | null };
  amount: string;
  exceptions: string;
  currency: string;
  warnAt: number | null;
  extraApprovalAt: number | null;
  blockAt: number | null;
  owners: store.BudgetRow["owners"];
  approvers: store.BudgetRow["approvers"];
  validFrom: string | null;
  validUntil: string | null;
  revision: number;
  committed: string;
  reserved: string;
  /** What was billed for this month so far. */
  actual: string;
  left: string;
  state: BudgetState;
  /** Whether the reader may change it and grant exceptions. */
  canManage: boolean;
}

/** Administrators and owners see a budget; so do the members of its team, and everybody one of no team. */
const sees = (ctx: AnyContext, row: store.BudgetRow): boolean =>
  ownsBudget(ctx, row) ||
  row.team === null ||
  (ctx.actor.kind === "user" && ctx.actor.memberships.some(({ team }) => team === row.team));

function viewOf(ctx: AnyContext, row: store.BudgetRow, figures: BudgetFigures): BudgetView {
  const { team, costCentre, environment } = row;
  const verdict = judge(figures, { monthly: "0", currency: row.currency });
  const { amount, exceptions, committed, reserved, actual, left } = verdict;
  return {
    id: row.id,
    title: row.title,
    scope: { team, costCentre, environment },
    amount,
    exceptions,
    currency: row.currency,
    warnAt: row.warnAt,
    extraApprovalAt: row.extraApprovalAt,
    blockAt: row.blockAt,
    owners: row.owners,
    approvers: row.approvers,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    revision: row.revision,
    committed,
    reserved,
    actual,
    left,
    // What holds now, not what would become of a run.
    state: stateOf(figures),
    canManage: ownsBudget(ctx, row),
  };
}

const stateOf = (figures: BudgetFigures): BudgetState =>
  judge(figures, { monthly: "0.0001", currency: figures.currency }).state;

/** The budgets that the actor may see, by title, with what counts against each now. */
export async function listBudgets(ctx: AnyContext, filter: { team?: string } = {}): Promise<BudgetView[]> {
  checkPermission(ctx.actor, "budgets.read");
  const rows = (await store.allBudgets(ctx.db)).filter(
    (row) => sees(ctx, row) && (filter.team === undefined || row.team === filter.team),
  );
  const figures = new Map(
    (
      await store.figuresOf(
        ctx.db,
        rows.map((row) => row.id),
      )
    ).map((entry) => [entry.id, entry]),
  );
  return rows.flatMap((row) => {
    const own = figures.get(row.id);
    return own ? [viewOf(ctx, row, own)] : [];
  });
}

export interface BudgetDetail extends BudgetView {
  exceptionsGranted: {
    id: string;
    amount: string;
    reason: string;
    expiresAt: Date;
    grantedBy: string;
    createdAt: Date;
    revokedAt: Date | null;
  }[];
  reservations: { runId: string; amount: string; createdAt: Date }[];
  /** What takes something from it each month: the dearest, and how many there are in all. */
  commitments: Awaited<ReturnType<typeof ledger.commitmentsOf>>;
}

/** More things are not listed with a budget. */
const MOST_COMMITMENTS = 100;

/** One budget with its exceptions, what approved runs hold and what is committed. Throws NotFound, also when the actor may not see it. */
export async function getBudget(ctx: AnyContext, id: string): Promise<BudgetDetail> {
  const row = await seen(ctx, id);
  const [[figures], exceptions, reservations, commitments] = await Promise.all([
    store.figuresOf(ctx.db, [id]),
    store.exceptionsOf(ctx.db, [id]),
    ledger.reservationsOf(ctx.db, id),
    ledger.commitmentsOf(ctx.db, id, MOST_COMMITMENTS),
  ]);
  if (!figures) throw new NotFound("Budget", id);
  return {
    ...viewOf(ctx, row, figures),
    exceptionsGranted: exceptions.map(
      ({ grantedByName, grantedBy: _, budgetId: _b, revokedBy: _r, ...rest }) => ({
        ...rest,
        grantedBy: grantedByName,
      }),
    ),
    reservations,
    commitments,
  };
}

async function seen(ctx: AnyContext, id: string): Promise<store.BudgetRow> {
  checkPermission(ctx.actor, "budgets.read");
  const row = await store.findBudget(ctx.db, id);
  if (!row || row.archivedAt || !sees(ctx, row)) throw new NotFound("Budget", id);
  return row;
}

export interface LedgerQuery {
  kinds?: LedgerKind[];
  from?: Date;
  until?: Date;
  before?: number;
  limit?: number;
}
export interface LedgerPage {
  entries: ledger.LedgerRow[];
  /** Pass it as `before` for the next page; null on the last. */
  next: number | null;
}

/** Entries of a budget's ledger, newest first. Throws NotFound. */
export async function listLedger(ctx: AnyContext, id: string, query: LedgerQuery): Promise<LedgerPage> {
  await seen(ctx, id);
  const limit = query.limit ?? 50;
  const rows = await ledger.entriesOf(ctx.db, { ...query, budgetId: id, limit: limit + 1 });
  const entries = rows.slice(0, limit);
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}

/** More entries than this do not go into one file. */
const MOST_ROWS = 100_000;

/** A ledger as CSV (RFC 4180), newest first. Throws NotFound. */
export async function ledgerCsv(ctx: AnyContext, id: string, query: LedgerQuery): Promise<string> {
  const { currency } = await seen(ctx, id);
  const rows = await ledger.entriesOf(ctx.db, { ...query, budgetId: id, limit: MOST_ROWS });
  const header = [
    "number",
    "at",
    "kind",
    "reserved",
    "committed",
    "actual",
    "currency",
    "run",
    "blueprint",
    "entity",
    "reason",
    "by",
  ];
  const lines = rows.map((row) => [
    row.id,
    row.at.toISOString(),
    row.kind,
    row.reserved,
    row.committed,
    row.actual,
    currency,
    row.runId,
    row.blueprint,
    row.entity,
    row.reason,
    row.actorName,
  ]);
  return [header, ...lines].map(csvLine).join("");
}

export interface LedgerProof {
  holds: boolean;
  budgets: Awaited<ReturnType<typeof ledger.balances>>;
}

/** Adds up every ledger and compares it with what is reserved and committed now. Administrators only. */
export async function verifyLedger(ctx: AnyContext): Promise<LedgerProof> {
  checkPermission(ctx.actor, "budgets.manage");
  const budgets = await ledger.balances(ctx.db);
  return { holds: budgets.every((budget) => budget.holds), budgets };
}
