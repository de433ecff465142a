"use client";

import { useCallback, useMemo, useState } from "react";
import { useQueryState } from "@/components/url-state/use-query-state";
import { actionParams } from "./action-params";
import type { FormPart } from "./form-parts";

/** The last page of a form with steps, on which nothing is filled in. */
export const REVIEW = "review";
export type StepId = number | typeof REVIEW;

export interface Steps {
  /** Those that are shown now; empty for a form without steps. */
  parts: FormPart[];
  /** Null for a form without steps. */
  current: StepId | null;
  /** The step before the current one, and the one after it. */
  previous: StepId | null;
  next: StepId | null;
  /** Steps that were on the page. */
  seen: ReadonlySet<StepId>;
  go: (step: StepId) => void;
}

/** A step from the address, as people count; one that is not shown now gives way to the last one before it. */
export function stepFrom(text: string, parts: readonly FormPart[]): StepId | null {
  if (parts.length === 0) return null;
  if (text === REVIEW) return REVIEW;
  const wanted = Number(text) - 1;
  const before = parts.filter((part) => part.step !== null && part.step <= wanted);
  return (before.at(-1) ?? parts[0])?.step ?? null;
}

/** What the open step is called; null in a form without steps. */
export function stepTitle({ current, parts }: Steps): string | null {
  if (current === null) return null;
  if (current === REVIEW) return "Review";
  const at = parts.findIndex(({ step }) => step === current);
  return parts[at]?.title ?? `Step ${at + 1}`;
}

/** The steps of a form, with the current one in the address. */
export function useSteps(all: readonly FormPart[]): Steps {
  const parts = useMemo(() => all.filter((part) => part.step !== null), [all]);
  const [text, setText] = useQueryState("step", actionParams.step, { history: "push", scroll: true });
  const current = stepFrom(text, parts);
  const [visited, setVisited] = useState<ReadonlySet<StepId>>(new Set());
  const seen = useMemo(
    () => (current === null ? visited : new Set([...visited, current])),
    [visited, current],
  );
  const go = useCallback(
    (step: StepId) => {
      setVisited(new Set([...seen, step]));
      setText(step === REVIEW ? REVIEW : String(step + 1));
    },
    [seen, setText],
  );
  const order: StepId[] = [...parts.flatMap(({ step }) => (step === null ? [] : [step])), REVIEW];
  const at = current === null ? -1 : order.indexOf(current);
  return {
    parts,
    current,
    previous: order[at - 1] ?? null,
    next: at < 0 ? null : (order[at + 1] ?? null),
    seen,
    go,
  };
}
