"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import { useBoard } from "../board-context";

/** What a widget shows, as it is stored, or as it is being drawn up. */
export function useWidgetData(widget: Widget) {
  const trpc = useTRPC();
  const { page, look, preview } = useBoard();
  const asDrawn = preview || page === null;
  const stored = useQuery({
    ...trpc.dashboards.data.queryOptions({ identifier: page ?? "", widget: widget.id ?? "", look }),
    enabled: !asDrawn,
    placeholderData: keepPreviousData,
  });
  const drawn = useQuery({
    ...trpc.dashboards.preview.queryOptions({ widget, look }),
    enabled: asDrawn,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return asDrawn ? drawn : stored;
}
