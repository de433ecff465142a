import type { Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import type { MetricSnapshot, SnapshotsAsk } from "../schema";
import { figureSettings } from "../store/scope";
import { listSnapshots } from "../store/snapshots";
import { scopeOf } from "./scope";
import { requireMetric } from "./words";

/** A metric as it was shown on past Mondays, the latest first, with what late events made of it. Throws NotFound for a metric or team that there is not. */
export async function metricSnapshotsOf(ctx: Context, ask: SnapshotsAsk): Promise<MetricSnapshot[]> {
  checkPermission(ctx.actor, "insights.read");
  const metric = requireMetric(ask.metric);
  await scopeOf(ctx, ask.scope, (await figureSettings(ctx.db)).serviceBlueprint);
  const rows = await listSnapshots(ctx.db, {
    metric: metric.id,
    scope: ask.scope.kind,
    scopeId: ask.scope.kind === "team" ? ask.scope.id : "",
    limit: ask.limit,
  });
  return rows.map((row) => ({
    takenOn: row.takenOn,
    from: row.windowFrom.toISOString(),
    to: row.windowTo.toISOString(),
    result: row.result,
    inputs: row.inputs,
    inputsHash: row.inputsHash,
    restated:
      row.restatedAt && row.restatedResult
        ? { at: row.restatedAt.toISOString(), result: row.restatedResult, inputs: row.restatedInputs ?? 0 }
        : null,
  }));
}
