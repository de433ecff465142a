import { entriesOfRun } from "@/server/audit/service";
import { entitiesNamed } from "@/server/catalog/service/read";
import { type Context, isAdmin } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { followersOf, type RunSummary } from "@/server/runs/store/listing";
import { viewerOf, visibleRun } from "./read";

/** An entity that a run wrote, and what it last did to it. */
export interface AffectedEntity {
  blueprint: string;
  identifier: string;
  title: string | null;
  action: "CREATE" | "UPDATE" | "DELETE";
}

export interface RelatedToRun {
  /** Entities that were written on its behalf, as far as the actor may read them. */
  entities: AffectedEntity[];
  /** The run that it repeats, when the actor may see it. */
  rerunOf: Pick<RunSummary, "id"> | null;
  /** Runs that repeat it, or that automations made since it changed. */
  followers: RunSummary[];
}

const MOST = 50;

/** What came of a run in the catalog and in other runs. Throws NotFound when it is not the actor's to see. */
export async function relatedToRun(ctx: Context, runId: string): Promise<RelatedToRun> {
  const run = await visibleRun(ctx, runId);
  const [entities, followers, earlier] = await Promise.all([
    affectedBy(ctx, runId),
    followersOf(ctx.db, viewerOf(ctx.actor), run, MOST),
    run.rerunOf ? visibleOrNull(ctx, run.rerunOf) : null,
  ]);
  return { entities, followers, rerunOf: earlier && { id: earlier.id } };
}

async function visibleOrNull(ctx: Context, runId: string) {
  try {
    return await visibleRun(ctx, runId);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function affectedBy(ctx: Context, runId: string): Promise<AffectedEntity[]> {
  const written = await entriesOfRun(ctx, runId, "entity", MOST);
  const byBlueprint = new Map<string, typeof written>();
  for (const entry of written)
    if (entry.blueprint !== null)
      byBlueprint.set(entry.blueprint, [...(byBlueprint.get(entry.blueprint) ?? []), entry]);
  const found = await Promise.all(
    [...byBlueprint].map(async ([blueprint, entries]) => {
      const titles = await titlesOf(
        ctx,
        blueprint,
        entries.map(({ resourceId }) => resourceId),
      );
      return entries.flatMap(({ resourceId, action }): AffectedEntity[] => {
        const title = titles.get(resourceId);
        // What is gone cannot be asked who may read it.
        if (title === undefined && !(action === "DELETE" && isAdmin(ctx.actor))) return [];
        return [
          {
            blueprint,
            identifier: resourceId,
            title: title ?? null,
            action: action as AffectedEntity["action"],
          },
        ];
      });
    }),
  );
  return found.flat();
}

async function titlesOf(
  ctx: Context,
  blueprint: string,
  identifiers: string[],
): Promise<Map<string, string | null>> {
  try {
    const entities = await entitiesNamed(ctx, blueprint, identifiers);
    return new Map(entities.map(({ identifier, title }) => [identifier, title]));
  } catch (error) {
    // A blueprint that has gone took its entities with it.
    if (error instanceof NotFound) return new Map();
    throw error;
  }
}
