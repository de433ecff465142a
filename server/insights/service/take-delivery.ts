import { z } from "zod";
import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { Delivery } from "@/server/pipelines/core/inbound/message";
import type { InboundBackend } from "@/server/pipelines/core/inbound/vendors";
import { readDelivery } from "../core/vendors/read";
import type { ToldCommit, Told } from "../core/vendors/told";
import {
  commitEvent,
  EVENT_KINDS,
  type IngestResult,
  line,
  MAX_EVENTS,
  moment,
  type RefusedRow,
} from "../schema";
import { insertMarks, upsertCommits } from "../store/batches";
import { ingest } from "./ingest";

/**
 * Takes what a delivery says of deployments, changes, incidents and findings. To be called once `takeDelivery` has found who
 * signed it; delivered again it changes nothing. Out: how many events it had. Throws Invalid for what is no JSON.
 */
export async function takeEvents(ctx: Context, backend: InboundBackend, delivery: Delivery): Promise<number> {
  const told = readable(() => readDelivery(backend, delivery));
  await takeTold(ctx, backend, told);
  return told.events.length + told.commits.length;
}

/** What can be kept of a commit; whoever sends a push cannot be asked for another. */
const toldCommit = z.object({
  ...{ repository: line(300), sha: commitEvent.shape.sha },
  parents: z.array(commitEvent.shape.sha).catch([]),
  committedAt: moment.nullable().catch(null),
  branch: line(300).nullable().catch(null),
});

type Counts = Pick<IngestResult, "created" | "updated" | "unchanged"> & { refused: RefusedRow[] };

/** Takes what a vendor said, by a delivery or by its API. Out: what became of the events. */
export async function takeTold(
  ctx: Context | TransactionContext,
  source: string,
  { events, commits }: Told,
): Promise<Counts> {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, refused: [] };
  for (const kind of EVENT_KINDS) {
    const of = events.filter((one) => one.kind === kind).map(({ event }) => event);
    for (let from = 0; from < of.length; from += MAX_EVENTS) {
      const taken = await ingest(ctx, kind, of.slice(from, from + MAX_EVENTS), { source });
      for (const count of ["created", "updated", "unchanged"] as const) counts[count] += taken[count];
      counts.refused.push(...taken.refused);
    }
  }
  await addCommits(ctx, commits);
  return counts;
}

/** Commits of a push: their parents are the order in which they came, until somebody tells them. */
async function addCommits(ctx: Context | TransactionContext, said: readonly ToldCommit[]): Promise<void> {
  const commits = said.flatMap((one) => toldCommit.safeParse(one).data ?? []);
  if (commits.length === 0) return;
  await transaction(ctx, async (tx) => {
    const unique = new Map(commits.map((commit) => [`${commit.repository}\n${commit.sha}`, commit]));
    await upsertCommits(
      tx.db,
      [...unique.values()].map((commit) => ({ ...commit, exact: false, changeId: null })),
    );
    const repositories = new Set(commits.map(({ repository }) => repository));
    await insertMarks(
      tx.db,
      [...repositories].map((repository) => ({ service: null, repository })),
    );
  });
}

function readable(read: () => Told): Told {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw new Invalid([], "The body of the delivery is no JSON.");
    throw error;
  }
}
