import type { ActionOverview } from "../action-types";

export interface ListFilter {
  q: string;
  state: "published" | "hidden" | "draft" | "not-run" | null;
  operation: string | null;
  backend: string;
  blueprint: string;
}

/** What an entry is about: the blueprint that it works on or whose entities set it off, or the action whose runs do. */
export function subjectOf({ trigger }: ActionOverview): { blueprint: string | null; action: string | null } {
  if (trigger.type === "self-service") return { blueprint: trigger.blueprint, action: null };
  return "blueprintIdentifier" in trigger.event
    ? { blueprint: trigger.event.blueprintIdentifier, action: null }
    : {
        blueprint: null,
        action: "actionIdentifier" in trigger.event ? trigger.event.actionIdentifier : null,
      };
}

const inState = (entry: ActionOverview, state: ListFilter["state"]): boolean => {
  switch (state) {
    case null:
      return true;
    case "published":
      return entry.published;
    case "hidden":
      return !entry.published;
    case "draft":
      return entry.draft;
    case "not-run":
      return !entry.runnable;
  }
};

/** The entries that every filter lets through. */
export function filtered(entries: readonly ActionOverview[], filter: ListFilter): ActionOverview[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const text = `${entry.title} ${entry.identifier}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      inState(entry, filter.state) &&
      (filter.operation === null ||
        (entry.trigger.type === "self-service" && entry.trigger.operation === filter.operation)) &&
      (filter.backend === "" || entry.backend === filter.backend) &&
      (filter.blueprint === "" || subjectOf(entry).blueprint === filter.blueprint)
    );
  });
}

/** Automations that runs of an action set off: without it they never are again. */
export const setOffBy = (entries: readonly ActionOverview[], identifier: string): ActionOverview[] =>
  entries.filter((entry) => subjectOf(entry).action === identifier);
