"use client";

import { Lock, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { PropertyDefinition } from "@/server/properties/schema";
import { isSecret } from "./kind";
import { limitsOf } from "./limits";

/** What a form says of one of its inputs beyond the definition. */
export interface FieldNotice {
  /** Closed, and why: "Choose Cluster first." */
  closed?: string | undefined;
  /** Shown, not to be changed. */
  readOnly?: boolean | undefined;
  /** Where the value came from as long as nobody changes it: "Computed from Cluster." */
  computed?: string | undefined;
  /** There is a computed value, and the person has put their own in its place. */
  overridden?: boolean | undefined;
  /** An expression of the input that failed. */
  fault?: string | undefined;
  /** Values that were chosen and are no longer offered. */
  withdrawn?: readonly string[] | undefined;
}

/** Description, limits and state of a field, below its control and read with it; null where there is nothing to say. */
export function fieldWords(definition: PropertyDefinition, notice?: FieldNotice): ReactNode {
  const limits = limitsOf(definition);
  const secret = isSecret(definition);
  const { description } = definition;
  if (!description && !limits && !secret && !notice?.closed && !notice?.computed) return null;
  return (
    <span className="grid gap-0.5">
      {description && <span>{description}</span>}
      {limits && <span className="tabular">{limits}</span>}
      {secret && (
        <span className="flex items-center gap-1">
          <Lock aria-hidden className="size-3 shrink-0" /> Encrypted when it is sent, and never shown again.
        </span>
      )}
      {notice?.computed && (
        <span className="flex items-center gap-1">
          <Sparkles aria-hidden className="size-3 shrink-0" /> {notice.computed}
        </span>
      )}
      {notice?.closed && (
        <span className="text-foreground flex items-center gap-1">
          <Lock aria-hidden className="size-3 shrink-0" /> {notice.closed}
        </span>
      )}
    </span>
  );
}

/** Takes back what a person put in the place of a computed value. */
export function ComputedAgain({ label, onReset }: { label: string; onReset: () => void }) {
  return (
    <Button variant="link" size="sm" aria-label={`Use the computed value of ${label}`} onClick={onReset}>
      Use computed value
    </Button>
  );
}
