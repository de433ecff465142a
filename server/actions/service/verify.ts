import type { ApprovalRule } from "@/server/approvals/schema";
import { describeRule } from "@/server/approvals/core/rule";
import { approversUnder } from "@/server/approvals/service/candidates";
import type { Context } from "@/server/kernel/context";
import { DomainError, Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { checkTemplates } from "@/server/pipelines/template";
import { loadTemplate } from "@/server/pipelines/templates";
import type { ActionDefinition, ActionPermissions, AutomationTrigger, ParsedAction } from "../schema";
import { blueprintExists } from "./catalog";

type AnyContext = Context | TransactionContext;

/** Throws Invalid when the definition names a blueprint or template that does not exist, or holds a template that does not parse. */
export async function assertDefinitionFits(ctx: AnyContext, action: ParsedAction): Promise<void> {
  const issues = [
    ...(await missingBlueprints(ctx, action)),
    ...(await missingTemplate(action)),
    ...(await brokenTexts(action)),
  ];
  if (issues.length) throw new Invalid(issues);
}

async function missingBlueprints(ctx: AnyContext, { trigger }: ParsedAction): Promise<Issue[]> {
  if (trigger.type !== "self-service") return missingEventBlueprint(ctx, trigger);
  const inputs = Object.entries(trigger.userInputs.properties).flatMap(([key, definition]) => {
    const nested = definition.items as { blueprint?: unknown } | undefined;
    const found = [
      { path: ["blueprint"], value: definition.blueprint },
      { path: ["items", "blueprint"], value: nested?.blueprint },
    ];
    return found.map(({ path, value }) => ({
      path: ["trigger", "userInputs", "properties", key, ...path],
      value,
    }));
  });
  const named = [
    { path: ["trigger", "blueprintIdentifier"], value: trigger.blueprintIdentifier as unknown },
    ...inputs,
  ];
  const issues: Issue[] = [];
  for (const { path, value } of named)
    if (typeof value === "string" && !(await blueprintExists(ctx, value)))
      issues.push({ path, message: `There is no blueprint "${value}". Make it first.` });
  return issues;
}

async function missingEventBlueprint(ctx: AnyContext, { event }: AutomationTrigger): Promise<Issue[]> {
  if (!("blueprintIdentifier" in event) || (await blueprintExists(ctx, event.blueprintIdentifier))) return [];
  return [
    {
      path: ["trigger", "event", "blueprintIdentifier"],
      message: `There is no blueprint "${event.blueprintIdentifier}". Make it first.`,
    },
  ];
}

async function missingTemplate({ invocationMethod }: ParsedAction): Promise<Issue[]> {
  if (invocationMethod.type !== "TERRAFORM") return [];
  try {
    await loadTemplate(invocationMethod.template);
    return [];
  } catch (error) {
    if (error instanceof DomainError)
      return [{ path: ["invocationMethod", "template"], message: error.message }];
    throw error;
  }
}

async function brokenTexts({ invocationMethod }: ParsedAction): Promise<Issue[]> {
  const issues = await checkTemplates(invocationMethod);
  return issues.map(({ path, message }) => ({ path: ["invocationMethod", ...path], message }));
}

/** The rule of a request: the action's approvers, and the team whose leads are among them. Null: nobody has to approve. */
export function ruleOf(
  definition: Pick<ActionDefinition, "requiredApproval">,
  permissions: ActionPermissions,
  owningTeam: string | null,
): ApprovalRule | null {
  const { requiredApproval } = definition;
  if (!requiredApproval) return null;
  return {
    type: requiredApproval === true ? "ANY" : requiredApproval.type,
    ...permissions.approve,
    owningTeam,
  };
}

/**
 * Throws Invalid when an action asks for an approval that nobody could ever give. Whether the leads of a team can is
 * known only when a request names the team, so with them among the approvers the request decides.
 */
export async function assertApprovable(
  tx: TransactionContext,
  definition: ActionDefinition,
  permissions: ActionPermissions,
): Promise<void> {
  const rule = ruleOf(definition, permissions, null);
  if (!rule || rule.teamLeads) return;
  if (!(await approversUnder(tx, rule, [])).length)
    throw Invalid.at(
      ["approve"],
      `Nobody could approve this action: its approvers are ${describeRule(rule)}, and no active person is among them.`,
    );
}
