import { entitiesNamed, getEntity } from "@/server/catalog/service/read";
import { actorId, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { type LifetimeEvent, type LifetimeFilter, type LifetimeView } from "../schema";
import { eventsOf, listLifetimes, type LifetimeRow, newestOf } from "../store";
import { viewOf } from "./view";

export interface LifetimeDetail extends LifetimeView {
  events: LifetimeEvent[];
}

/** The lifetime of an entity with what happened to it; null where it has none. Throws NotFound for an entity that the actor may not read. */
export async function findLifetime(
  ctx: Context,
  of: { blueprint: string; entity: string },
): Promise<LifetimeDetail | null> {
  checkPermission(ctx.actor, "catalog.read");
  await getEntity(ctx, of.blueprint, of.entity);
  const row = await newestOf(ctx.db, of.blueprint, of.entity);
  if (!row) return null;
  const events = await eventsOf(ctx.db, row.id);
  return {
    ...viewOf(ctx.actor, row),
    events: events.map(({ type, at, actorName, reason, before, after, runId }) => ({
      type,
      at,
      by: actorName,
      reason,
      before,
      after,
      runId,
    })),
  };
}

/** The same; throws NotFound where there is none. */
export async function getLifetime(
  ctx: Context,
  of: { blueprint: string; entity: string },
): Promise<LifetimeDetail> {
  const found = await findLifetime(ctx, of);
  if (!found) throw new NotFound("Lifetime", `${of.blueprint}/${of.entity}`);
  return found;
}

export interface LifetimePage {
  lifetimes: LifetimeView[];
  /** Give it back as `offset` for the next page; null at the end. */
  nextOffset: number | null;
}

/** Lifetimes of entities that the actor may read, what ends first at the top. Those of what is gone are shown to who owned it, and to administrators. */
export async function pageOfLifetimes(ctx: Context, filter: LifetimeFilter): Promise<LifetimePage> {
  checkPermission(ctx.actor, "catalog.read");
  const reader = { id: actorId(ctx.actor), teams: teamsOf(ctx.actor) };
  const rows = await listLifetimes(ctx.db, { ...filter, limit: filter.limit + 1 }, reader);
  const wanted = rows.slice(0, filter.limit);
  const readable = await readableOf(ctx, wanted);
  return {
    lifetimes: wanted.filter((row) => readable.has(row.id)).map((row) => viewOf(ctx.actor, row)),
    nextOffset: rows.length > filter.limit ? filter.offset + filter.limit : null,
  };
}

async function readableOf(ctx: Context, rows: LifetimeRow[]): Promise<Set<string>> {
  const mine = (row: LifetimeRow) =>
    isAdmin(ctx.actor) ||
    row.ownerId === actorId(ctx.actor) ||
    (row.team !== null && teamsOf(ctx.actor).includes(row.team));
  const readable = new Set(rows.filter((row) => row.endedAt !== null && mine(row)).map((row) => row.id));
  const live = rows.filter((row) => row.endedAt === null);
  for (const blueprint of new Set(live.map((row) => row.blueprint))) {
    const of = live.filter((row) => row.blueprint === blueprint);
    const names = await namesReadable(ctx, blueprint, [...new Set(of.map((row) => row.entity))]);
    for (const row of of) if (names.has(row.entity)) readable.add(row.id);
  }
  return readable;
}

async function namesReadable(ctx: Context, blueprint: string, names: string[]): Promise<Set<string>> {
  try {
    return new Set((await entitiesNamed(ctx, blueprint, names)).map(({ identifier }) => identifier));
  } catch (error) {
    // A blueprint that has gone, or that the actor may not know of.
    if (error instanceof NotFound) return new Set();
    throw error;
  }
}
