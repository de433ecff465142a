import { checkAction } from "@/server/actions/core/check";
import type { AutomationTrigger, ParsedAction } from "@/server/actions/schema";
import { visibleAction } from "@/server/actions/service/definitions";
import { approvalRuleFor, assertSomebodyNamed } from "@/server/actions/service/policy-decisions";
import { entityNow } from "@/server/catalog/service/changes";
import type { Entity } from "@/server/catalog/schema";
import { type Context, systemContext } from "@/server/kernel/context";
import { NotFound, Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { BACKEND_KINDS, isRunnable, type RunnableInvocation } from "@/server/pipelines/schema";
import type { ActionSnapshot, RunCause } from "@/server/runs/schema";
import { submitRun } from "@/server/runs/service/submit";
import type { AutomationEvent } from "../schema";

type AnyContext = Context | TransactionContext;
type Row = Awaited<ReturnType<typeof visibleAction>>;

/** An automation that can be carried out, as it is stored now. */
export interface Automation {
  row: Row;
  title: string;
  trigger: AutomationTrigger;
  definition: ParsedAction;
}

/** In whose name an automation acts: the portal's, under the automation's name. */
export const automationContext = (ctx: Context, identifier: string): Context => ({
  ...systemContext(ctx.db, `Automation ${identifier}`, ctx.requestId),
  origin: "JOB",
});

/** The automation with this identifier. Throws NotFound, or Precondition when its definition cannot be read any more. */
export async function loadAutomation(ctx: AnyContext, identifier: string): Promise<Automation> {
  const row = await visibleAction(ctx, identifier);
  const checked = checkAction(row.definition);
  if (!checked.ok)
    throw new Precondition(
      `The definition of the automation "${identifier}" no longer fits this version of the portal. An administrator has to save it again.`,
    );
  const { action } = checked;
  const { trigger } = action;
  if (trigger.type !== "automation") throw new NotFound("Automation", identifier);
  return { row, title: action.title ?? identifier, trigger, definition: action };
}

/**
 * Submits the run of an automation for an event, in the caller's transaction; its actor is the requester. The run works on
 * the entity of the event as long as there is one. Throws Precondition when this portal does not carry out the backend, and what
 * submitting throws.
 */
export async function startAutomation(
  tx: TransactionContext,
  { row, title, definition }: Automation,
  event: AutomationEvent,
  cause: Omit<RunCause, "kind" | "identifier" | "title">,
  rerunOf: string | null = null,
) {
  const { invocationMethod } = definition;
  if (!isRunnable(invocationMethod))
    throw new Precondition(
      `This portal does not carry out the backend ${invocationMethod.type}; it carries out ${BACKEND_KINDS.join(", ")}. Choose another for "${row.identifier}".`,
    );
  const { blueprintIdentifier, entityIdentifier } = event.context;
  const entity =
    blueprintIdentifier === null || entityIdentifier === null
      ? null
      : await entityNow(tx, blueprintIdentifier, entityIdentifier);
  const team = entity?.team[0] ?? null;
  const rule = await approvalRuleFor(tx, definition, team, { row, entity, inputs: {} });
  assertSomebodyNamed(row.permissions, rule);
  return submitRun(tx, {
    action: snapshotOf(row, definition, invocationMethod, entity),
    blueprint: blueprintIdentifier,
    inputs: {},
    target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
    team,
    rule,
    rerunOf,
    cause: { kind: "automation", identifier: row.identifier, title, ...cause },
    event: { ...event },
  });
}

/** The copy of the automation that its run keeps. */
function snapshotOf(
  row: Row,
  definition: ParsedAction,
  invocation: RunnableInvocation,
  entity: Entity | null,
): ActionSnapshot {
  const destroys = invocation.type === "TERRAFORM" && invocation.operation === "destroy";
  return {
    id: row.id,
    identifier: row.identifier,
    title: definition.title ?? row.identifier,
    icon: definition.icon ?? null,
    revision: row.revision,
    operation: destroys ? "DELETE" : entity ? "DAY-2" : "CREATE",
    invocation,
    requiredApproval: definition.requiredApproval ?? false,
    userInputs: { properties: {} },
    ...(definition.allowAnyoneToViewRuns ? { allowAnyoneToViewRuns: true } : {}),
    ...(definition.rateCard ? { rateCard: definition.rateCard } : {}),
  };
}
