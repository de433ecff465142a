import { sql } from "drizzle-orm";
import { counted, isCounted } from "./deployments";
import { share } from "./kinds";

export const reworkRate = share(
  {
    id: "deployment-rework-rate",
    title: "Deployment rework rate",
    question: "How many deployments only repair what an earlier one broke?",
    formula:
      "Deployments that nobody planned, made because of an incident or a bug (rollbacks and repairs), divided by all successful deployments to production that ended in the period.",
    unit: "ratio",
    direction: "down",
    floor: { need: 20, of: "deployments" },
    sources: ["Deployments", "Changes", "Incidents"],
    window: "26w",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_deployments"],
    scale: "reworkRate",
    rules: [
      "What is told of the kind of a deployment counts; else it is a rollback when it brings back an older commit or version, and a repair when its branch, labels, incident or a reverted change say so.",
      "A rollback is rework, and makes the deployment that it replaces a failed one.",
      "Twenty-six weeks, as in the survey that the metric comes from; other ranges can be asked for.",
    ],
    parts: { rollback: { label: "Rollbacks", unit: "count" } },
  },
  {
    things: "deployments to production",
    plain: (events) =>
      events.deployments.filter(isCounted).map((d) => ({
        at: d.finishedAt!,
        team: d.team,
        service: d.service,
        hit: d.kind !== "planned",
        parts: { rollback: d.kind === "rollback" },
      })),
    facts: () => sql`
      select d.id::text as id, d.finished_at as at, d.team, d.service, d.kind as label, d.kind <> 'planned' as hit,
        null::float8 as value, d.kind = 'rollback' as rollback
      from insight_deployments d where ${counted(sql`d`)}`,
  },
  ["rollback"],
);
