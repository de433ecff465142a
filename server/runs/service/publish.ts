import { decisionsOf } from "@/server/approvals/service/read";
import type { Context } from "@/server/kernel/context";
import {
  type PublishableRun,
  type PublishedRun,
  type RunThings,
  toPublishedRun,
} from "@/server/runs/core/published";
import { thingsOfRuns } from "@/server/runs/store/things";

/**
 * Runs in the published format, with what has become of their action, blueprint and entity, and what was decided on them last.
 * The caller has checked that the actor may see them.
 */
export async function publishRuns(ctx: Context, runs: readonly PublishableRun[]): Promise<PublishedRun[]> {
  const ids = runs.map(({ id }) => id);
  const [rows, decisions] = await Promise.all([thingsOfRuns(ctx.db, ids), decisionsOf(ctx, ids)]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return runs.map((run) => {
    const row = found.get(run.id);
    if (!row) return toPublishedRun(run);
    const { blueprintTitle: title, blueprintIcon: icon } = row;
    const things: RunThings = {
      actionDeleted: row.actionDeleted,
      blueprint: title === null ? null : { title, icon, deleted: false },
      entity: { icon: row.entityIcon, deleted: row.entityDeleted },
      ...(decisions.has(run.id) ? { approval: decisions.get(run.id) } : {}),
    };
    return toPublishedRun(run, things);
  });
}

/** The same for one. */
export async function publishRun(ctx: Context, run: PublishableRun): Promise<PublishedRun> {
  const [published] = await publishRuns(ctx, [run]);
  return published ?? toPublishedRun(run);
}
