import type { SQL } from "drizzle-orm";
import { Invalid } from "@/server/kernel/errors";
import { META_PROPERTIES } from "../core/meta-properties";
import { propertyOf } from "../core/model";
import { relationOf } from "../core/search-schema";
import type { BlueprintDefinition, EntityRecord } from "../schema";
import { BY_ID, orderOf, type Order, type Sort } from "../store/query/order";
import { entityPage, type PageRow } from "../store/query/page";
import type { Filtered } from "./filter";
import { toEntity } from "./record";
import type { AnyContext } from "./write";

/** Throws Invalid for a key that entities of the blueprint do not have. */
export function checkKey({ model, of }: Filtered, by: string, path: (string | number)[]): void {
  const relation = relationOf(by);
  const known = relation
    ? Object.hasOwn(of.definition.relations ?? {}, relation.relation)
    : (META_PROPERTIES as readonly string[]).includes(by) ||
      propertyOf(model, of.identifier, by)?.source === "meta" ||
      propertyOf(model, of.identifier, by) !== null;
  if (!known)
    throw Invalid.at(
      path,
      relation
        ? `"${of.identifier}" has no relation "${relation.relation}".`
        : `"${of.identifier}" has no property "${by}".`,
    );
}

/** An entity of a page, with what its relations need to be shown with titles. */
export interface Listed {
  id: string;
  record: EntityRecord;
  titles: Map<string, string | null>;
}

/** A row as it is given out, with the titles of what it relates to. */
export function listed(definition: BlueprintDefinition, row: PageRow): Listed {
  const targets: Record<string, string[]> = {};
  const titles = new Map<string, string | null>();
  for (const [relation, identifier, title] of row.targets) {
    (targets[relation] ??= []).push(identifier);
    titles.set(`${relation} ${identifier}`, title);
  }
  const entity = toEntity(definition, row, targets);
  return { id: row.id, record: { ...entity, ...(row.faults && { faults: row.faults }) }, titles };
}

/** How the filtered entities are ordered: by id where no sort is given. Throws Invalid for a sort by what they do not have. */
export function ordering(filtered: Filtered, sorts: Sort[]): { orders: Order[]; indexed: boolean } {
  for (const [i, { by }] of sorts.entries())
    checkKey(filtered, by, ["sort", ...(sorts.length > 1 ? [i] : []), "by"]);
  return sorts.length ? orderOf(sorts, filtered.readable) : BY_ID;
}

/** Which related entities are shown: none where the blueprint has no relations. */
export const shownTargets = ({ of, readable }: Filtered): SQL | boolean =>
  Object.keys(of.definition.relations ?? {}).length > 0 && readable;

/** A page of the filtered entities. Sorted by id where no sort is given. */
export async function pageOf(
  ctx: AnyContext,
  filtered: Filtered,
  options: { sorts: Sort[]; limit: number; skip: number; total: boolean; counted?: number },
): Promise<{ rows: Listed[]; total: number; totalIsExact: boolean }> {
  const { sorts, limit, skip, total, counted } = options;
  const { orders, indexed } = ordering(filtered, sorts);
  const found = await entityPage(ctx.db, {
    blueprintId: filtered.of.id,
    where: filtered.where,
    equalities: filtered.equalities,
    orders,
    indexed,
    limit,
    offset: skip,
    total,
    ...(counted === undefined ? {} : { counted }),
    targets: shownTargets(filtered),
  });
  return { ...found, rows: found.rows.map((row) => listed(filtered.of.definition, row)) };
}
