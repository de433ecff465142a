import type { Parents } from "./commits";
import type { Changed } from "./deployed";

/** Changes by the commits that stand for them. */
export class Places {
  readonly #bySha = new Map<string, Changed[]>();
  readonly #known: string[];
  readonly #full = new Map<string, string | null>();

  constructor(changes: readonly Changed[]) {
    for (const change of changes) {
      const own = [change.mergeSha, change.headSha].filter((sha) => sha !== null);
      for (const sha of new Set(own.length > 0 ? own : change.commits))
        this.#bySha.set(sha, [...(this.#bySha.get(sha) ?? []), change]);
    }
    this.#known = [...this.#bySha.keys()].sort();
  }

  /** A sha that was cut short as the only one that begins so; as it is when there is none, or more. */
  whole(sha: string, parents: Parents): string {
    if (sha.length >= 40 || parents.has(sha) || this.#bySha.has(sha)) return sha;
    if (!this.#full.has(sha)) {
      const all = new Set([...this.#known, ...parents.keys()].filter((one) => one.startsWith(sha)));
      this.#full.set(sha, all.size === 1 ? [...all][0]! : null);
    }
    return this.#full.get(sha) ?? sha;
  }

  at(sha: string): readonly Changed[] {
    return this.#bySha.get(sha) ?? [];
  }
}
