"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { useFieldControl } from "@/components/ui/field-context";
import { Input } from "@/components/ui/input";
import { toLocalInput } from "../value";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";

const never = () => () => undefined;
/** The server does not know where its reader is. */
const useTimeZone = (): string | null =>
  useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const QUICK = [
  { label: "Now", after: 0 },
  { label: "Tomorrow", after: DAY_MS },
  { label: "In a week", after: 7 * DAY_MS },
] as const;

/** An instant, entered in the reader's own time zone, which is said together with what is stored. */
export function DateTimeField(props: PropertyControlProps) {
  const { onChange } = props;
  const control = useFieldControl({ id: props.id });
  const zone = useTimeZone();
  const native = nativeProps(props);
  const zoneId = `${control.id ?? props.label ?? "time"}-zone`;
  const date = native.value === "" ? null : new Date(native.value);
  const stored =
    date && !Number.isNaN(date.getTime())
      ? date
          .toISOString()
          .replace("T", " ")
          .replace(/(:00)?\.\d+Z$/, "")
      : null;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-1">
        <Input
          {...native}
          type="datetime-local"
          step="any"
          aria-describedby={zoneId}
          className="tabular max-w-60"
        />
        {!control.disabled && (
          <span className="flex">
            {QUICK.map(({ label, after }) => (
              <Button
                key={label}
                variant="ghost"
                size="sm"
                className="text-muted-foreground"
                aria-label={props.label ? `${props.label}: ${label}` : label}
                onClick={() => {
                  const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
                  onChange(toLocalInput(new Date(minute + after).toISOString()));
                }}
              >
                {label}
              </Button>
            ))}
          </span>
        )}
      </div>
      <span id={zoneId} className="text-muted-foreground tabular min-h-4 text-xs">
        {zone &&
          `Your time zone, ${zone.replaceAll("_", " ")}; stored as ${stored ? `${stored} UTC` : "UTC"}.`}
      </span>
    </div>
  );
}
