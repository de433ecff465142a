import { lockRun, move, type RunRow } from "@/server/runs/store/runs";
import { remoteOf } from "@/server/runs/core/invocation";
import { findEntity } from "../../catalog";
import type { Drive } from "../../drive";
import { engineInputs, noteGone } from "../../payload-inputs";
import { type RenderedPayload, renderRunPayload } from "../../run-payload";
import { cancelHere, PrepareFault, type Step, targetFault } from "../begin";

/** What a run elsewhere is to send. Throws PrepareFault when its target is no longer as it was when it was requested. */
export async function renderRemote({ engine, ctx }: Pick<Drive, "engine" | "ctx">, run: RunRow) {
  const invocation = remoteOf(run.action);
  if (!invocation) throw new Error(`Run ${run.id} is of a backend that works here.`);
  engine.remote(invocation.type);
  const existing = run.target ? await findEntity(ctx, run.target.blueprint, run.target.identifier) : null;
  const fault = targetFault(run, existing !== null);
  if (fault) throw new PrepareFault(fault);
  const { inputs, gone } = await engineInputs(ctx, run);
  const entity = run.action.operation === "CREATE" ? null : existing;
  return { payload: await renderRunPayload(ctx, run, invocation, inputs, entity), gone };
}

/** What is written of a payload beside the payload itself, which is sealed. */
export const payloadFacts = (payload: RenderedPayload) => ({
  payload: payload.masked,
  payloadSha256: payload.sha256,
  variables: payload.reference && { payload: payload.reference },
});

/** planning → checking: the payload is rendered and frozen, so that what is approved is what will be sent. */
export async function prepareRemote(drive: Drive, run: RunRow): Promise<Step> {
  const { payload, gone } = await renderRemote(drive, run);
  return drive.tx(async (tx) => {
    const current = await lockRun(tx, run.id);
    if (!current || current.fence !== drive.fence || current.status !== "planning") return "on";
    if (current.cancelRequestedAt) return cancelHere(tx, drive, run);
    await payload.keep(tx.db);
    await noteGone(tx, run.id, gone);
    await move(tx, {
      runId: run.id,
      from: "planning",
      to: "checking",
      fence: drive.fence,
      set: payloadFacts(payload),
      data: { payload: payload.sha256 },
    });
    return "on";
  });
}
