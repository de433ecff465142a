import { sql } from "drizzle-orm";
import { counted, failuresOf, hasFailed, isCounted } from "./deployments";
import { share } from "./kinds";

export const changeFailRate = share(
  {
    id: "change-fail-rate",
    title: "Change fail rate",
    question: "How often does a deployment to production have to be repaired?",
    formula:
      "Deployments that failed, divided by all successful deployments to production that ended in the period. A deployment failed when an incident is put down to it, or when a rollback or an unplanned repair replaced it.",
    unit: "ratio",
    direction: "down",
    floor: { need: 20, of: "deployments" },
    sources: ["Deployments", "Incidents"],
    window: "12w",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_deployments", "insight_incidents"],
    scale: "failRate",
    rules: [
      "A deployment with several incidents failed once.",
      "An incident is put down to the deployment that it names; else to the last one of its service within the hours of the settings; else to none.",
      "A rollback marks the deployment that it replaces, not the one that it brings back.",
      "A repair that names an incident of another deployment does not mark the one that it replaces, nor does one after a rollback that names no incident.",
      "A job that failed before anything reached production is on neither side of the line.",
      "Incidents that are still open count.",
      "The interval is Wilson's, 95 %.",
    ],
  },
  {
    things: "deployments to production",
    plain: (events) => {
      const failed = new Set(failuresOf(events).map((f) => f.deployment.id));
      return events.deployments.filter(isCounted).map((d) => ({
        at: d.finishedAt!,
        team: d.team,
        service: d.service,
        hit: failed.has(d.id),
      }));
    },
    facts: () => sql`
      select d.id::text as id, d.finished_at as at, d.team, d.service, d.version as label, ${hasFailed(sql`d`)} as hit,
        null::float8 as value
      from insight_deployments d where ${counted(sql`d`)}`,
  },
);
