/** What hears of an evaluation. */
export interface EvaluatorEvents<State> {
  onState: (state: State) => void;
  onFailure: (error: unknown) => void;
}

interface Waiter {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Asks what follows from values that keep changing. Only the answer to the newest values counts: a request about older
 * ones is aborted, and its answer dropped should it still come.
 */
export class Evaluator<State> {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: AbortController | null = null;
  private failed = false;
  private waiters: Waiter[] = [];

  /** `ask` reads the newest values itself. */
  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<State>,
    private readonly events: EvaluatorEvents<State>,
  ) {}

  /** Whether an answer to the newest values is still to come. */
  get waiting(): boolean {
    return this.timer !== null || this.running !== null;
  }

  /** The values changed; asks after `delay` ms without another change. */
  changed(delay: number): void {
    this.cancel();
    if (delay === 0) this.run();
    else this.timer = setTimeout(() => this.run(), delay);
  }

  /** Asks at once where it would have waited. */
  flush(): void {
    if (this.timer !== null) this.run();
  }

  /** Done when the newest values are answered for. Rejects when asking failed; one that failed before is asked again. */
  settled(): Promise<void> {
    if (this.timer !== null || this.failed) this.run();
    if (!this.waiting) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** Stops asking; whoever waits is told so. */
  stop(): void {
    this.cancel();
    this.finish((waiter) => waiter.reject(new Error("The form was closed.")));
  }

  private cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running?.abort();
    this.running = null;
  }

  private finish(tell: (waiter: Waiter) => void): void {
    const waiters = this.waiters;
    this.waiters = [];
    waiters.forEach(tell);
  }

  private run(): void {
    this.cancel();
    const request = new AbortController();
    this.running = request;
    this.failed = false;
    void this.ask(request.signal).then(
      (state) => {
        if (this.running !== request) return;
        this.running = null;
        this.events.onState(state);
        // Taking the state over may have led to another question: who waits then waits for that.
        if (!this.waiting) this.finish((waiter) => waiter.resolve());
      },
      (error: unknown) => {
        if (this.running !== request) return;
        this.running = null;
        this.failed = true;
        this.events.onFailure(error);
        this.finish((waiter) => waiter.reject(error));
      },
    );
  }
}
