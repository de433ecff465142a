import { actorNames } from "@/server/catalog/service/names";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import type { InvocationKind } from "@/server/pipelines/schema";
import { isRunnable } from "@/server/pipelines/schema";
import type { AutomationTrigger, Operation } from "../schema";
import * as store from "../store";

/** An action or automation in the list of those who look after them. */
export interface ActionOverview {
  id: string;
  identifier: string;
  title: string;
  icon: string | null;
  /** What sets it off: people, or an event. */
  trigger:
    | { type: "self-service"; operation: Operation; blueprint: string | null }
    | { type: "automation"; event: AutomationTrigger["event"] };
  backend: InvocationKind;
  /** Whether this portal carries it out when it is set off. */
  runnable: boolean;
  requiredApproval: boolean;
  /** False: hidden from everybody but administrators. */
  published: boolean;
  /** There is a change of it that is not live yet. */
  draft: boolean;
  revision: number;
  updatedAt: string;
  updatedByName: string;
}

/** Every action and automation, by title. Administrators only. */
export async function actionsOverview(ctx: Context): Promise<ActionOverview[]> {
  checkPermission(ctx.actor, "actions.manage");
  const rows = await store.selectActions(ctx.db, {});
  const names = await actorNames(
    ctx,
    rows.map(({ updatedBy }) => updatedBy),
  );
  return rows
    .map(({ id, identifier, definition, published, draft, revision, updatedAt, updatedBy }) => {
      const { trigger, invocationMethod } = definition;
      return {
        id,
        identifier,
        title: definition.title ?? identifier,
        icon: definition.icon ?? null,
        trigger:
          trigger.type === "self-service"
            ? {
                type: trigger.type,
                operation: trigger.operation,
                blueprint: trigger.blueprintIdentifier ?? null,
              }
            : { type: trigger.type, event: trigger.event },
        backend: invocationMethod.type,
        runnable: isRunnable(invocationMethod),
        requiredApproval: Boolean(definition.requiredApproval),
        published,
        draft: draft !== null,
        revision,
        updatedAt: updatedAt.toISOString(),
        updatedByName: names.get(updatedBy) ?? updatedBy,
      };
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}
