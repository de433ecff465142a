import { registersNothing, remoteOf } from "@/server/runs/core/invocation";
import { relationTargets } from "@/server/runs/core/payload-inputs";
import { templateContext } from "@/server/runs/core/template-context";
import { Precondition } from "@/server/kernel/errors";
import { render } from "@/server/pipelines/template";
import { lockRun, type RunRow } from "@/server/runs/store/runs";
import { findEntity, registerEntity } from "../../catalog";
import type { Drive } from "../../drive";
import { factsOf } from "../../facts";
import { endRun } from "../../finish";
import { engineInputs, noteGone } from "../../payload-inputs";
import { payloadOf } from "../../run-payload";
import type { Step } from "../begin";
import { type MappedEntity, mappedEntity } from "../register";

/** registering → succeeded: the entity, where the action maps one, and the end of the run are written together. */
export async function registerRemote(drive: Drive, run: RunRow): Promise<Step> {
  const mapped = await mapEntity(drive, run);
  await drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "registering") return;
    if (mapped) {
      await noteGone(tx, run.id, mapped.gone);
      await registerEntity(tx, { ...run, blueprint: mapped.blueprint }, mapped.entity);
    }
    const target = mapped && {
      blueprint: mapped.blueprint,
      identifier: mapped.entity.identifier,
      title: mapped.entity.title ?? null,
    };
    await endRun(tx, {
      runId: run.id,
      from: "registering",
      to: "succeeded",
      fence: drive.fence,
      set: target ? { target, entityIdentifier: target.identifier } : {},
      data: target ? { entity: target.identifier } : {},
    });
  });
  return "on";
}

interface Mapped {
  blueprint: string;
  entity: MappedEntity;
  gone: Awaited<ReturnType<typeof engineInputs>>["gone"];
}

async function mapEntity(drive: Drive, run: RunRow): Promise<Mapped | null> {
  const invocation = remoteOf(run.action);
  if (!invocation) throw new Error(`Run ${run.id} is of a backend that works here.`);
  if (invocation.type === "UPSERT_ENTITY") return upserted(drive, run);
  const { mapping } = invocation;
  if (registersNothing(run) || !mapping || !run.blueprint) return null;
  const created = run.action.operation === "CREATE";
  const existing =
    created || !run.target ? null : await findEntity(drive.ctx, run.target.blueprint, run.target.identifier);
  const { inputs, gone } = await engineInputs(drive.ctx, run);
  const outputs = Object.fromEntries(Object.entries(run.outputs ?? {}).map(([name, o]) => [name, o.value]));
  const context = templateContext({ ...factsOf(run), inputs }, existing, outputs, run.response ?? null);
  const rendered = (await render(mapping, context)) as Partial<MappedEntity>;
  // One that was fixed when the run was taken in stays: what runs after another counts on it.
  const identifier = run.target?.identifier ?? rendered.identifier;
  return { blueprint: run.blueprint, entity: entityFrom(run, identifier, rendered), gone };
}

/** The mapping was rendered before the approval: what is written is what was approved. */
async function upserted(drive: Drive, run: RunRow): Promise<Mapped> {
  const payload = await payloadOf(drive.ctx, run);
  if (payload?.invocation.type !== "UPSERT_ENTITY")
    throw new Precondition("What was to be written is not what was approved. Nothing was written.", {
      fault: "integrity",
    });
  const { blueprintIdentifier: blueprint, mapping } = payload.invocation;
  const identifier = mapping.identifier ?? run.target?.identifier;
  const entity = entityFrom(run, identifier, mapping as Partial<MappedEntity>);
  return { blueprint, entity: { ...entity, relations: relationTargets(mapping.relations ?? {}) }, gone: [] };
}

function entityFrom(
  run: RunRow,
  identifier: unknown,
  rendered: Partial<Omit<MappedEntity, "team">> & { team?: string | string[] | null },
): MappedEntity {
  if (typeof identifier !== "string" && typeof identifier !== "number")
    throw new Precondition(
      "The mapping of the action gives no identifier for the entity. An administrator has to mend it.",
    );
  return mappedEntity(run, String(identifier), rendered);
}
