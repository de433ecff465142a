import { parseAsBoolean, parseAsString, parseAsStringLiteral } from "@/components/url-state/parsers";
import type { RunStatus } from "@/server/runs/schema";

/** What people look for, in their words, and the statuses that it stands for. */
export const RUN_FILTERS = {
  all: { label: "All", statuses: undefined },
  active: {
    label: "Active",
    statuses: ["queued", "planning", "checking", "approved", "applying", "registering"],
  },
  waiting: { label: "Waiting for approval", statuses: ["awaiting_approval"] },
  attention: { label: "Needs attention", statuses: ["failed", "interrupted", "stale", "expired"] },
  succeeded: { label: "Succeeded", statuses: ["succeeded"] },
} as const satisfies Record<string, { label: string; statuses: readonly RunStatus[] | undefined }>;

export type RunFilterKey = keyof typeof RUN_FILTERS;
export const runFilterKeys = Object.keys(RUN_FILTERS) as RunFilterKey[];

/** URL state of the list of runs. Unknown values fall back to the default. */
export const runListParsers = {
  show: parseAsStringLiteral(runFilterKeys).withDefault("all"),
  mine: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(""),
};

/** The query of the list for a URL state, the same on the server and in the browser, so that the cache is found. */
export function runListInput(state: { show: RunFilterKey; mine: boolean; q: string }) {
  const statuses = RUN_FILTERS[state.show].statuses;
  return {
    ...(statuses ? { status: [...statuses] } : {}),
    ...(state.mine ? { mine: true } : {}),
    ...(state.q ? { text: state.q.slice(0, 200) } : {}),
    limit: 50,
  };
}
