interface Entry<T> {
  version: string;
  results: Promise<readonly T[]>;
  weight: number;
}

/**
 * Results by what was asked, each of one version of the events. The longest unused go first when there are more than `most`
 * results. Who asks for what is being computed waits for the same answer.
 */
export class ResultsCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #weight = 0;

  constructor(private readonly most: number) {}

  /** What is known of this version; undefined where nothing is. */
  get(key: string, version: string): Promise<readonly T[]> | undefined {
    const entry = this.#entries.get(key);
    if (entry?.version !== version) return undefined;
    // Moved to the end: the order is that of use.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.results;
  }

  /** Keeps what is being computed; a failure is not kept. */
  set(key: string, version: string, results: Promise<readonly T[]>): void {
    this.#remove(key);
    const entry: Entry<T> = { version, results, weight: 1 };
    this.#entries.set(key, entry);
    this.#weight += 1;
    results.then(
      (all) => {
        if (this.#entries.get(key) !== entry) return;
        this.#weight += all.length - entry.weight;
        entry.weight = all.length;
        this.#shrink();
      },
      () => this.drop(key, version),
    );
    this.#shrink();
  }

  /** Forgets what turned out to be of no single version. */
  drop(key: string, version: string): void {
    if (this.#entries.get(key)?.version === version) this.#remove(key);
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }

  #shrink(): void {
    for (const key of this.#entries.keys()) {
      if (this.#weight <= this.most) return;
      this.#remove(key);
    }
  }
}
