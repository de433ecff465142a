import type { Slice, WidgetData } from "@/server/dashboards/core/data";
import { both, within } from "@/server/dashboards/core/slices";
import type { Figure, FigureBucket } from "@/server/metrics/core/figure";
import { sliceHref } from "./slice-href";

/** A link to rows behind a part of a figure. */
export interface RowsLink {
  id: string;
  label: string;
  href: string;
}

const labelIn = (figure: Figure, id: string): string => {
  if (figure.shape === "bars") return figure.bars.find((bar) => bar.id === id)?.label ?? id;
  if (figure.shape === "series") return figure.series.find((one) => one.id === id)?.label ?? id;
  return figure.title;
};

/** The figure with a link on each bar that has rows of one blueprint behind it. A count does not say twice how many there are. */
export function withDrill(figure: Figure, drill: Record<string, Slice[]>): Figure {
  if (figure.shape !== "bars") return figure;
  return {
    ...figure,
    bars: figure.bars.map((bar) => {
      const slices = drill[bar.id] ?? [];
      const shown = figure.unit === "count" && bar.n === bar.value ? { ...bar, n: null } : bar;
      return slices.length === 1 && slices[0] ? { ...shown, href: sliceHref(slices[0]) } : shown;
    }),
  };
}

/** The links that no bar carries: those of a number or a line, and those to several blueprints. */
export function rowsLinks(figure: Figure, drill: Record<string, Slice[]>): RowsLink[] {
  return Object.entries(drill).flatMap(([id, slices]) =>
    figure.shape === "bars" && slices.length === 1 && figure.bars.some((bar) => bar.id === id)
      ? []
      : slices.map((slice) => ({
          id: `${id} ${slice.blueprint}`,
          label: slices.length > 1 ? `${labelIn(figure, id)}: ${slice.blueprint}` : labelIn(figure, id),
          href: sliceHref(slice),
        })),
  );
}

/** Links to the rows behind one point of a course, for each of its lines whose rows can be told. */
export function pointLinks(
  { figure, drill, pointsBy }: Pick<Extract<WidgetData, { kind: "figure" }>, "figure" | "drill" | "pointsBy">,
  bucket: FigureBucket,
): (RowsLink & { value: number | null })[] {
  if (figure.shape !== "series" || pointsBy === undefined) return [];
  const at = figure.buckets.findIndex(({ from }) => from === bucket.from);
  // Both ends of a rule count, and the next point begins where this one ends.
  const span = within(pointsBy, Date.parse(bucket.from), Date.parse(bucket.to) - 1);
  return figure.series.flatMap(({ id, label, values }) =>
    (drill[id] ?? []).map(({ blueprint, query }) => ({
      id: `${id} ${blueprint}`,
      label,
      value: values[at] ?? null,
      href: sliceHref({ blueprint, query: both(query, span) }),
    })),
  );
}
