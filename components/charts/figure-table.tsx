import Link from "next/link";
import { cn } from "@/components/ui/cn";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { rowsOf } from "./figure-rows";

interface FigureTableProps {
  figure: Figure;
  /** Shows what stands behind a row of a course. */
  onPoint?: ((bucket: FigureBucket) => void) | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}\b/;

/** Any figure as a table of its values. */
export function FigureTable({ figure, onPoint }: FigureTableProps) {
  const buckets = onPoint && figure.shape === "series" ? figure.buckets : [];
  const { columns, rows } = rowsOf(figure);
  if (!rows.length)
    return <p className="text-muted-foreground py-6 text-center">There is nothing to list.</p>;
  return (
    // A wide table scrolls by itself, and by the keyboard.
    <div
      className="max-h-[32rem] overflow-auto"
      tabIndex={0}
      role="region"
      aria-label={`${figure.title}, as a table`}
    >
      <table className="tabular w-full border-collapse">
        <thead>
          <tr className="bg-card sticky top-0 border-b">
            {columns.map(({ label, numeric }) => (
              <th
                key={label}
                scope="col"
                className={cn(
                  "text-muted-foreground px-2 py-1.5 text-left text-xs font-medium",
                  numeric && "text-right",
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.id} className="border-b last:border-0">
              {row.cells.map(({ text }, n) => (
                <td
                  key={columns[n]?.label}
                  className={cn(
                    "px-2 py-1.5 max-sm:min-w-24",
                    columns[n]?.numeric && "text-right",
                    // Days and numbers are read in one piece.
                    (columns[n]?.numeric || DAY.test(text)) && "whitespace-nowrap",
                  )}
                >
                  {n === 0 && row.href ? (
                    <Link href={row.href} className="text-primary-text hover:underline">
                      {text}
                    </Link>
                  ) : n === 0 && buckets[at] ? (
                    <button
                      type="button"
                      className="text-primary-text cursor-pointer hover:underline"
                      aria-label={`${text}: show the events`}
                      onClick={() => onPoint?.(buckets[at]!)}
                    >
                      {text}
                    </button>
                  ) : (
                    text
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
