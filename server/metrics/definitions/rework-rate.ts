import { sql } from "drizzle-orm";
import { spanUntil } from "../core/range";
import type { MetricResult, Window } from "../core/result";
import type { MetricDefinition } from "../definition";
import { counted, isCounted } from "./deployments";
import { share } from "./kinds";

const rework = share(
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
      "Twenty-six weeks, as in the survey that the metric comes from; other ranges can be asked for, and have that of 12 and of 26 weeks before their end beside them.",
    ],
    parts: {
      rollback: { label: "Rollbacks", unit: "count" },
      "12w": { label: "Over 12 weeks", unit: "ratio" },
      "26w": { label: "Over 26 weeks", unit: "ratio" },
    },
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

/** Both that it is told over, whatever range is asked for. */
const SPANS = ["12w", "26w"];

const besides = ({ to }: Window, zone: string): Window[] =>
  SPANS.map((span) => spanUntil(to, span, zone).window);

const withSpans = (result: MetricResult, of: readonly (MetricResult | undefined)[]): MetricResult => ({
  ...result,
  parts: {
    ...result.parts,
    ...Object.fromEntries(SPANS.map((span, n) => [span, of[n]?.value ?? null])),
  },
});

export const reworkRate: MetricDefinition = {
  ...rework,
  evaluate: (events, ask) =>
    withSpans(
      rework.evaluate(events, ask),
      besides(ask.window, ask.zone).map((window) => rework.evaluate(events, { ...ask, window })),
    ),
  async compute(db, ask) {
    const detailed = ask.windows.slice(0, ask.detailed);
    const more = detailed.flatMap((window) => besides(window, ask.zone));
    const cells = await rework.compute(db, { ...ask, windows: [...ask.windows, ...more] });
    const at = new Map(cells.map((cell) => [`${cell.window} ${cell.key}`, cell.result]));
    const spans = (window: number, key: string | null) =>
      SPANS.map((_, n) => at.get(`${ask.windows.length + window * SPANS.length + n} ${key}`));
    return cells
      .filter(({ window }) => window < ask.windows.length)
      .map((cell) =>
        cell.window < ask.detailed
          ? { ...cell, result: withSpans(cell.result, spans(cell.window, cell.key)) }
          : cell,
      );
  },
};
