import type { Entity } from "../schema";
import * as store from "../store/changes";
import { revisionAt } from "../store/revisions";
import { getEntity } from "./read";
import { published } from "./record";
import type { AnyContext } from "./write";
import { NotFound } from "@/server/kernel/errors";

export type { NamedChange, NamedRecomputation, RecentChange } from "../store/changes";

/** A change of an entity, as the history knows it. */
export interface EntityChange {
  kind: "CREATE" | "UPDATE" | "DELETE";
  blueprint: string;
  identifier: string;
  /** Null: it was new. */
  before: Partial<Entity> | null;
  /** Null: it went. */
  after: Partial<Entity> | null;
  at: Date;
  /** Id of who did it; null: the portal, which computed it. */
  by: string | null;
}

/** Of changes that `entities.changed` told, those of some blueprints. For parts of the portal: no permission is asked. */
export const changesAmong = (
  ctx: AnyContext,
  changes: readonly { entityId: string; revision: number }[],
  blueprints: readonly string[],
): Promise<store.NamedChange[]> => store.namedChanges(ctx.db, changes, blueprints);

/** The same of what `entities.recomputed` told. */
export const recomputationsAmong = (
  ctx: AnyContext,
  recomputations: readonly number[],
  blueprints: readonly string[],
): Promise<store.NamedRecomputation[]> => store.namedRecomputations(ctx.db, recomputations, blueprints);

/** The last changes of a blueprint's entities. For parts of the portal: no permission is asked. */
export const lastChanges = (
  ctx: AnyContext,
  blueprint: string,
  options: { deleted: boolean; limit: number },
): Promise<store.RecentChange[]> => store.recentChanges(ctx.db, blueprint, options.deleted, options.limit);

/** Entity before and after a revision; null when the history does not have it. For parts of the portal: no permission is asked. */
export async function changeAt(
  ctx: AnyContext,
  entityId: string,
  revision: number,
): Promise<EntityChange | null> {
  const { now, before } = await revisionAt(ctx.db, entityId, revision);
  if (!now) return null;
  const computed = before ? await store.recomputationsBetween(ctx.db, entityId, before.at, now.at) : [];
  return {
    kind: !now.snapshot ? "DELETE" : before?.snapshot ? "UPDATE" : "CREATE",
    blueprint: now.blueprint,
    identifier: now.identifier,
    before: withComputed(before?.snapshot ?? null, computed),
    after: now.snapshot as Partial<Entity> | null,
    at: now.at,
    by: now.by,
  };
}

/** The same around a change of its computed values. */
export async function recomputationAt(ctx: AnyContext, id: number): Promise<EntityChange | null> {
  const entry = await store.recomputationEntry(ctx.db, id);
  const base = entry && (await store.revisionBefore(ctx.db, entry.entityId, entry.at));
  if (!base?.snapshot) return null;
  const computed = await store.recomputationsUpTo(ctx.db, entry!.entityId, base.at, id);
  return {
    kind: "UPDATE",
    blueprint: base.blueprint,
    identifier: base.identifier,
    before: withComputed(base.snapshot, computed.slice(0, -1)),
    after: withComputed(base.snapshot, computed),
    at: entry!.at,
    by: null,
  };
}

/** An entity as it is; null when there is none. For parts of the portal that act as the system. */
export async function entityNow(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
): Promise<Entity | null> {
  try {
    return published(await getEntity(ctx, blueprint, identifier));
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

function withComputed(
  snapshot: Record<string, unknown> | null,
  computed: readonly { values: Record<string, unknown> }[],
): Partial<Entity> | null {
  if (!snapshot) return null;
  const { $team, ...values } = Object.assign({}, ...computed.map((entry) => entry.values)) as Record<
    string,
    unknown
  >;
  return {
    ...snapshot,
    ...($team === undefined ? {} : { team: $team as string[] }),
    properties: { ...(snapshot.properties as Record<string, unknown>), ...values },
  };
}
