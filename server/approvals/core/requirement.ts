import type { PolicyVerdict } from "@/server/policy/schema";
import { canonicalJson } from "@/server/kernel/secrets";
import type { Approvers, ApprovalRule, ApprovalStage, Escalation, Requirement } from "../schema";
import type { ActionApprovalRule, RuleConditions, RulePeople } from "./definition";
import { secondsOf } from "./duration";
import { EXECUTION_SECONDS, REQUEST_SECONDS } from "./expiry";
import { stageOfRule } from "./rule";
import { NOBODY, normaliseApprovers, union } from "./who";

/** What conditions of rules are asked about, apart from jq. */
export interface RuleFacts {
  operation: "CREATE" | "DAY-2" | "DELETE";
  environment: string | null;
  plan: { counts: { delete: number; replace: number } } | null;
  /** By how much the monthly cost grows, as a decimal text; null: not known. */
  monthlyCost: string | null;
}

/** Compares decimal texts without floats: whether `a` is more than `b`. Both as in -12.50. */
export function isMore(a: string, b: string): boolean {
  const scaled = (text: string) => {
    const negative = text.startsWith("-");
    const [whole = "0", fraction = ""] = text.replace(/^[-+]/, "").split(".");
    const value = BigInt(whole + fraction.padEnd(12, "0").slice(0, 12));
    return negative ? -value : value;
  };
  return scaled(a) > scaled(b);
}

/** Whether the conditions of a rule, apart from jq, hold. What is not known counts as what needs the approval. */
export function conditionsHold(when: RuleConditions | undefined, facts: RuleFacts): boolean {
  if (!when) return true;
  if (when.operations?.length && !when.operations.includes(facts.operation)) return false;
  if (when.environments?.length && !(facts.environment && when.environments.includes(facts.environment)))
    return false;
  if (when.destructive) {
    const destroys = facts.plan
      ? facts.plan.counts.delete + facts.plan.counts.replace > 0
      : facts.operation === "DELETE";
    if (!destroys) return false;
  }
  if (when.monthlyCostAbove !== undefined && facts.monthlyCost !== null)
    if (!isMore(facts.monthlyCost, when.monthlyCostAbove)) return false;
  return true;
}

/** People of a rule as approvers; `owners` are the teams that its search found. */
export const approversFrom = (
  people: RulePeople | undefined,
  owningTeam: string | null,
  owners: readonly string[] = [],
): Approvers =>
  normaliseApprovers({
    roles: people?.roles ?? [],
    users: people?.users ?? [],
    teams: [...(people?.teams ?? []), ...(people?.owners?.who === "members" ? owners : [])],
    leadsOf: [
      ...(people?.teamLeads && owningTeam ? [owningTeam] : []),
      ...(people?.owners?.who === "leads" ? owners : []),
    ],
  });

/** The stages of a rule of the action; `owners` holds for each stage the teams that its search found. */
export const stagesOfRule = (
  rule: ActionApprovalRule,
  owningTeam: string | null,
  owners: readonly (readonly string[])[],
): ApprovalStage[] =>
  rule.stages.map((stage, i) => ({
    title: stage.title ?? (rule.stages.length > 1 ? `${rule.title}, step ${i + 1}` : rule.title),
    needs: stage.count,
    from: approversFrom(stage.from, owningTeam, owners[i]),
    selfApproval: rule.allowSelfApproval ?? false,
    source: { kind: "rule", title: rule.title },
  }));

/** What a budget says of a run, as far as approvals go. */
export interface BudgetRequirement {
  title: string;
  state: string;
  approvers?: Partial<RulePeople> | null;
}

const ADMINISTRATORS: Approvers = { ...NOBODY, roles: ["Admin"] };

/** Stages that failed policies ask for. One that names nobody is content with any other stage, else with an administrator. */
export function stagesOfPolicies(
  verdicts: readonly PolicyVerdict[],
  owningTeam: string | null,
  others: boolean,
): ApprovalStage[] {
  const failed = verdicts.filter((v) => v.outcome !== "pass" && v.effect !== "advise");
  const named = failed.flatMap((verdict): ApprovalStage[] => {
    const { requires } = verdict;
    if (!requires) return [];
    const from = approversFrom(
      { ...requires.from, roles: requires.from.roles as ("Admin" | "Member")[] },
      owningTeam,
    );
    return [
      {
        title: requires.title,
        needs: requires.count,
        from,
        selfApproval: false,
        source: { kind: "policy", title: verdict.title ?? verdict.policy },
      },
    ];
  });
  const [unnamed] = failed.filter((v) => !v.requires && v.effect === "require_approval");
  if (!unnamed || named.length || others) return named;
  return [
    {
      title: "Required by a policy",
      needs: 1,
      from: ADMINISTRATORS,
      selfApproval: false,
      source: { kind: "policy", title: unnamed.title ?? unnamed.policy },
    },
  ];
}

export const stagesOfBudgets = (
  verdicts: readonly BudgetRequirement[],
  owningTeam: string | null,
): ApprovalStage[] =>
  verdicts
    .filter((v) => v.state === "extra_approval")
    .map((verdict) => {
      const from = approversFrom(verdict.approvers ?? undefined, owningTeam);
      return {
        title: `Budget: ${verdict.title}`,
        needs: 1,
        from: isNobody(from) ? ADMINISTRATORS : from,
        selfApproval: false,
        source: { kind: "budget", title: verdict.title },
      };
    });

const isNobody = (from: Approvers): boolean =>
  from.roles.length + from.users.length + from.teams.length + from.leadsOf.length === 0;

/** Stages that ask the same people become one, which needs as many as the one that needs most. */
export function mergeStages(stages: readonly ApprovalStage[]): ApprovalStage[] {
  const merged = new Map<string, ApprovalStage>();
  for (const stage of stages) {
    const key = canonicalJson(stage.from);
    const before = merged.get(key);
    if (!before) {
      merged.set(key, stage);
      continue;
    }
    const needs =
      before.needs === "ALL" || stage.needs === "ALL" ? "ALL" : Math.max(before.needs, stage.needs);
    merged.set(key, { ...before, needs, selfApproval: before.selfApproval && stage.selfApproval });
  }
  return [...merged.values()];
}

const shortest = (
  rules: readonly ActionApprovalRule[],
  key: "requestExpiresIn" | "executionExpiresIn" | "remindAfter",
) => rules.flatMap((rule) => (rule[key] ? [secondsOf(rule[key])] : [])).sort((a, b) => a - b)[0];

/** Everything that asks for approval, as one requirement; null: nothing does. The strictest time of all rules holds. */
export function requirementOf(input: {
  base: ApprovalRule | null;
  rules: readonly { rule: ActionApprovalRule; owners: readonly (readonly string[])[] }[];
  owningTeam: string | null;
  byPolicy: readonly PolicyVerdict[];
  byBudget: readonly BudgetRequirement[];
}): Requirement | null {
  const { base, owningTeam } = input;
  const own = [
    ...(base ? [stageOfRule(base)] : []),
    ...input.rules.flatMap(({ rule, owners }) => stagesOfRule(rule, owningTeam, owners)),
  ];
  const stages = mergeStages([
    ...own,
    ...stagesOfPolicies(input.byPolicy, owningTeam, own.length > 0),
    ...stagesOfBudgets(input.byBudget, owningTeam),
  ]);
  if (stages.length === 0) return null;
  const rules = input.rules.map(({ rule }) => rule);
  const escalations = rules
    .flatMap((rule): Escalation[] =>
      rule.escalateAfter
        ? [{ afterSeconds: secondsOf(rule.escalateAfter), to: approversFrom(rule.escalateTo, owningTeam) }]
        : [],
    )
    .sort((a, b) => a.afterSeconds - b.afterSeconds);
  const breakers = rules.flatMap((rule) => (rule.breakGlass ? [approversFrom(rule.breakGlass, null)] : []));
  return {
    stages,
    requestSeconds: shortest(rules, "requestExpiresIn") ?? REQUEST_SECONDS,
    executionSeconds: shortest(rules, "executionExpiresIn") ?? EXECUTION_SECONDS,
    remindSeconds: shortest(rules, "remindAfter") ?? null,
    escalation: escalations[0] ?? null,
    breakGlass: breakers.length ? union(...breakers) : null,
  };
}

/** The published rule alone as a requirement. */
export function requirementOfRule(rule: ApprovalRule): Requirement {
  const required = requirementOf({
    base: rule,
    rules: [],
    owningTeam: rule.owningTeam,
    byPolicy: [],
    byBudget: [],
  });
  if (!required) throw new Error("A rule always asks for something.");
  return required;
}
