import type { EventKind } from "../../schema";

export interface ToldCommit {
  repository: string;
  sha: string;
  parents: string[];
  committedAt: string | null;
  /** The branch beside the default one that it was pushed to. */
  branch?: string | null;
}

/** What a delivery of a vendor says: events as senders of the API send them, and commits beside them. */
export interface Told {
  events: { kind: EventKind; event: Record<string, unknown> }[];
  commits: ToldCommit[];
}

export const NOTHING: Told = { events: [], commits: [] };

export const told = (kind: EventKind, ...events: (Record<string, unknown> | null)[]): Told => ({
  events: events.flatMap((event) => (event === null ? [] : [{ kind, event }])),
  commits: [],
});

/** The instant of a word that any other overrules: of several reviews, told one by one, the earliest counts then. */
export const WEAKEST = "1970-01-01T00:00:00.000Z";

/** The elements of a list as they are; none when it is no list. */
export const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * Commits of a push, each on top of the one before: the vendors send them in order and without their parents. `branch` is the
 * one that they are on, unless it is the default one; those that were on another before are not new on it.
 */
export function chainOf(
  repository: string,
  before: string | null,
  commits: readonly { sha: string | null; committedAt: string | null; isNew?: boolean }[],
  branch: string | null,
): ToldCommit[] {
  let parent = before !== null && /^0+$/.test(before) ? null : before;
  return commits.flatMap(({ sha, committedAt, isNew = true }) => {
    if (sha === null) return [];
    const commit = {
      repository,
      sha,
      parents: parent === null ? [] : [parent],
      committedAt,
      branch: isNew ? branch : null,
    };
    parent = sha;
    return [commit];
  });
}

/** The branch of a push, where it is another than the default one; null also where nobody says which that is. */
export function branchOf(ref: string | null, fallback: string | null): string | null {
  const branch = ref?.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  return fallback === null || branch === fallback ? null : branch;
}

/** A moment in milliseconds as ISO 8601; null for what no calendar has. */
export const timeOf = (ms: number): string | null => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};
