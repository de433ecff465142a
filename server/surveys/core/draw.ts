import { sha256 } from "@/server/kernel/secrets";

export interface Candidate {
  id: string;
  team: string | null;
  /** Was asked in the wave before. */
  lately: boolean;
}

/**
 * Draws who is asked: of each team the same share, by largest remainder, and of its people first those who were not asked in the
 * wave before. The same people and seed give the same draw, in whatever order they come.
 */
export function draw(people: readonly Candidate[], share: number, seed: string): Candidate[] {
  if (share >= 1) return [...people];
  const strata = new Map<string, Candidate[]>();
  for (const person of people)
    strata.set(person.team ?? "", [...(strata.get(person.team ?? "") ?? []), person]);
  const quotas = quotasOf(
    [...strata].map(([team, { length }]) => ({ team, size: length })),
    share,
    seed,
  );
  return [...strata.keys()].sort().flatMap((team) =>
    strata
      .get(team)!
      .map((person) => ({ person, rank: sha256(`${seed}:${person.id}`) }))
      .sort((a, b) => Number(a.person.lately) - Number(b.person.lately) || (a.rank < b.rank ? -1 : 1))
      .slice(0, quotas.get(team))
      .map(({ person }) => person),
  );
}

function quotasOf(
  strata: readonly { team: string; size: number }[],
  share: number,
  seed: string,
): Map<string, number> {
  const everybody = strata.reduce((sum, { size }) => sum + size, 0);
  const exact = strata.map(({ team, size }) => ({
    team,
    size,
    whole: Math.floor(size * share),
    rest: (size * share) % 1,
  }));
  const quotas = new Map(exact.map(({ team, whole }) => [team, whole]));
  let left =
    Math.min(everybody, Math.max(1, Math.round(everybody * share))) -
    exact.reduce((sum, { whole }) => sum + whole, 0);
  const order = exact
    .filter(({ size, whole }) => whole < size)
    .map((one) => ({ ...one, rank: sha256(`${seed}:${one.team}`) }))
    .sort((a, b) => b.rest - a.rest || (a.rank < b.rank ? -1 : 1));
  for (const { team } of order) {
    if (left <= 0) break;
    quotas.set(team, quotas.get(team)! + 1);
    left -= 1;
  }
  return quotas;
}
