import type { MetricSnapshot, MetricWords } from "../../schema";
import type { TableFigure } from "../figure";

/** A metric as it was shown, beside what it would be now: a row for each date. */
export function snapshotsFigure(definition: MetricWords, snapshots: readonly MetricSnapshot[]): TableFigure {
  const { unit } = definition;
  return {
    shape: "table",
    title: `${definition.title}, as it was shown`,
    unit,
    direction: definition.direction,
    sources: definition.sources,
    n: snapshots.length,
    metric: definition.id,
    columns: [
      { id: "takenOn", label: "Shown on", kind: "text" },
      { id: "value", label: "As shown", kind: "number", unit },
      { id: "n", label: "Events", kind: "number", unit: "count" },
      { id: "restated", label: "Restated", kind: "number", unit },
      { id: "restatedAt", label: "Since", kind: "instant" },
    ],
    rows: snapshots.map(({ takenOn, result, inputs, restated }) => ({
      id: takenOn,
      cells: {
        takenOn,
        value: result.value,
        n: inputs,
        restated: restated ? restated.result.value : null,
        restatedAt: restated?.at ?? null,
      },
    })),
  };
}
