/** Jobs that share workers: long ones in a lane of their own leave the short ones room. */
export interface Lane<Name extends string = string> {
  jobs: readonly Name[];
  concurrency: number;
}

/**
 * Keeps as many jobs of each lane at work as it takes, while any worker may take any job. Who is about to ask for a job
 * hears which not to ask for: those of lanes that are full, or would be if all who are asking got one of theirs.
 */
export class Lanes<Name extends string> {
  private readonly atWork = new Map<Lane<Name>, number>();
  private asking = 0;
  private refused = false;

  constructor(private readonly lanes: readonly Lane<Name>[]) {}

  /** So many workers keep every lane as busy as it may be. */
  get workers(): number {
    return this.lanes.reduce((sum, { concurrency }) => sum + concurrency, 0);
  }

  /** One worker asks now. Out: the jobs that it must not get. */
  ask(): Name[] {
    const full = this.lanes.filter((lane) => this.busy(lane) + this.asking >= lane.concurrency);
    this.asking += 1;
    // Those who ask may all get jobs of other lanes: then there was room after all.
    if (full.some((lane) => this.busy(lane) < lane.concurrency)) this.refused = true;
    return full.flatMap(({ jobs }) => jobs);
  }

  /** One who asked got this job, or none. Out: whether another is to ask, since there is room for what was refused. */
  answered(job: Name | null): boolean {
    this.asking -= 1;
    const lane = job === null ? undefined : this.laneOf(job);
    if (lane) this.atWork.set(lane, this.busy(lane) + 1);
    const again = this.refused && this.asking === 0;
    if (again) this.refused = false;
    return again;
  }

  /** A job is over; who did it asks next. */
  ended(job: Name): void {
    const lane = this.laneOf(job);
    if (lane) this.atWork.set(lane, this.busy(lane) - 1);
  }

  private busy(lane: Lane<Name>): number {
    return this.atWork.get(lane) ?? 0;
  }

  private laneOf(job: Name): Lane<Name> | undefined {
    return this.lanes.find(({ jobs }) => jobs.includes(job));
  }
}
