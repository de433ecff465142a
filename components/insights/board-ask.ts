import type { RangeId } from "./insight-params";

/** What a board asks for, the same on the server, which fetches it first, and in the browser. */
export const boardAsk = (metrics: string[], { range, team }: { range: RangeId; team: string }) => ({
  metrics,
  range: { last: range },
  scope: team ? { kind: "team" as const, id: team } : { kind: "organisation" as const },
  series: true,
});
