"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { SkeletonPage } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { startOf } from "./basis";

// Drawn on the server and hydrated apart: the shell does not wait for its code.
const ActionEditor = dynamic(() => import("./action-editor").then((module) => module.ActionEditor), {
  loading: SkeletonPage,
});
const emptyAction = {
  identifier: "",
  trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} } },
  invocationMethod: { type: "TERRAFORM", template: "" },
};

/** Makes a new action. */
export function NewAction() {
  return <ActionEditor stored={null} start={{ definition: emptyAction, revision: null }} />;
}

/** Edits a stored one; a change made by somebody else meanwhile is not overwritten. */
export function EditAction({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.actions.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  return <ActionEditor key={identifier} stored={data} start={startOf(data)} />;
}
