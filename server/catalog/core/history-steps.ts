import type { Entity, EntityChange } from "../schema";

/** One thing that happened to an entity: it was written, or what is computed of it changed. */
export type HistoryEvent =
  | {
      kind: "written";
      revision: number;
      at: string;
      by: string;
      byName: string;
      runId: string | null;
      /** Null: it was deleted. */
      snapshot: Partial<Entity> | null;
    }
  /** `values`: the new ones by key, `$team` among them; null where there is none any more. */
  | { kind: "computed"; at: string; values: Record<string, unknown>; cause: string };

/**
 * The steps of an entity's history, oldest first, from what happened, oldest first. `before` of a write is what it was in
 * that moment, with what was computed since the write before; a computed step has the keys alone that it changed.
 */
export function historySteps(events: readonly HistoryEvent[]): EntityChange[] {
  let state: Partial<Entity> | null = null;
  let revision = 0;
  return events.map((event) => {
    if (event.kind === "written") {
      const before = state;
      const after = event.snapshot;
      const { by, byName, runId, at } = event;
      state = after;
      revision = event.revision;
      const change = !after ? "deleted" : before ? "updated" : "created";
      return { revision, change, at, by, byName, runId, before, after };
    }
    const before = partOf(state, event.values);
    const { $team: team, ...values } = event.values;
    state = {
      ...state,
      ...(team === undefined ? {} : { team: (team ?? []) as string[] }),
      properties: withValues(state?.properties ?? {}, values),
    };
    const after = { ...(team === undefined ? {} : { team: (team ?? []) as string[] }), properties: values };
    const { at, cause } = event;
    return { revision, change: "computed", cause, at, by: "", byName: "", runId: null, before, after };
  });
}

const withValues = (properties: Record<string, unknown>, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries({ ...properties, ...values }).filter(([, value]) => value !== null));

/** What a state had of these keys. */
function partOf(state: Partial<Entity> | null, values: Record<string, unknown>): Partial<Entity> {
  const keys = Object.keys(values).filter((key) => key !== "$team");
  return {
    ...(Object.hasOwn(values, "$team") ? { team: state?.team ?? [] } : {}),
    properties: Object.fromEntries(keys.map((key) => [key, state?.properties?.[key] ?? null])),
  };
}
