import type { ApprovalRule } from "@/server/approvals/schema";
import { approversOfRule, describeRule } from "@/server/approvals/core/rule";
import { approversUnder } from "@/server/approvals/service/candidates";
import type { Context } from "@/server/kernel/context";
import { Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ActionDefinition, ActionPermissions, ParsedAction } from "../schema";
import { lifetimeFaults } from "./lifetime";
import { approvalRuleFaults } from "./verify-approval-rules";
import { brokenExpressions, brokenTemplates, unusableKeys } from "./verify-expressions";
import { secretFaults } from "./verify-secrets";
import { unknownNames } from "./verify-names";

type AnyContext = Context | TransactionContext;

/** What is wrong with a definition whose shape is right. Warnings are of no consequence for what this portal does with it. */
export interface DefinitionFaults {
  issues: Issue[];
  warnings: Issue[];
}

/** Everything that only the catalog, jq and ciphers know: names that there are not, expressions and keys that cannot be read. */
export async function definitionFaults(ctx: AnyContext, action: ParsedAction): Promise<DefinitionFaults> {
  const templates = await brokenTemplates(action);
  const secrets = await secretFaults(ctx, action);
  return {
    issues: [
      ...(await unknownNames(ctx, action)),
      ...(await lifetimeFaults(ctx, action)),
      ...(await brokenExpressions(action)),
      ...(await approvalRuleFaults(ctx, action)),
      ...templates.issues,
      ...secrets.issues,
      ...unusableKeys(action),
    ],
    warnings: [...templates.warnings, ...secrets.warnings],
  };
}

/** Throws Invalid with every fault of a definition whose shape is right. */
export async function assertDefinitionFits(ctx: AnyContext, action: ParsedAction): Promise<void> {
  const { issues } = await definitionFaults(ctx, action);
  if (issues.length) throw new Invalid(issues);
}

/** The rule of a request: the action's approvers, and the team whose leads are among them. Null: nobody has to approve. */
export function ruleOf(
  definition: Pick<ActionDefinition, "requiredApproval">,
  permissions: ActionPermissions,
  owningTeam: string | null,
): ApprovalRule | null {
  const { requiredApproval } = definition;
  if (!requiredApproval) return null;
  const { roles, users, teams, teamLeads } = permissions.approve;
  const type = requiredApproval === true ? "ANY" : requiredApproval.type;
  return { type, roles, users, teams, teamLeads, owningTeam };
}

/**
 * What is wrong when an action asks for an approval that nobody could ever give. Whether the leads of a team can is known only
 * when a request names the team, and whom a policy names only when it is asked: then the request decides.
 */
export async function approvalFaults(
  ctx: AnyContext,
  definition: Pick<ActionDefinition, "requiredApproval">,
  permissions: ActionPermissions,
): Promise<Issue[]> {
  const rule = ruleOf(definition, permissions, null);
  if (!rule || rule.teamLeads || permissions.approve.policy) return [];
  if ((await approversUnder(ctx, approversOfRule(rule), [])).length) return [];
  return [
    {
      path: ["approve"],
      message: `Nobody could approve this action: its approvers are ${describeRule(rule)}, and no active person is among them.`,
    },
  ];
}

/** Throws Invalid when an action asks for an approval that nobody could ever give. */
export async function assertApprovable(
  tx: TransactionContext,
  definition: ActionDefinition,
  permissions: ActionPermissions,
): Promise<void> {
  const issues = await approvalFaults(tx, definition, permissions);
  if (issues.length) throw new Invalid(issues);
}
