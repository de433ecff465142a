"use client";

import { Input } from "@/components/ui/input";
import { useFieldControl } from "@/components/ui/field-context";
import type { RawLink } from "../value";
import type { PropertyControlProps } from "./control-props";

/** An address and the words to show for it. */
export function LabeledUrlField({ value, onChange, onBlur, label, id }: PropertyControlProps) {
  const control = useFieldControl();
  const link: RawLink =
    typeof value === "object" && !Array.isArray(value) && "url" in value
      ? value
      : { url: "", displayText: "" };
  const name = label ?? "Link";
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Input
        id={id ?? control.id}
        aria-label={label ? `${name}: address` : undefined}
        inputMode="url"
        spellCheck={false}
        placeholder="https://"
        value={link.url}
        onBlur={onBlur}
        onChange={(event) => onChange({ ...link, url: event.target.value })}
      />
      <Input
        id={`${id ?? control.id ?? name}-text`}
        aria-label={`${name}: text to show`}
        required={false}
        placeholder="Text to show"
        value={link.displayText}
        onBlur={onBlur}
        onChange={(event) => onChange({ ...link, displayText: event.target.value })}
      />
    </div>
  );
}
