"use client";

import { toLocalInput } from "@/components/properties/value";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SPAN_OPTIONS } from "./operators";
import type { ValueEditorProps } from "./value-editor";

interface Span {
  preset?: string;
  from?: string;
  to?: string;
}

const OWN = "own";
const toInstant = (local: string): string | undefined => {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** A span of time: a named one, which moves along with the calendar, or two instants. */
export function SpanValue({ id, label, value, onChange }: ValueEditorProps) {
  const span = (typeof value === "object" && value !== null ? value : {}) as Span;
  const isOwn = span.preset === undefined;
  const known = SPAN_OPTIONS.some((preset) => preset.value === span.preset);
  const end = (which: "from" | "to", name: string) => (
    <Input
      type="datetime-local"
      aria-label={`${label}, ${name}`}
      className="tabular"
      value={span[which] ? toLocalInput(span[which]) : ""}
      onChange={(event) => onChange({ from: span.from, to: span.to, [which]: toInstant(event.target.value) })}
    />
  );
  return (
    <div className="grid gap-1.5">
      <Select
        id={id}
        label={label}
        options={[
          ...SPAN_OPTIONS,
          ...(span.preset !== undefined && !known ? [{ value: span.preset, label: span.preset }] : []),
          { value: OWN, label: "between two times…" },
        ]}
        value={isOwn ? OWN : (span.preset ?? null)}
        onValueChange={(next) => onChange(next === OWN ? {} : { preset: next })}
      />
      {isOwn && (
        <div className="grid items-center gap-1.5 sm:grid-cols-[1fr_auto_1fr]">
          {end("from", "from")}
          <span className="text-muted-foreground text-xs">to</span>
          {end("to", "to")}
        </div>
      )}
    </div>
  );
}
