"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { useEditor } from "../editor/editor-context";

export type TrialKind = "mirror" | "calculation" | "aggregation";

/** A pause in typing after which it is tried again, in ms. */
const TRY_AFTER_MS = 400;

/** Computes a property of the edited definition for one entity, again whenever the definition changes. */
export function useTrial(kind: TrialKind, key: string, entity: string) {
  const trpc = useTRPC();
  const { definition } = useEditor();
  const [settled, setSettled] = useState(definition);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(definition), TRY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [definition]);
  const input = { definition: settled, key, entity };
  const enabled = entity !== "" && settled === definition;
  const options = { enabled, staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false };
  const mirror = useQuery(
    trpc.catalog.blueprints.tryMirror.queryOptions(input, {
      ...options,
      enabled: enabled && kind === "mirror",
    }),
  );
  const calculation = useQuery(
    trpc.catalog.blueprints.tryCalculation.queryOptions(input, {
      ...options,
      enabled: enabled && kind === "calculation",
    }),
  );
  const aggregation = useQuery(
    trpc.catalog.blueprints.tryAggregation.queryOptions(input, {
      ...options,
      enabled: enabled && kind === "aggregation",
    }),
  );
  return { mirror, calculation, aggregation }[kind];
}
