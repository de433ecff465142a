import { sql } from "drizzle-orm";
import { share } from "./kinds";

export const operationalEfficiency = share(
  {
    id: "operational-efficiency",
    title: "Operational efficiency",
    question: "How much of what used to be done by hand happens by itself?",
    formula:
      "Successful runs of actions that can also be asked for by ticket, divided by those runs and the tickets together.",
    unit: "ratio",
    direction: "up",
    floor: { need: 20, of: "runs and tickets" },
    sources: ["Runs of the portal", "Tickets"],
    window: "28d",
    dimensions: ["organisation", "team"],
    rules: [
      "Only actions count for which a ticket has ever asked: each is compared with its own kind.",
      "Tickets that a machine opened do not count.",
      "Hours saved are a metric of their own, by baselines that the owners of actions have measured.",
    ],
  },
  {
    things: "runs or tickets of the same kind",
    plain: ({ runs, tickets }) => {
      const manual = tickets.filter((t) => t.actionIdentifier !== null && !t.automatic);
      const kinds = new Set(manual.map((t) => t.actionIdentifier));
      return [
        ...runs
          .filter((r) => r.status === "succeeded" && !r.bySystem && r.endedAt && kinds.has(r.action))
          .map((r) => ({ at: r.endedAt!, team: r.team, service: null, hit: true })),
        ...manual.map((t) => ({ at: t.openedAt, team: t.team, service: t.service, hit: false })),
      ];
    },
    facts: () => sql`
      select r.id, r.ended_at as at, r.team, null::text as service, r.action_identifier as label, true as hit, null::float8 as value
      from runs r where r.status = 'succeeded' and r.requester_kind <> 'system' and r.ended_at is not null
        and exists (select from insight_tickets t where t.action_identifier = r.action_identifier and not t.automatic)
      union all
      select t.id::text, t.opened_at, t.team, t.service, coalesce(t.title, t.action_identifier), false, null
      from insight_tickets t where t.action_identifier is not null and not t.automatic`,
  },
);
