import type { Context } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { readShape } from "../core/words";
import type { IngestResult, ProbeEvent } from "../schema";
import { upsertProbes } from "../store/batches";
import type { IngestOptions } from "./ingest";
import { record } from "./record";

type Look = Required<Omit<ProbeEvent, "source">> & { source: string };

/** Takes looks of probes in: of each minute the last counts, and of two at once the one that saw it down. */
export async function ingestProbes(
  ctx: Context | TransactionContext,
  events: readonly unknown[],
  { source = "api", lines, dryRun = false }: IngestOptions,
): Promise<IngestResult> {
  const now = new Date();
  const result: IngestResult = {
    received: events.length,
    created: 0,
    updated: 0,
    unchanged: 0,
    refused: [],
    warnings: [],
  };
  const looks = new Map<string, Look>();
  events.forEach((raw, position) => {
    const read = readShape("probes", raw, now);
    if (!read.ok) {
      const { externalId, issues } = read;
      result.refused.push({ index: lines?.[position] ?? position, externalId, issues });
      return;
    }
    const look: Look = {
      ...read.value,
      critical: read.value.critical ?? true,
      source: read.value.source ?? source,
    };
    const key = `${look.component}\n${look.probe}\n${look.at.slice(0, 16)}`;
    const other = looks.get(key);
    if (!other || look.at > other.at || (look.at === other.at && !look.ok)) looks.set(key, look);
  });
  const taken = events.length - result.refused.length;
  if (dryRun) return { ...result, created: taken };
  await transaction(ctx, async (tx) => {
    const written = await upsertProbes(tx.db, [...looks.values()]);
    Object.assign(result, written, { unchanged: taken - written.created - written.updated });
    await record(tx, "probes", source, result);
  });
  return result;
}
