"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { SkeletonPage } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { basisOf } from "./basis";

// Drawn on the server and hydrated apart: the shell does not wait for its code.
const BlueprintEditor = dynamic(() => import("./blueprint-editor").then((module) => module.BlueprintEditor), {
  loading: SkeletonPage,
});

/** What a new blueprint starts with: nothing but its shape. */
const empty: BlueprintDefinition = { identifier: "", title: "", schema: { properties: {} } };

/** Makes a new blueprint. */
export function NewBlueprint() {
  return <BlueprintEditor identifier={null} start={{ definition: empty, revision: null }} />;
}

/** Edits a stored one; a change made by somebody else meanwhile is not overwritten. */
export function EditBlueprint({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.catalog.blueprints.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  return <BlueprintEditor key={identifier} identifier={identifier} start={basisOf(data)} />;
}
