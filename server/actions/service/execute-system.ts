import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import type { SubmitRun } from "@/server/runs/service/submit";
import { prepare } from "./execute";
import { readInputs } from "./inputs";
import { snapshotOf } from "./plan";
import { sealInputs } from "./seal-inputs";

/**
 * What `submitRun` needs for a run that the portal itself begins on an entity: with nobody's approval, for whoever caused it
 * has given it; policies judge it all the same. The actor of `ctx` is the system. Throws as `executeAction` does.
 */
export async function systemRun(
  ctx: Context,
  input: { action: string; entity: string; properties: Record<string, unknown> },
): Promise<SubmitRun> {
  const { row, action, blueprint, entity } = await prepare(ctx, input.action, input.entity);
  if (!entity) throw Invalid.at(["entity"], "Such a run works on an entity.");
  const values = await readInputs(ctx, action, input.properties, entity, { keepsOpen: true });
  const { inputs, secrets } = await sealInputs(ctx, action.trigger.userInputs, values);
  return {
    action: snapshotOf(row, action),
    blueprint,
    inputs,
    secrets,
    target: { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
    team: entity.team[0] ?? null,
    rule: null,
  };
}
