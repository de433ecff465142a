"use client";

import { useEffect, useRef } from "react";
import { REVIEW } from "./use-steps";
import type { Steps } from "./use-steps";

/** The heading of the current step. Takes the focus when one gets there, so that reading goes on from it. */
export function StepHeading({ steps }: { steps: Steps }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(steps.current);
  useEffect(() => {
    if (shown.current === steps.current) return;
    shown.current = steps.current;
    heading.current?.focus();
  }, [steps.current]);
  const at = steps.parts.findIndex(({ step }) => step === steps.current);
  const count = steps.parts.length + 1;
  const review = steps.current === REVIEW;
  return (
    <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold tracking-tight outline-none">
      <span className="sr-only">
        Step {review ? count : at + 1} of {count}:{" "}
      </span>
      {review ? "Review" : steps.parts[at]?.title}
    </h2>
  );
}
