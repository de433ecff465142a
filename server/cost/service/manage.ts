import { audit } from "@/server/audit/service";
import { findActiveUsers } from "@/server/identity/service/people";
import { knownTeams } from "@/server/identity/service/teams";
import { actorId, actorName, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, type Issue, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { canonicalJson } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import {
  type BudgetChange,
  budgetChangeSchema,
  type BudgetInput,
  budgetInputSchema,
  type BudgetPeople,
  type CostScope,
  type ExceptionInput,
  exceptionInputSchema,
} from "../schema";
import * as store from "../store/budgets";
import { changeCommitment, costsIn, enter } from "../store/ledger";
import { readInput } from "./input";

type AnyContext = Context | TransactionContext;

/** Whether the actor may raise the budget and grant exceptions: its owners and administrators. */
export const ownsBudget = (ctx: AnyContext, { owners }: Pick<store.BudgetRow, "owners">): boolean =>
  isAdmin(ctx.actor) ||
  (ctx.actor.kind === "user" && owners.users.includes(ctx.actor.email)) ||
  teamsOf(ctx.actor).some((team) => owners.teams.includes(team));

function assertOwns(ctx: AnyContext, row: store.BudgetRow): void {
  if (!ownsBudget(ctx, row))
    throw new Forbidden(
      `Only the owners of the budget "${row.title}" and administrators may do this. Ask one of them.`,
    );
}

/** People who do not exist are refused: nobody could ever approve. */
async function assertPeople(
  ctx: AnyContext,
  budget: { owners: BudgetPeople; approvers: BudgetPeople },
): Promise<void> {
  const issues: Issue[] = [];
  for (const part of ["owners", "approvers"] as const) {
    const { users, teams } = budget[part];
    const people = new Set((await findActiveUsers(ctx, { emails: users })).map(({ email }) => email));
    const known = await knownTeams(ctx, teams);
    users.forEach((email, n) => {
      if (!people.has(email))
        issues.push({
          path: [part, "users", n],
          message: `Nobody who can sign in has the address "${email}".`,
        });
    });
    teams.forEach((team, n) => {
      if (!known.has(team)) issues.push({ path: [part, "teams", n], message: `There is no team "${team}".` });
    });
    if (
      !issues.length &&
      users.length === 0 &&
      teams.length > 0 &&
      !(await findActiveUsers(ctx, { teams })).length
    )
      issues.push({ path: [part, "teams"], message: "Nobody in these teams can sign in." });
  }
  if (issues.length) throw new Invalid(issues);
}

const shown = (row: store.BudgetRow) => {
  const { id: _id, createdAt: _at, createdBy: _by, updatedAt: _changed, ...content } = row;
  return content;
};

/**
 * Makes a budget. What things cost already that it takes in is committed under it at once. Administrators only.
 * Throws Invalid with the path of each fault.
 */
export async function createBudget(
  ctx: Context | TransactionContext,
  input: BudgetInput,
): Promise<store.BudgetRow> {
  checkPermission(ctx.actor, "budgets.manage");
  const { scope, ...budget } = readInput(budgetInputSchema, input);
  await assertPeople(ctx, budget);
  if (scope.team !== null && !(await knownTeams(ctx, [scope.team])).has(scope.team))
    throw Invalid.at(["scope", "team"], `There is no team "${scope.team}".`);
  return transaction(ctx, async (tx) => {
    const row = await store.insertBudget(tx, { ...budget, ...scope, createdBy: actorId(tx.actor) });
    await takeOver(tx, row, scope);
    await audit(tx, {
      action: "CREATE",
      resourceType: "budget",
      resourceId: row.id,
      diff: { after: shown(row) },
    });
    return row;
  });
}

/** Things that were made before the budget count under it from its first day. */
async function takeOver(
  tx: TransactionContext,
  { id, currency }: store.BudgetRow,
  scope: CostScope,
): Promise<void> {
  for (const cost of await costsIn(tx.db, scope, currency)) {
    const { blueprint, entity, runId } = cost;
    const committed = await changeCommitment(tx, {
      budgetId: id,
      blueprint,
      entity,
      runId,
      change: cost.monthly,
    });
    await enter(tx, [
      {
        budgetId: id,
        blueprint,
        entity,
        runId,
        kind: "commit",
        committed,
        key: `before:${blueprint}/${entity}`,
        reason: "Committed before there was this budget",
      },
    ]);
  }
}

/**
 * Changes a budget, by an administrator or one of its owners; who the owners are, administrators alone. Throws Conflict when
 * somebody else changed it since `revision`.
 */
export async function updateBudget(ctx: Context, id: string, input: BudgetChange): Promise<store.BudgetRow> {
  checkPermission(ctx.actor, "budgets.read");
  const { revision, ...budget } = readInput(budgetChangeSchema, input);
  return transaction(ctx, async (tx) => {
    const before = await live(tx, id);
    assertOwns(tx, before);
    await assertPeople(tx, budget);
    if (
      !isAdmin(tx.actor) &&
      canonicalJson([before.owners, before.approvers]) !== canonicalJson([budget.owners, budget.approvers])
    )
      throw new Forbidden("Only administrators change who owns a budget and who gives its extra approval.");
    const row = await store.updateBudget(tx, id, revision, budget);
    if (!row)
      throw new Conflict(
        `Somebody has changed the budget "${before.title}" since you opened it. Reload the page and change it again.`,
        { revision: before.revision },
      );
    await audit(tx, {
      action: "UPDATE",
      resourceType: "budget",
      resourceId: id,
      diff: { before: shown(before), after: shown(row) },
    });
    return row;
  });
}

/** A budget that is there. Throws NotFound. */
async function live(tx: TransactionContext, id: string): Promise<store.BudgetRow> {
  const row = await store.lockBudget(tx, id);
  if (!row || row.archivedAt) throw new NotFound("Budget", id);
  return row;
}

/** Ends a budget: it judges no more runs. Its ledger stays. Administrators only. Throws NotFound. */
export async function archiveBudget(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    const row = await live(tx, id);
    await store.archiveBudget(tx, id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "budget",
      resourceId: id,
      diff: { before: shown(row) },
    });
  });
}

/** Grants more money for a while, by an owner or an administrator. Throws Invalid when it would have expired already. */
export async function grantException(
  ctx: Context,
  id: string,
  input: ExceptionInput,
): Promise<store.ExceptionRow> {
  checkPermission(ctx.actor, "budgets.read");
  const exception = readInput(exceptionInputSchema, input);
  return transaction(ctx, async (tx) => {
    const budget = await live(tx, id);
    assertOwns(tx, budget);
    const by = { by: actorId(tx.actor), byName: actorName(tx.actor) };
    const row = await store.insertException(tx, { ...exception, budgetId: id, ...by });
    if (!row) throw Invalid.at(["expiresAt"], "Must lie in the future.");
    await audit(tx, {
      action: "GRANT_EXCEPTION",
      resourceType: "budget",
      resourceId: id,
      message: exception.reason,
      diff: {
        after: { amount: row.amount, currency: budget.currency, expiresAt: row.expiresAt.toISOString() },
      },
    });
    return row;
  });
}

/** Takes an exception back. Throws NotFound when there is none, or it was taken back already. */
export async function revokeException(ctx: Context, id: string, exceptionId: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.read");
  await transaction(ctx, async (tx) => {
    assertOwns(tx, await live(tx, id));
    const row = await store.revokeException(tx, exceptionId, actorId(tx.actor));
    if (!row || row.budgetId !== id) throw new NotFound("Exception", exceptionId);
    await audit(tx, {
      action: "REVOKE_EXCEPTION",
      resourceType: "budget",
      resourceId: id,
      diff: { before: { amount: row.amount, reason: row.reason } },
    });
  });
}
