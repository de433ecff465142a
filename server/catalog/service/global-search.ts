import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { checkPermission } from "@/server/kernel/permissions";
import { matchOf } from "../core/search-match";
import type { SearchHit } from "../schema";
import { isStorable } from "../store/blueprints";
import { uuids } from "../store/query/fragments";
import { alikeHits, globalHits, type GlobalHit } from "../store/query/global";
import { wordsIn } from "../store/query/text";
import { readScope } from "./access";
import { readableRelated } from "./filter";
import { modelOf } from "./model";
import type { AnyContext } from "./write";

const MOST_HITS = 50;
const MOST_TEXT = 200;
/** With fewer hits than these, names that are almost what was typed are shown as well. */
const FEW = 5;
/** Shorter texts are alike to too much. */
const MIN_ALIKE = 4;

/**
 * Entities of all blueprints that have the words of a text, in their name or any value, names first; where there are few,
 * also names that are almost so. None for an empty text. Blueprints that are hidden or say so are left out.
 */
export async function searchEntities(ctx: AnyContext, text: string, limit = 10): Promise<SearchHit[]> {
  checkPermission(ctx.actor, "catalog.read");
  const wanted = text.trim().slice(0, MOST_TEXT);
  if (!wanted || !isStorable(wanted)) return [];
  const model = await modelOf(ctx);
  const searched: string[] = [];
  for (const blueprint of model.blueprints.values())
    if (
      !blueprint.hidden &&
      blueprint.definition.includeInGlobalSearch !== false &&
      (await readScope(ctx, model, blueprint)) !== false
    )
      searched.push(blueprint.id);
  const readable = await readableRelated(ctx, model);
  const where = sql`entities.blueprint_id = any(${uuids(searched)}) and ${readable === true ? sql`true` : readable}`;
  const most = Math.min(Math.max(limit, 1), MOST_HITS);
  const hits = await globalHits(ctx.db, wanted, where, most);
  const all =
    hits.length < Math.min(FEW, most) && wanted.length >= MIN_ALIKE
      ? distinct([...hits, ...(await alikeHits(ctx.db as Database, wanted, where, most))]).slice(0, most)
      : hits;
  const words = wordsIn(wanted);
  return all.flatMap((hit) => {
    const definition = model.byId.get(hit.blueprintId)?.definition;
    if (!definition) return [];
    return {
      blueprint: definition.identifier,
      blueprintTitle: definition.title,
      identifier: hit.identifier,
      title: hit.title,
      icon: hit.icon ?? definition.icon ?? null,
      match: matchOf(definition, hit, words),
    };
  });
}

const distinct = (hits: GlobalHit[]): GlobalHit[] => [
  ...new Map(hits.map((hit) => [`${hit.blueprintId} ${hit.identifier}`, hit])).values(),
];
