import { Precondition } from "@/server/kernel/errors";
import { evaluateJq, JqError } from "@/server/kernel/jq";
import type { Query } from "@/server/catalog/core/query/schema";
import type { PolicyVerdict } from "@/server/policy/schema";
import type { ActionApprovalRule, ApprovalRules } from "../core/definition";
import { type BudgetRequirement, conditionsHold, requirementOf, type RuleFacts } from "../core/requirement";
import type { ApprovalRule, Requirement } from "../schema";

/** A run, as its approval rules see it. */
export interface ApprovalFacts extends RuleFacts {
  /** Identifier of the team that will own the result. */
  owningTeam: string | null;
  /** What jq in conditions and templates in searches see. */
  context: Record<string, unknown>;
  /** The teams that own what a search of the catalog finds; its templates are rendered against `context`. */
  ownersOf: (query: Query) => Promise<string[]>;
}

/**
 * What has to be approved before a run starts: by the published rule, the rules of the action whose conditions hold, policies
 * and budgets, in this order, one stage after another. Null: nothing. A condition that cannot be evaluated counts as one that
 * holds; throws Precondition when the owners of a stage are found to be nobody.
 */
export async function approvalRequirement(input: {
  base: ApprovalRule | null;
  rules: ApprovalRules;
  facts: ApprovalFacts;
  byPolicy: readonly PolicyVerdict[];
  byBudget: readonly BudgetRequirement[];
}): Promise<Requirement | null> {
  const { base, facts, byPolicy, byBudget } = input;
  const rules = [];
  for (const rule of input.rules)
    if (await applies(rule, facts)) rules.push({ rule, owners: await ownersIn(rule, facts) });
  return requirementOf({ base, rules, owningTeam: facts.owningTeam, byPolicy, byBudget });
}

/** Whether the conditions of a rule hold. What cannot be known counts as what needs the approval. */
export async function applies(rule: ActionApprovalRule, facts: ApprovalFacts): Promise<boolean> {
  if (!conditionsHold(rule.when, facts)) return false;
  if (rule.when?.jq === undefined) return true;
  try {
    const value = await evaluateJq(rule.when.jq, facts.context);
    return value !== false && value !== null;
  } catch (error) {
    if (error instanceof JqError) return true;
    throw error;
  }
}

async function ownersIn(rule: ActionApprovalRule, facts: ApprovalFacts): Promise<string[][]> {
  return Promise.all(
    rule.stages.map(async ({ from }) => {
      if (!from.owners) return [];
      const teams = await facts.ownersOf(from.owners.query);
      const others = [from.roles, from.users, from.teams].some((list) => list?.length) || from.teamLeads;
      if (teams.length || others) return teams;
      throw new Precondition(
        `Nobody can approve this: the rule "${rule.title}" asks the owners of what it searches in the catalog, and no team owns that. Ask an administrator to look at the rule.`,
        { error: "no_approver" },
      );
    }),
  );
}
