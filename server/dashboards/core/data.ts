import type { Query } from "@/server/catalog/core/query/schema";
import type { ViewState } from "@/server/catalog/core/view-schema";
import type { Figure, TableFigure } from "@/server/metrics/core/figure";
import type { MetricScope, MetricWords } from "@/server/metrics/schema";
import type { Colour } from "@/server/properties/schema";
import type { COST_GROUPS } from "./widgets/charts";

type CostGroupKey = (typeof COST_GROUPS)[number];

/** Rows of the catalog: exactly what a part of a figure, or a table, is about. */
export interface Slice {
  blueprint: string;
  query: Query;
}

/** How a number is written, and what it says by its size. */
export interface NumberLook {
  /** Stands left or right of the number. */
  unit: string | null;
  unitSide: "left" | "right";
  /** Digits after the point; null: as it is. */
  decimals: number | null;
  colour: Colour | null;
  message: string | null;
  description: string | null;
}

/** What a widget shows to whoever asks. One that cannot be shown says why, and hinders no other. */
export type WidgetData =
  | {
      kind: "figure";
      figure: Figure;
      /** Of a number chart. */
      look?: NumberLook;
      /** Of a pie: the same bars, drawn as parts of a whole. */
      drawnAs?: "pie";
      axes?: { x: string | null; y: string | null };
      /**
       * Rows behind parts of the figure, by id of the bar or series; of a number, one under "value". Of a series they are those
       * of all its buckets.
       */
      drill: Record<string, Slice[]>;
      /** Of a course: by which property its points are told apart. The rows of one are those of its line within its bucket. */
      pointsBy?: string;
      /** What stands behind the figure, and within a bucket behind a point of it, where that is no row of the catalog. */
      behind?:
        | { kind: "events"; definition: MetricWords; scope: MetricScope; from: string; to: string }
        | {
            kind: "lines";
            by: CostGroupKey;
            from: string;
            to: string;
            currency: string;
            filter: {
              team?: string;
              environment?: string;
              entity?: string;
              provider?: string;
              serviceName?: string;
            };
          };
      /** Where more about it is: the page of a metric, or of costs. */
      href?: string;
      /** What was left out and why. */
      notes: string[];
    }
  | {
      kind: "entities";
      /** A table each; several stand in tabs. */
      tables: (Slice & { title: string; icon: string | null; state: ViewState; excluded: string[] })[];
      display: "tabs" | "single" | "widget";
      emptyText: string | null;
      notes: string[];
    }
  | {
      kind: "entity";
      blueprint: string;
      identifier: string;
      look: "info" | "details";
      hidden: string[];
      order: string[];
      showEmpty: boolean;
    }
  | { kind: "graph"; slices: Slice[]; hiddenBlueprints: string[]; notes: string[] }
  | { kind: "rows"; table: TableFigure; href?: string; emptyText: string | null; notes: string[] }
  | { kind: "text"; markdown: string }
  | {
      kind: "links";
      links: { title: string; description: string | null; url: string; icon: string | null }[];
      note?: string;
    }
  | {
      kind: "actions";
      actions: {
        identifier: string;
        title: string;
        description: string | null;
        icon: string | null;
        blueprint: string | null;
        href: string;
      }[];
    }
  /** Other widgets: each of them is asked for by its own id. */
  | { kind: "group" }
  | { kind: "empty"; text: string; notes?: string[] }
  | { kind: "refused"; why: string };
