import { teamsOf } from "@/server/kernel/context";
import { type FactKey, type Facts, factsOf } from "../../core/table-filter";
import { type Ask, called } from "./ask";

/**
 * What the filters of the page say of rows that are no entities: of those over the widget's blueprint, or over none, what the
 * rows have. A note says of each other one that it does not narrow them.
 */
export function narrowed(
  ask: Ask,
  what: string,
  keys: readonly FactKey[],
  blueprint: string | undefined,
): { facts: Facts; notes: string[] } {
  const { actor } = ask.ctx;
  const looker = { email: actor.kind === "user" ? actor.email : null, teams: teamsOf(actor) };
  const queries: (typeof ask.filters)[number]["query"][] = [];
  const notes: string[] = [];
  for (const filter of ask.filters) {
    if (filter.blueprint !== undefined && filter.blueprint !== blueprint) {
      if (blueprint === undefined)
        notes.push(`${called(filter)} is for entities of one blueprint, not for ${what}.`);
      continue;
    }
    const found = factsOf(filter.query, keys, looker);
    if ("lacks" in found) notes.push(`${called(filter)} does not narrow ${what}, which lack ${found.lacks}.`);
    else queries.push(filter.query);
  }
  const found = factsOf({ combinator: "and", rules: queries }, keys, looker);
  return { facts: "facts" in found ? found.facts : {}, notes };
}

/** Whether a row is among those that the filters leave. */
export const isLeft = (facts: Facts, row: Partial<Record<FactKey, readonly string[]>>): boolean =>
  (Object.entries(facts) as [FactKey, string[]][]).every(([key, values]) =>
    (row[key] ?? []).some((value) => values.includes(value)),
  );
