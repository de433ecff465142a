import type { RangeId } from "./insight-params";

interface Chosen {
  range: RangeId;
  team: string;
}

/** Whose figures a page shows, and over which span. */
export const spanAsk = ({ range, team }: Chosen) => ({
  range: { last: range },
  scope: team ? { kind: "team" as const, id: team } : { kind: "organisation" as const },
});

/** What a board asks for, the same on the server, which fetches it first, and in the browser. */
export const boardAsk = (metrics: string[], chosen: Chosen) => ({
  metrics,
  ...spanAsk(chosen),
  series: true,
  partial: true,
});
