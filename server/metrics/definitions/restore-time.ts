import { sql } from "drizzle-orm";
import { span } from "../core/facts";
import { counted, isCounted } from "./deployments";
import { median } from "./kinds";

export const restoreTime = median(
  {
    id: "incident-restore-time",
    title: "Time to restore, other incidents",
    question: "How long do incidents last that no deployment caused?",
    formula:
      "Median, over incidents without a deployment that were resolved in the period, of their end less their begin.",
    unit: "duration",
    direction: "down",
    floor: { need: 3, of: "incidents" },
    sources: ["Incidents"],
    window: "12w",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_incidents", "insight_deployments"],
    rules: [
      "Incidents of a deployment are in the failed deployment recovery time instead; those that name one that never reached production are here.",
    ],
    parts: { detection: { label: "Until it was noticed", unit: "duration" } },
  },
  {
    things: "resolved incidents without a deployment",
    plain: ({ incidents, deployments }) => {
      const there = new Set(deployments.filter(isCounted).map(({ id }) => id));
      return incidents.flatMap((i) =>
        (i.deploymentId === null || !there.has(i.deploymentId)) && i.resolvedAt
          ? [
              {
                at: i.resolvedAt,
                team: i.team,
                service: i.service,
                value: span(i.startedAt, i.resolvedAt),
                parts: { detection: span(i.startedAt, i.detectedAt) },
              },
            ]
          : [],
      );
    },
    facts: () => sql`
      select i.id::text as id, i.resolved_at as at, i.team, i.service, i.title as label, null::boolean as hit,
        case when i.resolved_at >= i.started_at then extract(epoch from i.resolved_at - i.started_at)::float8 end as value,
        case when i.detected_at >= i.started_at then extract(epoch from i.detected_at - i.started_at)::float8 end as detection
      from insight_incidents i where i.resolved_at is not null and (i.deployment_id is null
        or not exists (select from insight_deployments d where d.id = i.deployment_id and ${counted(sql`d`)}))`,
  },
  ["detection"],
);
