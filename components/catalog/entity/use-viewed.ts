"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "@/components/trpc/provider";

/** Tells the portal that an entity is looked at, for lists of what one viewed lately. A page works without. */
export function useViewed(blueprint: string, identifier: string): void {
  const trpc = useTRPC();
  const { mutate } = useMutation(trpc.dashboards.viewed.mutationOptions({ gcTime: 0 }));
  useEffect(() => mutate({ blueprint, identifier }), [mutate, blueprint, identifier]);
}
