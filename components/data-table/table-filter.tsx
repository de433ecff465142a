"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Input } from "@/components/ui/input";

export interface TableFilterProps {
  /** The filter as the URL has it. */
  value: string;
  /** Called 200 ms after the last key. */
  onChange: (value: string) => void;
  /** "Filter runs". */
  label: string;
}

const SETTLE_MS = 200;

/** Text filter of a table; `/` focuses it. Typing is never blocked by what is loading. */
export function TableFilter({ value, onChange, label }: TableFilterProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  useEffect(() => {
    // Back, forward and "clear filters" change the value from outside; our own echo does not.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current(text);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="w-full sm:w-64">
      <Input
        data-filter-input
        type="text"
        inputMode="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text) setText("");
          else event.currentTarget.blur();
        }}
        prefix={<Search aria-hidden className="size-3.5" />}
        suffix={
          text ? (
            <button
              type="button"
              aria-label="Clear filter"
              onClick={() => setText("")}
              className="hover:text-foreground flex size-6 items-center justify-center rounded-sm"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          ) : (
            <kbd aria-hidden className="bg-muted text-2xs rounded-xs border px-1 font-sans max-sm:hidden">
              /
            </kbd>
          )
        }
      />
    </div>
  );
}
