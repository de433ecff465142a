import { sql } from "drizzle-orm";
import { span } from "../core/facts";
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
    reads: ["insight_incidents"],
    rules: ["Incidents of a deployment are in the failed deployment recovery time instead."],
    parts: { detection: { label: "Until it was noticed", unit: "duration" } },
  },
  {
    things: "resolved incidents without a deployment",
    plain: ({ incidents }) =>
      incidents.flatMap((i) =>
        i.deploymentId === null && i.resolvedAt
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
      ),
    facts: () => sql`
      select i.id::text as id, i.resolved_at as at, i.team, i.service, i.title as label, null::boolean as hit,
        case when i.resolved_at >= i.started_at then extract(epoch from i.resolved_at - i.started_at)::float8 end as value,
        case when i.detected_at >= i.started_at then extract(epoch from i.detected_at - i.started_at)::float8 end as detection
      from insight_incidents i where i.deployment_id is null and i.resolved_at is not null`,
  },
  ["detection"],
);
