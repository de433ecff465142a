import { getEntity } from "@/server/catalog/service/read";
import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { isRunnable } from "@/server/pipelines/schema";
import { mayExecute } from "../core/permission";
import { pickerOf } from "../core/form/expressions";
import * as store from "../store";
import { executorOf } from "./plan";

/** An action that makes something for an entity: where to put the entity in its form. */
export interface Maker {
  identifier: string;
  title: string;
  icon: string | null;
  input: string;
}

/**
 * The actions that create and ask for an entity such as this one, by title: on its page they are one click away, with it
 * filled in. Only those that the actor may execute. Throws NotFound for an entity that they may not read.
 */
export async function makersFor(ctx: Context, of: { blueprint: string; entity: string }): Promise<Maker[]> {
  checkPermission(ctx.actor, "actions.read");
  const { blueprint } = await getEntity(ctx, of.blueprint, of.entity);
  const rows = await store.selectActions(ctx.db, { operations: ["CREATE"], published: true });
  return rows
    .flatMap(({ identifier, definition, permissions }): Maker[] => {
      const { trigger, invocationMethod, title = identifier, icon = null } = definition;
      if (trigger.type !== "self-service" || !isRunnable(invocationMethod)) return [];
      if (!mayExecute(permissions, "CREATE", executorOf(ctx), null)) return [];
      const input = Object.entries(trigger.userInputs.properties).find(
        ([, one]) => one.type === "string" && one.blueprint === blueprint && pickerOf(one)?.kind === "entity",
      )?.[0];
      return input === undefined ? [] : [{ identifier, title, icon, input }];
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}
