import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { historySteps, type HistoryEvent } from "../core/history-steps";
import type { Model, ModelBlueprint } from "../core/model";
import type { Entity, EntityChange } from "../schema";
import { isStorable } from "../store/blueprints";
import { recomputationsOf } from "../store/computed/history";
import * as queries from "../store/queries";
import { mayReadOnce, readableIdentifiers, readsEverything } from "./access";
import { withoutHiddenNames } from "./hidden-causes";
import { blueprintIn, modelOf } from "./model";
import { actorNames } from "./names";
import type { AnyContext } from "./write";

/**
 * What happened to an entity, newest first, also after it was deleted: what was written, and what is computed of it.
 * `cursor` is the `at` of the last step of a page, for those before. Throws NotFound when there never was one that the actor
 * may read.
 */
export async function entityHistory(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  limit = 50,
  cursor?: string,
): Promise<EntityChange[]> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const most = Math.min(limit, 200);
  const before = cursor === undefined ? undefined : new Date(cursor);
  const rows = isStorable(identifier)
    ? await queries.revisionsOf(ctx.db, blueprint, identifier, most, before)
    : [];
  const [latest] = rows;
  const team = rows.find((row) => row.snapshot)?.snapshot?.team;
  const owners = Array.isArray(team) ? (team as string[]) : [];
  if (!latest) {
    if (before) return [];
    throw new NotFound("Entity", identifier);
  }
  if (!(await mayReadOnce(ctx, model, of, { id: latest.entityId, team: owners })))
    throw new NotFound("Entity", identifier);
  const shown = await withoutHiddenTargets(
    ctx,
    model,
    of,
    rows.map((row) => row.snapshot as Partial<Entity> | null),
  );
  const names = await actorNames(
    ctx,
    rows.map((row) => row.by),
  );
  // As far back as the revisions go that were read; the one before them only says what there was.
  const since = rows.length > most ? rows.at(-1)?.at : undefined;
  const computed = await recomputationsOf(ctx.db, latest.entityId, {
    limit: most,
    ...(since && { since }),
    ...(before && { before }),
  });
  const causes = await withoutHiddenNames(
    ctx,
    model,
    computed.map(({ cause }) => cause),
  );
  const events: HistoryEvent[] = [
    ...rows.map((row, i): HistoryEvent => ({
      kind: "written",
      revision: row.revision,
      at: row.at.toISOString(),
      by: row.by,
      byName: names.get(row.by) ?? row.by,
      runId: row.runId,
      snapshot: shown[i] ?? null,
    })),
    ...computed.map(({ at, values, cause }, i): HistoryEvent => ({
      kind: "computed",
      at: at.toISOString(),
      values,
      cause: causes[i] ?? cause,
    })),
  ];
  events.reverse();
  // Stable: what was written and computed in the same millisecond stays in this order.
  const inOrder = [...events.filter(isWritten), ...events.filter((event) => !isWritten(event))].sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0),
  );
  const steps = historySteps(inOrder);
  return steps
    .slice(since ? 1 : 0)
    .slice(-most)
    .reverse();
}

const isWritten = (event: HistoryEvent): boolean => event.kind === "written";

/**
 * States of entities of one blueprint without the targets of relations that the actor may not read. Where they read
 * everything, nothing is left out; else also targets that are gone, and those of relations that are no more.
 */
export async function withoutHiddenTargets<S extends Partial<Entity> | null>(
  ctx: AnyContext,
  model: Model,
  { definition }: Pick<ModelBlueprint, "definition">,
  snapshots: S[],
): Promise<S[]> {
  if (readsEverything(ctx, model)) return snapshots;
  const readable = new Map<string, Set<string>>();
  for (const [relation, { target }] of Object.entries(definition.relations ?? {})) {
    const to = model.blueprints.get(target);
    const named = snapshots.flatMap((snapshot) => snapshot?.relations?.[relation] ?? []);
    if (to) readable.set(relation, await readableIdentifiers(ctx, model, to, [...new Set(named)]));
  }
  return snapshots.map(
    (snapshot) =>
      snapshot && {
        ...snapshot,
        relations: Object.fromEntries(
          Object.entries(snapshot.relations ?? {}).map(([relation, targets]) => {
            const seen = (target: string) => readable.get(relation)?.has(target) === true;
            if (Array.isArray(targets)) return [relation, targets.filter(seen)];
            return [relation, targets !== null && seen(targets) ? targets : null];
          }),
        ),
      },
  );
}
