/** A group of people, and how many they are. */
export interface Group {
  key: string;
  people: number;
}

/**
 * The groups of which nothing may be shown: those smaller than the floor, and as many of the others, the smallest first, as it
 * takes so that what is left out is not a small group itself. A single hidden group would follow from the whole by subtraction.
 */
export function hiddenGroups(groups: readonly Group[], floor: number): Set<string> {
  const hidden = new Set(groups.filter((g) => g.people < floor).map((g) => g.key));
  const rest = groups
    .filter((g) => g.people >= floor)
    .sort((a, b) => a.people - b.people || (a.key < b.key ? -1 : 1));
  let unseen = groups.filter((g) => hidden.has(g.key)).reduce((sum, g) => sum + g.people, 0);
  while (unseen > 0 && unseen < floor && rest.length) {
    const next = rest.shift()!;
    hidden.add(next.key);
    unseen += next.people;
  }
  return hidden;
}
