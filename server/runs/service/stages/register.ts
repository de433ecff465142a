import { terraformOf } from "@/server/runs/core/invocation";
import { render } from "@/server/pipelines/template";
import { transaction } from "@/server/kernel/transaction";
import { type NamedEntity, relationTargets } from "@/server/runs/core/payload-inputs";
import { templateContext } from "@/server/runs/core/template-context";
import { parseState } from "@/server/runs/core/state-content";
import type { RunOutput } from "@/server/runs/schema";
import { lockRun, type RunRow } from "@/server/runs/store/runs";
import { lockWorkspace, markDestroyed, setTemplateVersion } from "@/server/runs/store/workspaces";
import { findEntity, registerEntity, removeEntity } from "../catalog";
import type { Drive } from "../drive";
import { endRun } from "../finish";
import { engineInputs, noteGone } from "../payload-inputs";
import { latestState } from "../state";
import { maskOutputs } from "./apply";
import { factsOf } from "../facts";
import type { Step } from "./begin";

/** registering → succeeded: the entity and the end of the run are written together, so nothing is ever half-registered. */
export async function registerStage(drive: Drive, run: RunRow): Promise<Step> {
  const outputs = run.outputs ?? (await outputsOfState(drive, run));
  const destroy = terraformOf(run.action).operation === "destroy";
  const mapped = destroy ? null : await mapEntity(drive, run, outputs);
  await drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "registering") return;
    await lockWorkspace(tx, run.workspaceId!);
    if (destroy) {
      await markDestroyed(tx, run.workspaceId!);
      if (run.target) await removeEntity(tx, run, run.target);
    } else if (mapped) {
      await noteGone(tx, run.id, mapped.gone);
      await registerEntity(tx, run, mapped.entity);
    }
    if (!destroy && run.module) await setTemplateVersion(tx, run.workspaceId!, run.module.version);
    await endRun(tx, {
      runId: run.id,
      from: "registering",
      to: "succeeded",
      fence: drive.fence,
      set: {
        outputs,
        statusLabel: null,
        ...(mapped
          ? {
              target: {
                blueprint: run.blueprint!,
                identifier: mapped.entity.identifier,
                title: mapped.entity.title ?? null,
              },
            }
          : {}),
      },
      data: mapped ? { entity: mapped.entity.identifier } : {},
    });
  });
  return "on";
}

/** With nothing to apply, the outputs are those of the state as it is. */
async function outputsOfState(drive: Drive, run: RunRow): Promise<Record<string, RunOutput>> {
  const state = parseState(await latestState(drive.ctx, run.workspaceId!));
  return maskOutputs(
    Object.fromEntries(
      Object.entries(state?.outputs ?? {}).map(([name, o]) => [
        name,
        { sensitive: o.sensitive ?? false, value: o.value },
      ]),
    ),
  );
}

/** The entity as the catalog takes it. */
export interface MappedEntity {
  identifier: string;
  title?: string;
  icon?: string;
  team?: string[];
  properties: Record<string, unknown>;
  relations: Record<string, unknown>;
}

async function mapEntity(
  drive: Drive,
  run: RunRow,
  outputs: Record<string, RunOutput>,
): Promise<{ entity: MappedEntity; gone: NamedEntity[] } | null> {
  const { mapping } = terraformOf(run.action);
  if (!mapping || !run.blueprint || !run.target) return null;
  const entity =
    run.action.operation === "CREATE"
      ? null
      : await transaction(drive.ctx, (tx) => findEntity(tx, run.target!.blueprint, run.target!.identifier));
  const { inputs, gone } = await engineInputs(drive.ctx, run);
  const values = Object.fromEntries(Object.entries(outputs).map(([name, o]) => [name, o.value]));
  const rendered = (await render(
    mapping,
    templateContext({ ...factsOf(run), inputs }, entity, values),
  )) as Partial<MappedEntity>;
  // The identifier was fixed when the run was taken in: the workspace bears it.
  return { entity: mappedEntity(run, run.target.identifier, rendered), gone };
}

/** A rendered mapping as the entity that the catalog takes. */
export function mappedEntity(
  run: Pick<RunRow, "action" | "team">,
  identifier: string,
  rendered: Partial<Omit<MappedEntity, "team">> & { team?: string | string[] | null },
): MappedEntity {
  const team = rendered.team ?? (run.action.operation === "CREATE" && run.team ? [run.team] : undefined);
  return {
    identifier,
    ...(typeof rendered.title === "string" && rendered.title ? { title: rendered.title } : {}),
    ...(typeof rendered.icon === "string" && rendered.icon ? { icon: rendered.icon } : {}),
    ...(team === undefined || team === null ? {} : { team: Array.isArray(team) ? team : [team] }),
    properties: withoutNull(rendered.properties ?? {}),
    relations: relationTargets(rendered.relations ?? {}),
  };
}

/** An output that is not there, or is sensitive, gives null: such a property is left out. */
const withoutNull = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
