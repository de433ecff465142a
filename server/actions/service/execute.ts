import { auditFailure } from "@/server/audit/service";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import { Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { BACKEND_KINDS, isRunnable } from "@/server/pipelines/schema";
import type { PolicyOverride } from "@/server/policy/schema";
import { payloadInputs } from "@/server/runs/service/payload-inputs";
import { submitRun } from "@/server/runs/service/submit";
import { checkAction } from "../core/check";
import { mayExecute } from "../core/permission";
import { type ExecuteInput, executeSchema, isSelfService, type RunnableAction } from "../schema";
import type { ActionRow } from "../store";
import { findEntity } from "./catalog";
import { matchesCondition } from "./condition";
import { visibleAction } from "./definitions";
import { readInputs } from "./inputs";
import { assertLifetime } from "./lifetime";
import { executorOf, owningTeam, snapshotOf } from "./plan";
import { sealInputs } from "./seal-inputs";
import {
  approvalRuleFor,
  assertAllowed,
  assertSomebodyNamed,
  type PolicyCase,
  RefusedByPolicy,
} from "./policy-decisions";

type AnyContext = Context | TransactionContext;
type Submitted = Awaited<ReturnType<typeof submitRun>>;

/** An action that the actor may execute, understood, with the entity that it would work on. */
export interface Executable {
  row: ActionRow;
  action: RunnableAction;
  /** Null: it works on no blueprint. */
  blueprint: string | null;
  entity: Entity | null;
}

/**
 * Requests a run of an action. Throws NotFound for an unknown action, Forbidden (audited) when the actor may not execute
 * it with these values, Invalid with the path of each input or of the entity at fault, Precondition when nobody could approve it or its
 * workspace is blocked. With an idempotency key, the same request again within 24 hours gives the same run.
 */
export async function executeAction(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
  options: {
    idempotencyKey?: string | null;
    rerunOf?: string;
    policyOverride?: PolicyOverride | null;
    impersonatedBy?: string;
  } = {},
): Promise<Submitted> {
  checkPermission(ctx.actor, "actions.execute");
  const given = executeSchema.parse(input);
  try {
    const executable = await prepare(ctx, identifier, given.entity);
    const { row, action, blueprint, entity } = executable;
    const values = await readInputs(ctx, action, given.properties, entity, {
      // What was asked before an input was hidden is not asked again.
      keepsOpen: options.rerunOf !== undefined,
    });
    await assertLifetime(ctx, action, values);
    const { inputs, secrets } = await sealInputs(ctx, action.trigger.userInputs, values);
    const wanted = await caseOf(ctx, executable, inputs);
    await assertAllowed(ctx, action.trigger.operation, wanted);
    const team = await owningTeam(ctx, row, action, { inputs, entity });
    const rule = await approvalRuleFor(ctx, action, team, wanted);
    assertSomebodyNamed(row.permissions, rule);
    return await transaction(ctx, (tx) =>
      submitRun(tx, {
        action: snapshotOf(row, action),
        blueprint,
        inputs,
        secrets,
        target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
        team,
        rule,
        idempotencyKey: options.idempotencyKey,
        rerunOf: options.rerunOf,
        impersonatedBy: options.impersonatedBy,
        policyOverride: options.policyOverride,
      }),
    );
  } catch (error) {
    if (error instanceof Forbidden)
      await auditFailure(ctx, {
        action: "EXECUTE",
        resourceType: "action",
        resourceId: identifier,
        message: error instanceof RefusedByPolicy ? `${error.message} ${error.reason}` : error.message,
      });
    throw error;
  }
}

/** What the policies of an action are asked about. */
export async function caseOf(
  ctx: AnyContext,
  { row, action, entity }: Executable,
  values: Record<string, unknown>,
): Promise<PolicyCase> {
  const { inputs } = await payloadInputs(ctx, action.trigger.userInputs, values);
  return { row, entity, inputs };
}

/** Loads an action and its entity and checks that the actor may execute the one on the other. */
export async function prepare(
  ctx: AnyContext,
  identifier: string,
  entityIdentifier: string | undefined,
): Promise<Executable> {
  const row = await visibleAction(ctx, identifier);
  const { action, blueprint } = understood(row);
  const { operation } = action.trigger;
  if (!row.published)
    throw new Precondition(`The action "${identifier}" is not published. Publish it first.`);
  if (operation === "CREATE" && entityIdentifier !== undefined)
    throw Invalid.at(["entity"], "This action creates an entity and works on none. Leave it out.");
  if (blueprint === null && entityIdentifier !== undefined)
    throw Invalid.at(["entity"], "This action works on no blueprint, so on no entity. Leave it out.");
  if (blueprint !== null && operation !== "CREATE" && entityIdentifier === undefined)
    throw Invalid.at(["entity"], `Name the ${blueprint} that the action is to work on.`);
  const executor = executorOf(ctx);
  if (!mayExecute(row.permissions, operation, executor, null)) throw refused(row);
  const entity =
    entityIdentifier === undefined || blueprint === null
      ? null
      : await findEntity(ctx, blueprint, entityIdentifier);
  if (entityIdentifier !== undefined && !entity)
    throw Invalid.at(["entity"], `There is no ${blueprint} "${entityIdentifier}".`);
  if (!mayExecute(row.permissions, operation, executor, entity?.team ?? [])) throw refused(row);
  if (entity && !(await matchesCondition(ctx, action.trigger, entity)))
    throw Invalid.at(
      ["entity"],
      `"${action.title ?? identifier}" is not offered on the ${blueprint} "${entity.identifier}": it does not meet the condition of the action.`,
    );
  return { row, action, blueprint, entity };
}

/**
 * The stored definition, read by the rules of today. Throws NotFound for one that no person runs, Precondition when the rules
 * no longer allow it or no backend of this portal carries it out.
 */
export function understood(row: ActionRow): { action: RunnableAction; blueprint: string | null } {
  const checked = checkAction(row.definition);
  if (!checked.ok)
    throw new Precondition(
      `The definition of the action "${row.identifier}" no longer fits this version of the portal. An administrator has to save it again.`,
    );
  const { action } = checked;
  if (!isSelfService(action)) throw new NotFound("Action", row.identifier);
  const { trigger, invocationMethod } = action;
  if (!isRunnable(invocationMethod))
    throw new Precondition(
      `This portal does not run actions with the backend ${invocationMethod.type}; it runs ${BACKEND_KINDS.join(", ")}. An administrator can choose another backend for "${row.identifier}".`,
    );
  const blueprint = trigger.blueprintIdentifier ?? null;
  if (blueprint === null && invocationMethod.type === "TERRAFORM")
    throw new Precondition(
      `The action "${row.identifier}" makes resources with Terraform, and names no blueprint for what they are. An administrator has to choose one.`,
    );
  return { action: { ...action, trigger, invocationMethod }, blueprint };
}

const refused = (row: ActionRow) =>
  new Forbidden(
    `You may not execute "${row.definition.title ?? row.identifier}"${row.permissions.execute.ownedByTeam ? " on what another team owns" : ""}. An administrator can grant it in the permissions of the action.`,
  );
