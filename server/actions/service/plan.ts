import type { Entity } from "@/server/catalog/schema";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { render, TemplateError } from "@/server/pipelines/template";
import { inputBehind, templateContext } from "@/server/runs/core/template-context";
import { payloadInputs } from "@/server/runs/service/payload-inputs";
import type { ActionSnapshot } from "@/server/runs/schema";
import type { RunnableAction } from "../schema";
import type { ActionRow } from "../store";
import { teamFaults } from "./named";

type AnyContext = Context | TransactionContext;

/** The copy of an action that a run keeps. */
export function snapshotOf(row: ActionRow, action: RunnableAction): ActionSnapshot {
  return {
    id: row.id,
    identifier: row.identifier,
    title: action.title ?? row.identifier,
    icon: action.icon ?? null,
    revision: row.revision,
    operation: action.trigger.operation,
    invocation: action.invocationMethod,
    requiredApproval: action.requiredApproval ?? false,
    userInputs: action.trigger.userInputs,
    ...(action.approvalRules?.length ? { approvalRules: action.approvalRules } : {}),
    ...(action.approvalNotification ? { approvalNotification: action.approvalNotification } : {}),
    ...(action.allowAnyoneToViewRuns ? { allowAnyoneToViewRuns: true } : {}),
    ...(action.concurrency ? { concurrency: action.concurrency } : {}),
    ...(action.lifetime ? { lifetime: action.lifetime } : {}),
    ...(action.rateCard ? { rateCard: action.rateCard } : {}),
    ...(action.deploys ? { deploys: action.deploys } : {}),
  };
}

/**
 * The team that will own the result: the one that the mapping gives, else the entity's. A team that comes from an input
 * must be one that the actor may act for. Throws Invalid at that input.
 */
export async function owningTeam(
  ctx: AnyContext,
  row: ActionRow,
  action: RunnableAction,
  given: { inputs: Record<string, unknown>; entity: Entity | null },
): Promise<string | null> {
  const { invocationMethod } = action;
  const mapping = "mapping" in invocationMethod ? invocationMethod.mapping : undefined;
  const template = Array.isArray(mapping?.team) ? mapping.team[0] : mapping?.team;
  if (template === undefined || action.trigger.operation === "DELETE") return given.entity?.team[0] ?? null;
  const input = inputBehind(template);
  const path = input ? ["properties", input] : ["properties"];
  const team = await renderTeam(ctx, row, action, given, template, path);
  if (team === null) return given.entity?.team[0] ?? null;
  const unchanged = given.entity?.team.includes(team) ?? false;
  const fault = input && !unchanged ? (await teamFaults(ctx, [team])).get(team) : undefined;
  if (fault) throw Invalid.at(path, fault);
  return team;
}

async function renderTeam(
  ctx: AnyContext,
  row: ActionRow,
  action: RunnableAction,
  given: { inputs: Record<string, unknown>; entity: Entity | null },
  template: string,
  path: string[],
): Promise<string | null> {
  const { actor } = ctx;
  const { inputs } = await payloadInputs(ctx, action.trigger.userInputs, given.inputs);
  const context = templateContext(
    {
      id: "",
      action: snapshotOf(row, action),
      inputs,
      blueprint: row.blueprint,
      target: given.entity
        ? {
            blueprint: given.entity.blueprint,
            identifier: given.entity.identifier,
            title: given.entity.title,
          }
        : null,
      team: null,
      origin: ctx.origin,
      requester: {
        id: actorId(actor),
        name: actorName(actor),
        email: actor.kind === "user" ? actor.email : null,
      },
      createdAt: new Date(),
    },
    given.entity,
  );
  try {
    const rendered = await render(template, context);
    const first: unknown = Array.isArray(rendered) ? rendered[0] : rendered;
    return typeof first === "string" && first !== "" ? first : null;
  } catch (error) {
    if (error instanceof TemplateError)
      throw Invalid.at(path, `The owning team cannot be found out: ${error.message}`);
    throw error;
  }
}

/** The teams on which `ownedByTeam` looks, and whether the actor may act at all. */
export const executorOf = (ctx: AnyContext) => {
  const { actor } = ctx;
  return {
    role: isAdmin(actor) ? ("admin" as const) : ("member" as const),
    email: actor.kind === "user" ? actor.email : null,
    teams: actor.kind === "user" ? actor.memberships.map((m) => m.team) : [],
  };
};
