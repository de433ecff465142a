"use client";

import type { ReactNode } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { computedBy, isComputed, sourceOf } from "./dynamic-values";
import { useQueryEditor } from "./editor-context";
import type { Operand } from "./operators";

const FIXED = "fixed";
const JQ = "jq";

interface ValueSourceProps {
  id: string;
  label: string;
  operand: Operand;
  value: unknown;
  onChange: (value: unknown) => void;
  /** The control of a fixed value. */
  children: ReactNode;
}

/** A value that is fixed, or that the form gives where the editor stands in one. */
export function ValueSource({ id, label, operand, value, onChange, children }: ValueSourceProps) {
  const { dynamic } = useQueryEditor();
  const computed = isComputed(value);
  if ((!dynamic && !computed) || operand === "none" || operand === "range") return children;
  const found = computed && dynamic ? sourceOf(value.jqQuery, dynamic) : null;
  const current = !computed ? FIXED : (found?.source.id ?? JQ);
  const sources = dynamic?.sources.filter(({ options }) => options.length > 0) ?? [];
  const use = (source: string, index: number) => {
    const option = sources.find((one) => one.id === source)?.options[index];
    if (!option) return;
    onChange(computedBy(option, operand));
    dynamic?.onUse?.(option);
  };
  return (
    <div className="grid min-w-0 gap-1.5">
      <Select
        label={`${label} comes from`}
        options={[
          { value: FIXED, label: "A fixed value" },
          ...sources.map((source) => ({ value: source.id, label: `From ${source.label}` })),
          { value: JQ, label: "By jq" },
        ]}
        value={current}
        onValueChange={(next) => {
          if (next === FIXED) onChange(undefined);
          else if (next === JQ) onChange({ jqQuery: computed ? value.jqQuery : "" });
          else use(next, 0);
        }}
      />
      {!computed && children}
      {computed &&
        (found && dynamic ? (
          <Select
            id={id}
            label={`${label}: which`}
            options={found.source.options.map((option, index) => ({
              value: String(index),
              label: option.label,
            }))}
            value={String(found.source.options.indexOf(found.option))}
            onValueChange={(next) => use(found.source.id, Number(next))}
          />
        ) : (
          <Input
            id={id}
            mono
            aria-label={`${label}: jq`}
            placeholder=".form.cluster.identifier"
            value={value.jqQuery}
            onChange={(event) => onChange({ jqQuery: event.target.value })}
          />
        ))}
    </div>
  );
}
