import type { MetricValue } from "../../schema";
import type { BarsFigure, TableFigure } from "../figure";
import { baseOf } from "./base";

/** More bars than this are read as a table. */
const MOST_BARS = 20;

/**
 * A bar for each team or service, the largest first and those without a value at the end; beyond `most` they are only counted.
 * `hrefOf` says where a bar leads. Null where no breakdown was asked for.
 */
export function barsFigure(
  value: MetricValue,
  { most = MOST_BARS, hrefOf }: { most?: number; hrefOf?: (key: string) => string } = {},
): BarsFigure | null {
  if (!value.breakdown) return null;
  const rows = [...value.breakdown.rows].sort(
    (a, b) => (b.result.value ?? -Infinity) - (a.result.value ?? -Infinity) || (a.label < b.label ? -1 : 1),
  );
  const left = rows.slice(most);
  return {
    shape: "bars",
    ...baseOf(value, value.result),
    ...(value.widened ? { note: value.widened } : {}),
    bars: rows.slice(0, most).map(({ key, label, result }) => ({
      id: key,
      label,
      value: result.value,
      n: result.value === null ? null : result.n,
      ...(hrefOf ? { href: hrefOf(key) } : {}),
      ...(result.insufficient ? { insufficient: result.insufficient } : {}),
    })),
    // Values of groups do not add up to one of their own.
    ...(left.length ? { others: { count: left.length, value: null } } : {}),
  };
}

/** The parts of a value as bars, in their own order: from commit to production, say. Null where it has none. */
export function partsFigure(value: MetricValue, title: string): BarsFigure | null {
  const { parts } = value.result;
  if (!parts) return null;
  const named = Object.entries(value.definition.parts).filter(
    ([id, { unit }]) => id in parts && unit === value.definition.unit,
  );
  if (!named.length) return null;
  return {
    shape: "bars",
    ...baseOf(value, value.result),
    ...(value.widened ? { note: value.widened } : {}),
    title,
    bars: named.map(([id, { label }]) => ({ id, label, value: parts[id] ?? null, n: null })),
  };
}

/** Several metrics by team or service: a row each, a column for each metric. */
export function breakdownTable(
  title: string,
  values: readonly MetricValue[],
  hrefOf?: (key: string) => string,
): TableFigure {
  const rows = new Map<string, { label: string; cells: Record<string, number | null> }>();
  for (const { definition, breakdown } of values)
    for (const { key, label, result } of breakdown?.rows ?? []) {
      const row = rows.get(key) ?? { label, cells: {} };
      row.cells[definition.id] = result.value;
      rows.set(key, row);
    }
  return {
    shape: "table",
    title,
    unit: "count",
    direction: "none",
    sources: [...new Set(values.flatMap((v) => v.definition.sources))],
    n: null,
    columns: [
      { id: "name", label: "Name", kind: "text" },
      ...values.map(({ definition: { id, title: label, unit } }) => ({
        id,
        label,
        kind: "number" as const,
        unit,
      })),
    ],
    rows: [...rows].map(([id, { label, cells }]) => ({
      id,
      ...(hrefOf ? { href: hrefOf(id) } : {}),
      cells: { name: label, ...cells },
    })),
  };
}
