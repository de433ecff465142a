/** Runs of one team, as far as turns depend on them. */
export interface TeamLine {
  team: string;
  /** How many go on now. */
  active: number;
  /** Those that could go on, the one that waits longest first. */
  waiting: readonly { id: string; since: number }[];
}

/**
 * Whether a team may begin another run: as long as it has less than its share, and beyond that when no team that waits has
 * less than it has.
 */
export function mayBegin(lines: readonly TeamLine[], team: string, share: number): boolean {
  const active = lines.find((line) => line.team === team)?.active ?? 0;
  return active < share || lines.every((line) => line.waiting.length === 0 || line.active >= active);
}

/** Whose turn is next: of the team with the fewest that go on, the run that waits longest. Null: nobody waits. */
export function nextRun(lines: readonly TeamLine[]): string | null {
  const heads = lines.flatMap(({ active, waiting }) => (waiting[0] ? [{ active, ...waiting[0] }] : []));
  heads.sort((a, b) => a.active - b.active || a.since - b.since || (a.id < b.id ? -1 : 1));
  return heads[0]?.id ?? null;
}

/** What runs of an action one after the other: those on one entity, all of it, or none. */
export type Concurrency = "target" | "action" | "none";

/** Runs with the same key go one after the other. By default those on one entity do; null: beside any other. */
export function serialKeyOf(
  action: { identifier: string; concurrency?: Concurrency },
  target: { blueprint: string; identifier: string } | null,
): string | null {
  switch (action.concurrency ?? "target") {
    case "none":
      return null;
    case "action":
      return `action:${action.identifier}`;
    case "target":
      return target && `target:${JSON.stringify([target.blueprint, target.identifier])}`;
  }
}
