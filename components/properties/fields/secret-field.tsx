"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "@/components/ui/field-context";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { kindOf } from "@/server/properties/kind";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";

const LINES: readonly string[] = ["multi-line", "markdown", "yaml", "proto", "file", "object", "array"];

/**
 * A value that is encrypted before it leaves: covered while it is typed, shown only as long as the button is held, never
 * filled in by the browser or from what was stored.
 */
export function SecretField(props: PropertyControlProps) {
  const [revealed, setRevealed] = useState(false);
  const control = useFieldControl();
  const native = nativeProps(props);
  const kind = kindOf(props.definition);
  const isJson = kind === "object" || kind === "array";
  const covered = !revealed && native.value !== "";
  const hide = () => setRevealed(false);
  const reveal = !control.disabled && (
    <button
      type="button"
      aria-label="Hold to show what was typed"
      aria-pressed={revealed}
      disabled={native.value === ""}
      onPointerDown={() => setRevealed(true)}
      onPointerUp={hide}
      onPointerLeave={hide}
      onPointerCancel={hide}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === " " || event.key === "Enter") setRevealed(true);
      }}
      onKeyUp={hide}
      className="text-muted-foreground hover:bg-accent hover:text-foreground flex size-6 items-center justify-center rounded-sm disabled:opacity-50"
    >
      {revealed ? <EyeOff aria-hidden className="size-3.5" /> : <Eye aria-hidden className="size-3.5" />}
    </button>
  );
  if (!LINES.includes(kind))
    return (
      <Input
        {...native}
        mono
        type={revealed ? "text" : "password"}
        autoComplete="new-password"
        autoCapitalize="off"
        spellCheck={false}
        suffix={reveal}
      />
    );
  return (
    <div className="relative">
      <Textarea
        {...native}
        mono
        rows={4}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={isJson ? '{ "key": "value" }' : undefined}
        className={cn("pr-9", covered && "[-webkit-text-security:disc]")}
      />
      <span className="absolute top-1 right-1.5">{reveal}</span>
    </div>
  );
}
