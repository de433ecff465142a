import type { Figure, FigureBucket, SeriesFigure } from "@/server/metrics/core/figure";
import { csvLine } from "@/server/properties/csv";
import { bucketLabel, formatValue } from "./format-value";

/** A figure as a table: what assistive technology reads, what is copied, and what a file holds. */
export interface FigureRows {
  columns: { label: string; numeric: boolean }[];
  rows: { id: string; href?: string; cells: { text: string; raw: string | number | null }[] }[];
}

const cell = (raw: string | number | null, text: string) => ({ raw, text });

/** The rows of any figure, with each value as it is written and as it is. */
export function rowsOf(figure: Figure): FigureRows {
  const value = (raw: number | null) => cell(raw, formatValue(raw, figure.unit, figure.currency));
  const count = (n: number | null) => cell(n, n === null ? "–" : String(n));
  switch (figure.shape) {
    case "number":
      return {
        columns: [
          { label: "What", numeric: false },
          { label: "Value", numeric: true },
        ],
        rows: [
          { id: "value", cells: [cell(figure.title, figure.title), value(figure.value)] },
          { id: "previous", cells: [cell("Period before", "Period before"), value(figure.previous)] },
          ...(figure.parts ?? []).map((part) => ({
            id: part.id,
            cells: [
              cell(part.label, part.label),
              cell(part.value, formatValue(part.value, part.unit, figure.currency)),
            ],
          })),
        ],
      };
    case "series":
      return {
        columns: [
          { label: "From", numeric: false },
          ...figure.series.flatMap(({ label }) => [
            { label, numeric: true },
            { label: `${label}: events`, numeric: true },
          ]),
        ],
        rows: figure.buckets.map((bucket, n) => ({
          id: bucket.from,
          cells: [
            cell(bucket.from, nameOf(bucket, figure.interval)),
            ...figure.series.flatMap((series) => [
              value(series.values[n] ?? null),
              count(series.n[n] ?? null),
            ]),
          ],
        })),
      };
    case "bars":
      return {
        columns: [
          { label: "Name", numeric: false },
          { label: figure.title, numeric: true },
          { label: "Events", numeric: true },
        ],
        rows: figure.bars.map((bar) => ({
          id: bar.id,
          ...(bar.href ? { href: bar.href } : {}),
          cells: [cell(bar.label, bar.label), value(bar.value), count(bar.n)],
        })),
      };
    case "distribution":
      return {
        columns: [
          { label: "Range", numeric: false },
          { label: "How many", numeric: true },
        ],
        rows: figure.buckets.map(({ from, to, count: many }) => ({
          id: String(from),
          cells: [
            cell(
              from,
              to === null
                ? `${formatValue(from, figure.unit, figure.currency)} and more`
                : `${formatValue(from, figure.unit, figure.currency)} to ${formatValue(to, figure.unit, figure.currency)}`,
            ),
            count(many),
          ],
        })),
      };
    case "table":
      return {
        columns: figure.columns.map(({ label, kind }) => ({ label, numeric: kind === "number" })),
        rows: figure.rows.map((row) => ({
          id: row.id,
          ...(row.href ? { href: row.href } : {}),
          cells: figure.columns.map(({ id, kind, unit }) => {
            const raw = row.cells[id] ?? null;
            if (raw === null) return cell(null, "–");
            if (kind === "number" && typeof raw === "number")
              return cell(raw, formatValue(raw, unit ?? figure.unit, figure.currency));
            return cell(raw, kind === "instant" ? String(raw).slice(0, 16).replace("T", " ") : String(raw));
          }),
        })),
      };
  }
}

const nameOf = (bucket: FigureBucket, interval: SeriesFigure["interval"]): string =>
  `${bucketLabel(bucket.from, interval)}${bucket.partial ? " (so far)" : ""}`;

/** The rows as CSV by RFC 4180: numbers as they are, and no text that a spreadsheet takes for a formula. */
export const csvOf = ({ columns, rows }: FigureRows): string =>
  [columns.map(({ label }) => label), ...rows.map(({ cells }) => cells.map(({ raw }) => raw))]
    .map(csvLine)
    .join("");
