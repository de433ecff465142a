import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { payloadInputs } from "@/server/runs/service/payload-inputs";
import { checkAction } from "../core/check";
import { secretsAmong } from "../core/form/expressions";
import { MASKED } from "../core/payload/named";
import { patchPermissions } from "../core/permission";
import type { QueryResult } from "../core/policy";
import {
  type ActionPermissions,
  DEFAULT_PERMISSIONS,
  isSelfService,
  type PermissionsPatch,
  type SelfServiceAction,
} from "../schema";
import { findEntity } from "./catalog";
import { visibleAction } from "./definitions";
import { personaOf } from "./persona";
import { policyIssues } from "./permissions";
import { approversByPolicy, executeVerdict, type PolicyCase } from "./policy-decisions";

export interface PolicyTrial {
  /** `results`: how many entities each query found; null where it failed. */
  execute: { allowed: boolean; why: string; results: Record<string, number | null> };
  /** Null where no policy names the approvers. */
  approve: { emails: string[]; why: string; results: Record<string, number | null> } | null;
}

/**
 * What permissions would say to a person, an entity and values, without saving anything. The action is one that is stored, or a
 * definition that is not. Administrators only. Throws Invalid for a definition, policy or entity at fault.
 */
export async function tryPolicy(
  ctx: Context,
  input: {
    identifier?: string;
    definition?: Record<string, unknown>;
    permissions: PermissionsPatch;
    as?: string;
    entity?: string;
    values: Record<string, unknown>;
  },
): Promise<PolicyTrial> {
  checkPermission(ctx.actor, "actions.manage");
  const issues = await policyIssues(input.permissions);
  if (issues.length)
    throw new Invalid(issues.map(({ path, message }) => ({ path: ["permissions", ...path], message })));
  const { action, permissions } = await actionOf(ctx, input);
  const { blueprintIdentifier: blueprint = null, operation } = action.trigger;
  const persona = await personaOf(ctx, input.as);
  const entity =
    input.entity === undefined || blueprint === null
      ? null
      : await findEntity(persona, blueprint, input.entity);
  if (input.entity !== undefined && !entity)
    throw Invalid.at(
      ["entity"],
      `There is no ${blueprint ?? "entity"} "${input.entity}" that they may read.`,
    );
  const { userInputs } = action.trigger;
  // A policy sees ciphertexts; what stands for them here says no more.
  const masked = Object.fromEntries(secretsAmong(userInputs, input.values).map((key) => [key, MASKED]));
  const of: PolicyCase = {
    row: {
      identifier: action.identifier,
      blueprint,
      permissions: patchPermissions(permissions, input.permissions),
    },
    entity,
    inputs: (await payloadInputs(persona, userInputs, { ...input.values, ...masked })).inputs,
  };
  const [execute, approve] = [
    await executeVerdict(persona, operation, of),
    await approversByPolicy(persona, of),
  ];
  return {
    execute: { ...execute, results: counts(execute.results) },
    approve: approve && { ...approve, results: counts(approve.results) },
  };
}

async function actionOf(
  ctx: Context,
  { identifier, definition }: { identifier?: string; definition?: Record<string, unknown> },
): Promise<{ action: SelfServiceAction; permissions: ActionPermissions }> {
  const row = identifier === undefined ? null : await visibleAction(ctx, identifier);
  if (!row && !definition) throw Invalid.at(["identifier"], "Name an action, or give a definition.");
  const checked = checkAction(definition ?? row?.definition);
  if (!checked.ok)
    throw new Invalid(checked.issues.map((issue) => ({ ...issue, path: ["definition", ...issue.path] })));
  if (!isSelfService(checked.action))
    throw Invalid.at(["definition", "trigger", "type"], "Only actions that people run have permissions.");
  return { action: checked.action, permissions: row?.permissions ?? DEFAULT_PERMISSIONS };
}

const counts = (results: Record<string, QueryResult>): Record<string, number | null> =>
  Object.fromEntries(
    Object.entries(results).map(([name, result]) => [
      name,
      "entities" in result ? result.entities.length : null,
    ]),
  );
