"use client";

import { useQueryStates } from "@/components/url-state/use-query-state";
import type { FigureBucket } from "@/server/metrics/core/figure";
import { insightParams } from "./insight-params";

/** The point that is looked into, kept in the URL so that it can be sent to somebody. */
export function usePoint() {
  const [{ point }, set] = useQueryStates(insightParams, { history: "push" });
  const [metric, from, to] = point;
  return {
    point: metric && from && to ? { metric, from, to } : null,
    open: (id: string, bucket: FigureBucket) => set({ point: [id, bucket.from, bucket.to] }),
    close: () => set({ point: null }),
  };
}
