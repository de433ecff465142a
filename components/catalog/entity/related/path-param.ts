import type { PathStep, RelatedCount } from "@/server/catalog/core/related-schema";
import type { Parser } from "@/components/url-state/parsers";

/** A star stands in no identifier, and URLs carry it as it is. */
const FIELD = "*";
const STEP = "**";
const DIRECTIONS = { out: "outgoing", in: "incoming" } as const;

function parseStep(text: string): PathStep | null {
  const [way, relation, blueprint, hops] = text.split(FIELD);
  if ((way !== "out" && way !== "in") || !relation || !blueprint) return null;
  const maxHops = hops && /^\d{1,2}$/.test(hops) ? Number(hops) : undefined;
  return { direction: DIRECTIONS[way], relation, blueprint, ...(maxHops && { maxHops }) };
}

/** A path in the address: `out*dependsOn*service*3**in*service*deployment`. */
export const parseAsPath: Parser<PathStep[]> = {
  parse: (text) => {
    const steps = text.split(STEP).map(parseStep);
    return steps.length > 0 && steps.every((step) => step !== null) ? steps : null;
  },
  serialize: (path) =>
    path
      .map(({ direction, relation, blueprint, maxHops }) =>
        [direction === "outgoing" ? "out" : "in", relation, blueprint, ...(maxHops ? [maxHops] : [])].join(
          FIELD,
        ),
      )
      .join(STEP),
};

/** The path of one step along a relation of the list. */
export const stepOf = ({ direction, relation, blueprint }: RelatedCount): PathStep => ({
  direction,
  relation,
  blueprint: blueprint.identifier,
});
