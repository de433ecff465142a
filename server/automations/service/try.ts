import { checkAction } from "@/server/actions/core/check";
import type { AutomationTrigger } from "@/server/actions/schema";
import { renderPayload, type RenderedPayload } from "@/server/actions/service/render-payload";
import type { Context } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { decide, type ExpressionResult } from "../core/condition";
import type { AutomationEvent, FiringSource } from "../schema";
import { evaluateCondition } from "./evaluate";
import { eventOf } from "./event-of";
import { type Sample, samplesOf } from "./samples";

/** What an automation that need not be saved would do with an event. */
export interface Trial extends RenderedPayload {
  event: AutomationEvent;
  fires: boolean;
  /** Why it would not run. */
  reason: string | null;
  expressions: ExpressionResult[];
}

/** The events of the past with which a definition can be tried. Throws Invalid at what is wrong with it. Administrators only. */
export async function trialEvents(ctx: Context, definition: Record<string, unknown>): Promise<Sample[]> {
  checkPermission(ctx.actor, "actions.manage");
  return samplesOf(ctx, triggerOf(definition).event);
}

/**
 * Tries a definition on an event of the past: whether it would run, by each expression of its condition, and what its backend
 * would be sent. Nothing is run. Throws Invalid at what is wrong with the definition, NotFound for an event that the history
 * does not have. Administrators only.
 */
export async function tryAutomation(
  ctx: Context,
  trial: {
    definition: Record<string, unknown>;
    source: FiringSource;
    blueprint: string | null;
    subject: string | null;
  },
): Promise<Trial> {
  checkPermission(ctx.actor, "actions.manage");
  const { condition } = triggerOf(trial.definition);
  const event = await eventOf(ctx, trial);
  if (!event) throw new NotFound("Event", trial.subject ?? trial.source.kind);
  const expressions = await evaluateCondition(condition, event);
  const decision = decide(condition?.combinator, expressions);
  const rendered = await renderPayload(ctx, {
    definition: trial.definition,
    values: {},
    event: { ...event },
  });
  return {
    event,
    fires: decision.fires,
    reason: decision.fires ? null : decision.reason,
    expressions,
    ...rendered,
  };
}

function triggerOf(definition: Record<string, unknown>): AutomationTrigger {
  const checked = checkAction(definition);
  if (!checked.ok) throw new Invalid(checked.issues);
  const { trigger } = checked.action;
  if (trigger.type !== "automation")
    throw Invalid.at(["trigger", "type"], "Only an automation is set off by an event.");
  return trigger;
}
