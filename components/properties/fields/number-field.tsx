"use client";

import type { KeyboardEvent } from "react";
import { Input } from "@/components/ui/input";
import { stepped } from "../stepped";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";
import { example } from "./text-fields";

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** A number as text, so that "1." on the way to "1.5" stays; arrows count up and down within the bounds. */
export function NumberField(props: PropertyControlProps) {
  const { definition, onChange } = props;
  const native = nativeProps(props);
  const number = native.value.trim() === "" ? undefined : Number(native.value);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.currentTarget.readOnly)
      return;
    event.preventDefault();
    onChange(stepped(native.value, step, definition));
  };
  return (
    <Input
      {...native}
      role="spinbutton"
      aria-valuenow={Number.isFinite(number) ? number : undefined}
      aria-valuetext={native.value || "No value"}
      aria-valuemin={definition.minimum}
      aria-valuemax={definition.maximum}
      inputMode="decimal"
      className="tabular max-w-60"
      placeholder={example(definition)}
      onKeyDown={onKeyDown}
    />
  );
}
