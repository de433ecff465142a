import type { Calendar } from "./calendar";
import type { Delivery, Pace } from "./delivery";
import type { DemoPerson } from "./people";
import type { Chance } from "./random";
import { type DemoService, repositoryOf } from "./services";
import { shaOf } from "./shas";
import { TEMPLATE, versionOn } from "./template";

interface Merged {
  sha: string;
  /** Minutes since the day of loading began; negative. */
  at: number;
}

interface Live {
  externalId: string;
  sha: string;
  version: string;
}

interface MergeOf {
  offset: number;
  minute: number;
  pace: Pace;
  luck: Chance;
  person: DemoPerson;
}

const A_DAY = 1_440;
/** No deployment begins later than half past five. */
const LAST_MINUTE = 1_050;
const TROUBLE = [
  "answers slowly",
  "answers with errors",
  "loses messages",
  "is down for some",
  "shows old data",
];

/** One service through the months: what was merged, what runs in production, until when it is being repaired. */
export class Track {
  #waiting: Merged[] = [];
  #head: string;
  #number = 0;
  #version = 0;
  #incident = 0;
  #free = Number.NEGATIVE_INFINITY;
  #live: Live[] = [];

  constructor(
    private readonly service: DemoService,
    private readonly calendar: Calendar,
    private readonly out: Delivery,
  ) {
    this.#head = shaOf(`${service.identifier}:root`);
  }

  /** A change reaches the main branch. */
  merge({ offset, minute, pace, luck, person }: MergeOf, hotfix?: { since: number }): void {
    const { identifier } = this.service;
    const number = ++this.#number;
    const at = offset * A_DAY + minute;
    const span = hotfix ? at - hotfix.since : Math.max(45, luck.around(pace.hoursToMerge * 60, 0.8));
    const first = at - span;
    const opened = at - span * luck.between(0.35, 0.65);
    const reviewed = opened + (at - opened) * luck.between(0.3, 0.85);
    const before = this.#head;
    const commits = Array.from({ length: luck.whole(1, 3) }, (_, n) => shaOf(`${identifier}:${number}:${n}`));
    const sha = shaOf(`${identifier}:${number}`);
    this.#head = sha;
    this.#waiting.push({ sha, at });
    this.out.changes.push({
      externalId: `${identifier}#${number}`,
      service: identifier,
      repository: repositoryOf(this.service),
      number,
      title: `${hotfix ? "Repair" : luck.pick(["Add", "Change", "Simplify", "Speed up", "Test", "Remove"])} ${luck.pick(SUBJECTS)}`,
      author: person.email,
      firstCommitAt: this.#time(first),
      openedAt: this.#time(opened),
      firstReviewAt: this.#time(reviewed),
      mergedAt: this.#time(at),
      mergeSha: sha,
      headSha: commits[commits.length - 1]!,
      baseBranch: "main",
      ...(hotfix ? { labels: ["hotfix"] } : {}),
      commits: [
        ...commits.map((one, n) => ({
          sha: one,
          parents: [n === 0 ? before : commits[n - 1]!],
          committedAt: this.#time(first + ((opened - first) * n) / commits.length),
        })),
        { sha, parents: [before, commits[commits.length - 1]!], committedAt: this.#time(at) },
      ],
    });
    this.#people.set(offset, person);
  }

  readonly #people = new Map<number, DemoPerson>();

  /** As the platform does: soon after each merge, several together where they come close to one another. */
  deployContinuously(offset: number, pace: Pace, luck: Chance): void {
    this.#waiting.sort((a, b) => a.at - b.at);
    for (const { at } of [...this.#waiting]) {
      if (!this.#waiting.some((one) => one.at === at)) continue;
      const minute = at - offset * A_DAY + luck.between(18, 75);
      this.deploy(offset, Math.max(minute, 560), pace, luck);
    }
  }

  /** Brings what was merged by then into production; in the evening, while it is being repaired or with nothing new, it waits. */
  deploy(offset: number, minute: number, pace: Pace, luck: Chance): void {
    const at = offset * A_DAY + minute;
    if (at < this.#free || minute > LAST_MINUTE) return;
    const ready = this.#waiting.filter((one) => one.at <= at - 10).sort((a, b) => a.at - b.at);
    const sha = ready.at(-1)?.sha;
    if (sha === undefined) return;
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    if (luck.chance(0.03)) this.#failedJob(at - 14, sha, pace);
    this.#deployed(at, sha, `1.${++this.#version}`, pace);
    this.#free = at + 12;
    if (luck.chance(pace.failRate)) this.#breaks(at, pace, luck);
  }

  /** Breaks on a day on which nobody deployed. */
  breakByItself(offset: number, luck: Chance): void {
    if (this.#live.length === 0) return;
    const at = offset * A_DAY + luck.between(900, 1_100);
    this.#incidentAt(at, at + luck.around(70, 0.5), luck, null);
  }

  #breaks(at: number, pace: Pace, luck: Chance): void {
    const cause = this.#live.at(-1)!;
    const before = this.#live.at(-2);
    const began = at + Math.min(240, luck.around(22, 0.7));
    // What breaks in the evening is repaired by whoever is on call; nothing is still broken on the day of loading.
    const over = Math.min(began + Math.max(9, luck.around(pace.minutesToRecover, 0.7)), -30);
    if (over <= began + 5) return;
    const way = luck.weighted(
      ["rollback", "hotfix", "by hand"],
      (one) => ({ rollback: 9, hotfix: 6, "by hand": 5 })[one]!,
    );
    const told = way === "by hand" || luck.chance(0.85);
    if (told) this.#incidentAt(began, over, luck, luck.chance(0.6) ? cause.externalId : null);
    if (way === "rollback" && before) {
      this.#live.pop();
      this.#live.pop();
      this.#deployed(over - 3, before.sha, before.version, pace);
    } else if (way === "hotfix") {
      const person = [...this.#people.values()].at(-1);
      const merged = over - 4 - Math.min(15, (over - began) / 3);
      const offset = Math.floor(merged / A_DAY);
      if (person) {
        this.merge({ offset, minute: merged - offset * A_DAY, pace, luck, person }, { since: began });
        const fixed = this.#waiting.pop()!;
        this.#deployed(over - 3, fixed.sha, `1.${++this.#version}`, pace);
        this.#waiting = this.#waiting.filter((one) => one.at > fixed.at);
      }
    }
    this.#free = over + 45;
  }

  #incidentAt(began: number, over: number, luck: Chance, deployment: string | null): void {
    const { identifier, title, tier } = this.service;
    this.out.incidents.push({
      externalId: `${identifier}-incident-${++this.#incident}`,
      service: identifier,
      title: `${title} ${luck.pick(TROUBLE)}`,
      severity: tier === "1" ? luck.pick(["sev1", "sev2"]) : luck.pick(["sev2", "sev3"]),
      startedAt: this.#time(began),
      detectedAt: this.#time(began + Math.min(8, (over - began) / 3)),
      resolvedAt: this.#time(over),
      ...(deployment === null ? {} : { deploymentExternalId: deployment }),
    });
  }

  #failedJob(at: number, sha: string, pace: Pace): void {
    this.out.deployments.push({ ...this.#deployment(at, sha, pace), status: "failure" });
  }

  #deployed(at: number, sha: string, version: string, pace: Pace): void {
    const event = { ...this.#deployment(at, sha, pace), status: "success" as const, version };
    this.out.deployments.push(event);
    this.#live = [...this.#live.slice(-9), { externalId: event.externalId, sha, version }];
  }

  #deployment(at: number, sha: string, pace: Pace) {
    const { identifier } = this.service;
    const id = `${identifier}@${this.out.deployments.length + 1}`;
    const offset = Math.floor(at / A_DAY);
    return {
      externalId: id,
      service: identifier,
      environment: "production",
      startedAt: this.#time(at - 6),
      finishedAt: this.#time(at),
      repository: repositoryOf(this.service),
      sha,
      viaPlatform: pace.adopted,
      ...(pace.adopted ? { templateId: TEMPLATE, templateVersion: versionOn(this.service, offset) } : {}),
    };
  }

  #time(at: number): string {
    const offset = Math.floor(at / A_DAY);
    return this.calendar.at(offset, at - offset * A_DAY);
  }
}

const SUBJECTS = [
  "the retry of a failed call",
  "the list of addresses",
  "a slow query",
  "the empty state",
  "the health check",
  "the limits of a request",
  "dead code",
  "the wording of errors",
  "the import of prices",
  "a cache",
  "the order of columns",
  "metrics of the queue",
  "an index",
  "the way dates are read",
];
