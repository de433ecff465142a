"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { readDraft } from "@/components/definition-editor/draft-storage";
import { SkeletonPage } from "@/components/states/loading";
import { useTRPC } from "@/components/trpc/provider";
import { isActionDraft } from "./action-draft";
import type { ActionDraft } from "./action-draft";
import { startOf } from "./basis";

// Drawn on the server and hydrated apart: the shell does not wait for its code.
const ActionEditor = dynamic(() => import("./action-editor").then((module) => module.ActionEditor), {
  loading: SkeletonPage,
});
const StartPage = dynamic(() => import("./start/start-page").then((module) => module.StartPage), {
  loading: SkeletonPage,
});

/** Makes a new action: first with what it begins, then the editor. What was begun before a reload goes on. */
export function NewAction() {
  const [start, setStart] = useState<ActionDraft | null>(null);
  useEffect(() => {
    // After hydration: the server knows no draft.
    const kept = readDraft("action:new", isActionDraft);
    if (kept) setStart(kept.base);
  }, []);
  if (!start) return <StartPage onStart={setStart} />;
  return <ActionEditor stored={null} start={{ definition: start, revision: null }} />;
}

/** Edits a stored one; a change made by somebody else meanwhile is not overwritten. */
export function EditAction({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(
    trpc.actions.get.queryOptions({ identifier }, { refetchOnWindowFocus: false }),
  );
  return <ActionEditor key={identifier} stored={data} start={startOf(data)} />;
}
