import type { BudgetRequirement } from "@/server/approvals/core/requirement";
import type { ApprovalBrief, Requirement } from "@/server/approvals/schema";
import { type ApprovalFacts, approvalRequirement } from "@/server/approvals/service/requirement";
import { checkQuery } from "@/server/catalog/core/query/check";
import type { Query } from "@/server/catalog/core/query/schema";
import { searchCatalog } from "@/server/catalog/service/search";
import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { TemplateError } from "@/server/pipelines/template";
import { encryptedInputs } from "@/server/runs/core/payload-inputs";
import { templateContext } from "@/server/runs/core/template-context";
import type { PolicyVerdict } from "@/server/runs/schema";
import type { RunRow } from "@/server/runs/store/runs";
import { findEntity } from "./catalog";
import { factsOf } from "./facts";
import { engineInputs } from "./payload-inputs";
import { renderQuery } from "./render-query";

type AnyContext = Context | TransactionContext;

/** Owners of more entities than this are not asked one by one. */
const MOST_OWNED = 100;
/** Addresses of destroyed resources that a notice names. */
const MOST_DESTROYED = 20;

/** What has to be approved before the run starts, by the action, its rules, policies and budgets. Null: nothing. */
export async function requirementFor(
  ctx: AnyContext,
  run: RunRow,
  by: { policy: readonly PolicyVerdict[]; budget: readonly BudgetRequirement[] },
): Promise<Requirement | null> {
  return approvalRequirement({
    base: run.approvalRule,
    rules: run.action.approvalRules ?? [],
    facts: await approvalFacts(ctx, run),
    byPolicy: by.policy,
    byBudget: by.budget,
  });
}

/** The same as far as it is known before anything is planned: rules that ask for the plan or its cost are left out. */
export async function requirementAtSubmit(ctx: AnyContext, run: RunRow): Promise<Requirement | null> {
  const rules = (run.action.approvalRules ?? []).filter(
    ({ when }) => !when?.destructive && when?.monthlyCostAbove === undefined,
  );
  return requirementFor(
    ctx,
    { ...run, action: { ...run.action, approvalRules: rules } },
    { policy: [], budget: [] },
  );
}

/** Everything that rules can ask about a run. */
async function approvalFacts(ctx: AnyContext, run: RunRow): Promise<ApprovalFacts> {
  const { operation } = run.action;
  const { inputs } = await engineInputs(ctx, run);
  const entity =
    operation === "CREATE" || !run.target
      ? null
      : await findEntity(ctx, run.target.blueprint, run.target.identifier);
  const context = {
    ...templateContext({ ...factsOf(run), inputs }, entity),
    user: { id: run.requesterId, name: run.requesterName, email: run.requesterEmail },
    team: run.team,
    environment: run.environment,
    operation,
    plan: run.plan && { counts: run.plan.counts, resources: run.plan.resources },
    cost: run.estimate && { monthly: run.estimate.monthly, currency: run.estimate.currency },
  };
  return {
    operation,
    environment: run.environment,
    plan: run.plan,
    monthlyCost: run.estimate?.monthly ?? null,
    owningTeam: run.team,
    context,
    ownersOf: (query) => teamsOwning(ctx, query, context),
  };
}

/** The teams that own what a search finds in the whole catalog: it is an administrator's, and shows nobody what it found. Throws Precondition when it cannot be asked. */
export async function teamsOwning(ctx: AnyContext, query: Query, context: unknown): Promise<string[]> {
  let asked: Query;
  try {
    asked = await renderQuery(query, context);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new Precondition(
      `The search for owners in an approval rule could not be evaluated: ${error.message}`,
      {
        error: "no_approver",
      },
    );
  }
  const [issue] = checkQuery(asked);
  if (issue)
    throw new Precondition(`The search for owners in an approval rule cannot be asked: ${issue.message}`, {
      error: "no_approver",
    });
  const all = { ...ctx, actor: { kind: "system" as const, name: "Waymark" } };
  const { entities } = await searchCatalog(all, asked, { limit: MOST_OWNED });
  return [...new Set(entities.flatMap(({ team }) => (Array.isArray(team) ? team : team ? [team] : [])))];
}

/** What approvers are told of the run: with the inputs that its form hides, without those that are secret. */
export function briefOf(
  run: RunRow,
  verdicts: readonly PolicyVerdict[],
  budgets: readonly string[],
): ApprovalBrief {
  const secret = new Set(encryptedInputs(run.action.userInputs));
  return {
    action: run.action.title,
    operation: run.action.operation,
    target: run.target && (run.target.title ?? run.target.identifier),
    requester: run.requesterName,
    team: run.team,
    environment: run.environment,
    inputs: Object.fromEntries(Object.entries(run.inputs).filter(([key]) => !secret.has(key))),
    plan: run.plan?.counts ?? null,
    destructive: (run.plan?.resources ?? [])
      .filter(({ action }) => action === "delete" || action === "replace")
      .slice(0, MOST_DESTROYED)
      .map(({ address }) => address),
    verdicts: verdicts.map(({ policy, title, outcome, message }) => ({
      title: title ?? policy,
      outcome,
      message,
    })),
    cost: run.estimate?.monthly ? { monthly: run.estimate.monthly, currency: run.estimate.currency } : null,
    budgets: [...budgets],
  };
}
