import { transaction } from "@/server/kernel/transaction";
import type { CallTools } from "@/server/pipelines/remote";
import type { CallRow } from "@/server/runs/store/calls";
import { offerCall } from "@/server/runs/store/claims";
import type { RunRow } from "@/server/runs/store/runs";
import type { Drive } from "../../drive";
import { sendingOwn } from "../../own-api";

/** What the backend of a run may use to make its one call. */
export function callTools(drive: Pick<Drive, "ctx" | "engine">, run: RunRow, call: CallRow): CallTools {
  const { ctx, engine } = drive;
  return {
    ...engine.tools,
    send: sendingOwn(drive, run, call),
    offer: (callId, to) => transaction(ctx, (tx) => offerCall(tx, callId, to)),
  };
}
