import type { MetricEvent, MetricEvents, MetricWords } from "../../schema";
import type { TableFigure } from "../figure";

/** The events behind a figure as a table; columns that none of them has are left out. */
export function eventsFigure(
  definition: MetricWords,
  events: readonly MetricEvent[],
  titles: MetricEvents["titles"] = {},
): TableFigure {
  const has = (key: "hit" | "value" | "label") => events.some((event) => event[key] !== null);
  return {
    shape: "table",
    title: `Events behind: ${definition.title}`,
    unit: definition.unit,
    direction: "none",
    sources: definition.sources,
    n: events.length,
    metric: definition.id,
    columns: [
      { id: "at", label: "When", kind: "instant" },
      ...(has("label") ? [{ id: "label", label: "What", kind: "text" as const }] : []),
      { id: "service", label: "Service", kind: "text" },
      { id: "team", label: "Team", kind: "text" },
      ...(has("value")
        ? [{ id: "value", label: "Value", kind: "number" as const, unit: definition.unit }]
        : []),
      ...(has("hit") ? [{ id: "hit", label: "Counts", kind: "text" as const }] : []),
    ],
    rows: events.map((event) => ({
      id: event.id,
      // A request is named by its first run.
      ...(definition.sources[0] === "Runs of the portal" ? { href: `/runs/${event.id}` } : {}),
      cells: {
        at: event.at,
        label: event.label,
        service: event.service && (titles[`service ${event.service}`] ?? event.service),
        team: event.team && (titles[`team ${event.team}`] ?? event.team),
        value: event.value,
        hit: event.hit === null ? null : event.hit ? "yes" : "no",
      },
    })),
  };
}
