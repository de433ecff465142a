import type { EventSet } from "./core/events";

/** Adds versions of templates, told and seen, merged and not, drafts among them, and instances that were brought to them. */
export function addTemplates(events: EventSet, random: () => number, at: () => Date): void {
  const before = (when: Date, days: number) =>
    new Date(when.getTime() - Math.floor((random() * days - 1) * 86_400_000));
  for (const slug of ["service", "worker"])
    for (const version of ["1.0.0", "2.0.0", "3.0.0", "4.0.0"]) {
      if (random() < 0.2) continue;
      const releasedAt = at();
      events.templateVersions.push({
        slug,
        version,
        deprecated: random() < 0.4,
        releasedAt,
        ...(random() < 0.3 ? { seenAt: at() } : {}),
        mergedAt: random() < 0.8 ? before(releasedAt, 12) : null,
        draft: random() < 0.15,
      });
    }
  const ended = events.runs.filter((run) => run.endedAt !== null);
  for (const run of ended) {
    const to = events.templateVersions[Math.floor(random() * events.templateVersions.length)];
    if (!to || random() < 0.3) continue;
    const { slug, version, releasedAt, draft } = to;
    events.upgrades.push({
      ...{ slug, version, releasedAt, draft: draft === true },
      team: run.team,
      endedAt: run.endedAt!,
      runId: run.id,
    });
  }
}
