/** Parents of commits as far as they are known, by sha. */
export type Parents = ReadonlyMap<string, readonly string[]>;

/**
 * The commits that can be reached from one, itself among them, without going into those of `known`: what a deployment brings
 * that none before it had.
 */
export function reachable(from: Iterable<string>, parents: Parents, known: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const waiting = [...from].filter((sha) => !known.has(sha));
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (found.has(sha)) continue;
    found.add(sha);
    for (const parent of parents.get(sha) ?? [])
      if (!known.has(parent) && !found.has(parent)) waiting.push(parent);
  }
  return found;
}

/** A change that was merged, as far as its place in the history goes. */
export interface Merge {
  repository: string;
  baseBranch: string | null;
  mergeSha: string | null;
  mergedAt: Date | null;
}

/**
 * Parents of merges whose own are not known: on one branch of one repository, each merge stands on the one before it. Where
 * nobody said which branch they are on, nothing follows.
 */
export function parentsByMerges(merges: readonly Merge[], told: Parents): Map<string, string[]> {
  const branches = new Map<string, Merge[]>();
  for (const merge of merges) {
    if (merge.mergeSha === null || merge.mergedAt === null || merge.baseBranch === null) continue;
    const key = `${merge.repository}\n${merge.baseBranch}`;
    const branch = branches.get(key);
    if (branch) branch.push(merge);
    else branches.set(key, [merge]);
  }
  const found = new Map<string, string[]>();
  for (const branch of branches.values()) {
    branch.sort(
      (a, b) => a.mergedAt!.getTime() - b.mergedAt!.getTime() || (a.mergeSha! < b.mergeSha! ? -1 : 1),
    );
    branch.forEach(({ mergeSha }, n) => {
      const before = branch[n - 1]?.mergeSha;
      if (before && before !== mergeSha && (told.get(mergeSha!) ?? []).length === 0)
        found.set(mergeSha!, [before]);
    });
  }
  return found;
}
