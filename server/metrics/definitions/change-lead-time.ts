import { sql } from "drizzle-orm";
import { span } from "../core/facts";
import type { EventSet } from "../core/events";
import type { Fact } from "../core/facts";
import { counted, isCounted } from "./deployments";
import { median } from "./kinds";

const PARTS = ["coding", "pickup", "review", "deploy"];
const between = (from: string, to: string, name: string) => {
  const [a, b] = [sql.raw(from), sql.raw(to)];
  return sql`case when ${b} >= ${a} then extract(epoch from ${b} - ${a})::float8 end as ${sql.identifier(name)}`;
};

/** The lead times of all time, in plain code. */
export function leadTimeFacts(events: EventSet): Fact[] {
  const deployments = new Map(events.deployments.filter(isCounted).map((d) => [d.id, d]));
  const changes = new Map(events.changes.map((c) => [c.id, c]));
  return events.deployedChanges.flatMap((link) => {
    const d = deployments.get(link.deploymentId);
    const c = changes.get(link.changeId);
    if (!d || !c || c.isBot || link.baseline || !link.first) return [];
    return [
      {
        at: d.finishedAt!,
        team: d.team,
        service: d.service,
        value: span(c.firstCommitAt, d.finishedAt),
        parts: {
          coding: span(c.firstCommitAt, c.openedAt),
          pickup: span(c.openedAt, c.firstReviewAt),
          review: span(c.firstReviewAt, c.mergedAt),
          deploy: span(c.mergedAt, d.finishedAt),
        },
      },
    ];
  });
}

export const changeLeadTime = median(
  {
    id: "change-lead-time",
    title: "Change lead time",
    question: "How long does a change take from its first commit to production?",
    formula:
      "Median, over the changes that reached production for the first time in the period, of the end of that deployment less the change's first commit. The median is a measured value: the first that half of all are not above.",
    unit: "duration",
    direction: "down",
    floor: { need: 5, of: "changes" },
    sources: ["Deployments", "Changes", "Commits"],
    window: "12w",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_deployments", "insight_deployment_changes", "insight_changes"],
    scale: "leadTime",
    rules: [
      "A change belongs to the first successful deployment whose commits, since the one before, include it: commits decide, not times.",
      "The first deployment of a service is left out: nobody knows since when its changes were in production.",
      "Changes by bots are left out.",
      "A part that would be negative has no value; one commit after the opening (a rebase) leaves coding without one.",
      "Changes that are merged and not deployed are in a metric of their own, or only what went well would be seen.",
      "The team is the one that owned the service at the time of the deployment.",
    ],
    parts: {
      coding: { label: "Coding: first commit to opening", unit: "duration" },
      pickup: { label: "Pickup: opening to first review", unit: "duration" },
      review: { label: "Review: first review to merge", unit: "duration" },
      deploy: { label: "Deploy: merge to production", unit: "duration" },
    },
  },
  {
    things: "changes with a first commit that reached production",
    plain: leadTimeFacts,
    facts: () => sql`
      select c.id::text as id, d.finished_at as at, d.team, d.service, coalesce(c.title, '#' || c.number) as label,
        null::boolean as hit, ${between("c.first_commit_at", "d.finished_at", "value")},
        ${between("c.first_commit_at", "c.opened_at", "coding")}, ${between("c.opened_at", "c.first_review_at", "pickup")},
        ${between("c.first_review_at", "c.merged_at", "review")}, ${between("c.merged_at", "d.finished_at", "deploy")}
      from insight_deployments d
      join insight_deployment_changes l on l.deployment_id = d.id and l.first and not l.baseline
      join insight_changes c on c.id = l.change_id and not c.is_bot
      where ${counted(sql`d`)}`,
  },
  PARTS,
);
