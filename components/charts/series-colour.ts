import { UNALLOCATED } from "@/server/cost/core/billing/group-names";

/** A colour for each place in a legend, the same wherever it stands; what is left over is grey. */
export const seriesColour = (place: number): string =>
  place < 8 ? `var(--chart-${place + 1})` : "var(--chart-rest)";

/** The grey of what is no thing of its own: what nobody was given stands out from the small ones taken together. */
export const restColour = (id: string): string =>
  id === UNALLOCATED ? "var(--chart-nobody)" : "var(--chart-rest)";
