import {
  parseAsBoolean,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
} from "@/components/url-state/parsers";
import type { ValuesOf } from "@/components/url-state/parsers";
import type { RunStatus } from "@/server/runs/schema";

/** What people look for, in their words, and the statuses that it stands for. */
export const RUN_FILTERS = {
  all: { label: "Any status", statuses: undefined },
  active: {
    label: "Active",
    statuses: ["queued", "planning", "checking", "approved", "applying", "registering"],
  },
  waiting: { label: "Waiting for approval", statuses: ["awaiting_approval"] },
  attention: { label: "Needs attention", statuses: ["failed", "interrupted", "stale", "expired"] },
  succeeded: { label: "Succeeded", statuses: ["succeeded"] },
  stopped: { label: "Declined or cancelled", statuses: ["declined", "cancelled"] },
} as const satisfies Record<string, { label: string; statuses: readonly RunStatus[] | undefined }>;

export type RunFilterKey = keyof typeof RUN_FILTERS;
export const runFilterKeys = Object.keys(RUN_FILTERS) as RunFilterKey[];

export const SOURCES = {
  UI: "The portal",
  API: "The API",
  AUTOMATION: "Waymark itself",
} as const;
export type Source = keyof typeof SOURCES;

/** URL state of the list of runs. Unknown values fall back to the default. */
export const runListParsers = {
  show: parseAsStringLiteral(runFilterKeys).withDefault("all"),
  mine: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  blueprint: parseAsString.withDefault(""),
  entity: parseAsString.withDefault(""),
  team: parseAsString.withDefault(""),
  requester: parseAsString.withDefault(""),
  backend: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  source: parseAsStringLiteral(Object.keys(SOURCES) as Source[]),
  /** Days, both of them counted in. */
  from: parseAsIsoDate,
  to: parseAsIsoDate,
};
export type RunListState = ValuesOf<typeof runListParsers>;

/** What takes every filter away. */
export const NO_FILTER = {
  show: null,
  mine: null,
  q: null,
  action: null,
  blueprint: null,
  entity: null,
  team: null,
  requester: null,
  backend: null,
  environment: null,
  source: null,
  from: null,
  to: null,
} as const;

/** Fields that are looked for by the value that they have. */
const EXACT = ["action", "blueprint", "entity", "team", "requester", "backend", "environment"] as const;

export const isFiltered = (state: RunListState): boolean =>
  state.show !== "all" ||
  state.mine ||
  state.q !== "" ||
  state.source !== null ||
  state.from !== null ||
  state.to !== null ||
  EXACT.some((key) => state[key] !== "");

const DAY_MS = 86_400_000;

/** The query of the list for a URL state, the same on the server and in the browser, so that the cache is found. */
export function runListInput(state: RunListState) {
  const statuses = RUN_FILTERS[state.show].statuses;
  return {
    ...(statuses ? { status: [...statuses] } : {}),
    ...(state.mine ? { mine: true } : {}),
    ...(state.q ? { text: state.q.slice(0, 200) } : {}),
    ...Object.fromEntries(EXACT.flatMap((key) => (state[key] ? [[key, state[key].slice(0, 100)]] : []))),
    ...(state.source ? { source: state.source } : {}),
    ...(state.from ? { since: state.from.toISOString() } : {}),
    ...(state.to ? { until: new Date(state.to.getTime() + DAY_MS).toISOString() } : {}),
    limit: 50,
  };
}
