import { sql } from "drizzle-orm";
import { span } from "../core/facts";
import { failures, failuresOf } from "./deployments";
import { median } from "./kinds";

export const recoveryTime = median(
  {
    id: "failed-deployment-recovery-time",
    title: "Failed deployment recovery time",
    question: "When a deployment breaks something, how long until it is repaired?",
    formula:
      "Median, over the failed deployments that were recovered from in the period, of the recovery less the end of the deployment. Recovered is when its last incident is resolved or a rollback or repair has replaced it, whichever comes first.",
    unit: "duration",
    direction: "down",
    floor: { need: 3, of: "recoveries" },
    sources: ["Deployments", "Incidents"],
    window: "12w",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_deployments", "insight_incidents"],
    scale: "recovery",
    rules: [
      "Counted in the period of the recovery, not of the deployment.",
      "Of several incidents the last to be resolved counts; while one is open only a rollback or repair is a recovery.",
      "What is not recovered from yet is in the metric of open failures with its age.",
      "A recovery before the deployment ended has no duration.",
      "Incidents without a deployment are in the time to restore instead.",
    ],
    parts: { detection: { label: "Until an incident was noticed", unit: "duration" } },
  },
  {
    things: "recoveries",
    plain: (events) =>
      failuresOf(events).flatMap(({ deployment, recoveredAt, detection }) =>
        recoveredAt
          ? [
              {
                at: recoveredAt,
                team: deployment.team,
                service: deployment.service,
                value: span(deployment.finishedAt, recoveredAt),
                parts: { detection },
              },
            ]
          : [],
      ),
    facts: () => sql`
      select f.id::text as id, f.recovered_at as at, f.team, f.service, f.version as label, null::boolean as hit,
        case when f.recovered_at >= f.finished_at then extract(epoch from f.recovered_at - f.finished_at)::float8 end as value,
        f.detection
      from (${failures()}) f where f.recovered_at is not null`,
  },
  ["detection"],
);
