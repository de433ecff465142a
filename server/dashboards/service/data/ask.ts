import { checkQueryOf } from "@/server/catalog/service/check-query";
import type { Query } from "@/server/catalog/core/query/schema";
import { getEntity } from "@/server/catalog/service/read";
import { type Context, isAdmin } from "@/server/kernel/context";
import { both, blueprintOf } from "../../core/slices";
import type { Slice } from "../../core/data";
import type { Known } from "../../core/placeholders";
import type { Look, PageFilter } from "../../schema";

/** Who looks at a widget, and through what: the page's filters and range, or what the viewer chose instead. */
export interface Ask {
  ctx: Context;
  filters: readonly PageFilter[];
  range: Look["range"];
  timeZone: string;
  /** What words of the widget stand for. */
  known: Known;
}

/** What words of widgets stand for. Throws NotFound for an entity that the viewer may not read. */
export async function knownBy(
  ctx: Context,
  blueprint: string | null,
  entity: Look["entity"],
): Promise<Known> {
  const { actor } = ctx;
  const [firstName = "", ...others] = actor.kind === "user" ? actor.name.split(" ") : [];
  return {
    user:
      actor.kind === "user"
        ? {
            email: actor.email,
            name: actor.name,
            firstName,
            lastName: others.join(" "),
            role: isAdmin(actor) ? "Admin" : "Member",
            teams: actor.memberships.map(({ team }) => team),
          }
        : null,
    entity: entity ? await getEntity(ctx, entity.blueprint, entity.identifier) : null,
    blueprint,
  };
}

/** What a widget is about, once the filters of the page narrow it. */
export interface Dataset {
  /** The one blueprint; null: several. */
  blueprint: string | null;
  query: Query;
  notes: string[];
}

const EVERYTHING: Query = { combinator: "and", rules: [] };

/** What a filter is called in notes. */
export const called = ({ title }: PageFilter) => (title ? `The filter "${title}"` : "A filter of the page");

/**
 * The dataset of a widget with those filters of the page that are about it. A filter without a blueprint narrows what has all
 * that it names; where it does not, a note says so.
 */
export async function datasetOf(
  ask: Ask,
  widget: { blueprint?: string | undefined; dataset?: Query | undefined },
): Promise<Dataset> {
  const dataset = widget.dataset ?? EVERYTHING;
  const blueprint = widget.blueprint ?? blueprintOf(dataset);
  const applied: Query[] = [];
  const notes: string[] = [];
  for (const filter of ask.filters) {
    if (filter.blueprint !== undefined) {
      if (filter.blueprint === blueprint) applied.push(filter.query);
      else if (blueprint === null)
        notes.push(`${called(filter)} is left out: this shows several blueprints, and it is for one.`);
      continue;
    }
    const { issues } = await checkQueryOf(ask.ctx, filter.query, blueprint ?? undefined);
    if (issues.length) notes.push(`${called(filter)} is left out: ${issues[0]!.message}`);
    else applied.push(filter.query);
  }
  return { blueprint, query: both(dataset, ...applied), notes };
}

/** More blueprints than this are not listed as tables. */
const MOST_BLUEPRINTS = 10;

/**
 * The rows that a query matches, by blueprint; none where that cannot be said exactly: one of the blueprints does not know what
 * the query names.
 */
export async function slicesOf(
  ask: Ask,
  blueprints: readonly string[],
  ...parts: Parameters<typeof both>
): Promise<Slice[]> {
  if (blueprints.length > MOST_BLUEPRINTS) return [];
  const query = both(...parts);
  for (const blueprint of blueprints)
    if ((await checkQueryOf(ask.ctx, query, blueprint)).issues.length) return [];
  return blueprints.map((blueprint) => ({ blueprint, query }));
}
