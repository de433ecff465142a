import type { Deployed, Matched } from "./deployed";

/** What runs in the environment at a time. */
export interface Current {
  deployment: Deployed;
  version: string | null;
  match: Matched;
}

/** What runs in an environment, of each repository of its service: what came of one does not replace what came of another. */
export class Running {
  readonly #last = new Map<string | null, { current: Current; position: number }>();
  readonly #pipelines = new Map<string, { current: Current; repositories: Set<string | null> }>();

  /** What a deployment comes after: the last of its repository, or of an unknown one. */
  before({ repository }: Deployed): Current | null {
    const fitting =
      repository === null
        ? [...this.#last.values()]
        : [this.#last.get(repository), this.#last.get(null)].filter((one) => one !== undefined);
    return fitting.sort((a, b) => b.position - a.position)[0]?.current ?? null;
  }

  /** The deployment that counts for a run of a pipeline, where this is what it brings from another repository. */
  pipelineOf({ pipeline, repository }: Deployed): Current | null {
    const run = pipeline === null ? undefined : this.#pipelines.get(pipeline);
    return run && !run.repositories.has(repository) ? run.current : null;
  }

  add(one: Deployed, current: Current, position: number): void {
    this.#last.set(one.repository, { current, position });
    if (one.pipeline === null) return;
    const run = this.#pipelines.get(one.pipeline);
    if (run) run.repositories.add(one.repository);
    else this.#pipelines.set(one.pipeline, { current, repositories: new Set([one.repository]) });
  }
}
