import type { Figure } from "@/server/metrics/core/figure";
import type { Slice } from "@/server/dashboards/core/data";
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
