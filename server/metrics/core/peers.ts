import type { Insufficient } from "./figure";
import type { MetricResult } from "./result";

/** With fewer teams a quartile would be one of them. */
export const FEWEST_PEERS = 5;

/** How other teams do, without a word about any of them. */
export interface Peers {
  /** Who is compared with, in words. */
  of: string;
  /** How many of them have enough data. */
  n: number;
  /** Quartiles; null where there are too few. */
  band: { lower: number; median: number; upper: number } | null;
  insufficient: Insufficient | null;
}

/** A team with its result, and how many people develop in it; null: nobody knows. */
export interface PeerTeam {
  team: string;
  size: number | null;
  result: MetricResult;
}

const SIMILAR = 2;

/**
 * Quartiles of the teams that have enough data, the asking one left out: of those at least half and at most twice its size where
 * there are enough of them, else of all. `team` null: of every team.
 */
export function peersOf(teams: readonly PeerTeam[], team: string | null): Peers {
  const sufficient = teams.filter(
    ({ team: other, result }) => other !== team && result.value !== null && !result.insufficient,
  );
  const size = teams.find((one) => one.team === team)?.size ?? null;
  const similar = sufficient.filter(
    (one) => size !== null && one.size !== null && one.size * SIMILAR >= size && one.size <= size * SIMILAR,
  );
  const alike = similar.length >= FEWEST_PEERS;
  const chosen = alike ? similar : sufficient;
  const of = alike ? "teams of similar size" : team === null ? "all teams" : "all other teams";
  if (chosen.length < FEWEST_PEERS)
    return {
      of,
      n: chosen.length,
      band: null,
      insufficient: {
        why: `A comparison takes ${FEWEST_PEERS} teams with enough data; there are ${chosen.length}.`,
        have: chosen.length,
        need: FEWEST_PEERS,
      },
    };
  const values = chosen.map(({ result }) => result.value!).sort((a, b) => a - b);
  return {
    of,
    n: values.length,
    band: { lower: quantile(values, 0.25), median: quantile(values, 0.5), upper: quantile(values, 0.75) },
    insufficient: null,
  };
}

/** Between two teams where it falls between them, so that it is nobody's in particular. */
function quantile(sorted: readonly number[], fraction: number): number {
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}
