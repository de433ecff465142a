"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const CONFIRM_ID = "confirm-name";

export type Confirmation = ReturnType<typeof useConfirmation>;

/** The name that has to be typed before something is destroyed; null: nothing has to. */
export function useConfirmation(name: string | null) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  return {
    name,
    typed,
    error,
    setTyped: (next: string) => {
      setTyped(next);
      setError(undefined);
    },
    /** Whether it was typed; if not, says so and moves there. */
    confirm: (): boolean => {
      if (name === null || typed.trim() === name) return true;
      setError("That is not the name. Type it exactly as shown.");
      document.getElementById(CONFIRM_ID)?.focus();
      return false;
    },
  };
}

/** Asks for the name of what will be destroyed. */
export function ConfirmField({ confirmation }: { confirmation: Confirmation }) {
  const { name, typed, error, setTyped } = confirmation;
  if (name === null) return null;
  return (
    <Field
      id={CONFIRM_ID}
      required
      label={
        <>
          Type <span className="bg-muted rounded-xs px-1 py-0.5 font-mono text-xs select-all">{name}</span> to
          confirm
        </>
      }
      description="What this destroys cannot be brought back."
      error={error}
    >
      <Input mono required={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
    </Field>
  );
}
