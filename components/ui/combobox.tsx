"use client";

import { ChevronDown, X } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import type { ComboboxProps, Handover, MultiComboboxProps } from "./combobox-control";
import { cn } from "./cn";
import { ChipLabel, chipClasses, iconSlot } from "./combobox-chip";
import { useFieldControl, useFieldLabelId } from "./field-context";
import { inputClasses } from "./input";

const load = () => import("./combobox-control");
type Controls = Awaited<ReturnType<typeof load>>;

// The controls are 57 kB, a quarter of what a page may load at first: they come with the first touch of the page, for all at once.
let loaded: Controls | undefined;
let shown: Controls | undefined;
let waiting = false;
/** A resting field is being pressed: were it replaced now, the click would land on nothing. */
let pressed = false;
const listeners = new Set<() => void>();
const SIGNS = ["pointermove", "pointerdown", "keydown", "touchstart"] as const;

function show(): void {
  if (!loaded || pressed || shown) return;
  shown = loaded;
  for (const listener of listeners) listener();
}

function wake(): void {
  for (const sign of SIGNS) document.removeEventListener(sign, wake);
  void load().then((controls) => {
    loaded = controls;
    show();
  });
}

function press(): void {
  pressed = true;
  const ended = new AbortController();
  const release = () => {
    ended.abort();
    // The click follows the release of the pointer.
    setTimeout(() => {
      pressed = false;
      show();
    });
  };
  for (const end of ["pointerup", "pointercancel"] as const)
    document.addEventListener(end, release, { capture: true, signal: ended.signal });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!waiting) {
    waiting = true;
    for (const sign of SIGNS) document.addEventListener(sign, wake, { passive: true });
  }
  return () => listeners.delete(listener);
}

const readControls = () => shown;
const none = () => undefined;
const UNTOUCHED: Handover = { focused: false, opened: false, text: null };

/** The controls once they are there, and what was done to the resting field before, to be done to the control. */
function useControls() {
  const controls = useSyncExternalStore(subscribe, readControls, none);
  const [handover, setHandover] = useState(UNTOUCHED);
  const touch = (change: Partial<Handover>) => setHandover((before) => ({ ...before, ...change }));
  return { controls, handover, touch };
}

/** One of many, found by typing; from a list or from the server. */
export function Combobox(props: ComboboxProps) {
  const { controls, handover, touch } = useControls();
  if (controls) return <controls.ComboboxControl {...props} handover={handover} />;
  const icon = handover.text === null ? props.value?.icon : undefined;
  return (
    <span className="relative flex items-center">
      {icon && <span className={iconSlot}>{icon}</span>}
      <RestingInput
        {...props}
        placeholder={props.placeholder ?? "Search…"}
        text={handover.text ?? props.value?.label ?? ""}
        touch={touch}
        className={cn(inputClasses, "h-8 pr-14", icon && "pl-8", props.className)}
      />
      <ChevronDown
        aria-hidden
        className="text-muted-foreground pointer-events-none absolute right-2.5 size-3.5"
      />
    </span>
  );
}

/** Several of many, found by typing, shown as removable chips. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { controls, handover, touch } = useControls();
  if (controls) return <controls.MultiComboboxControl {...props} handover={handover} />;
  return (
    <div
      className={cn(
        inputClasses,
        "focus-within:border-ring focus-within:outline-ring flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-0.5 focus-within:outline-2",
        props.className,
      )}
    >
      {props.value.map((option) => (
        <span key={option.value} className={chipClasses(option)}>
          <ChipLabel option={option} />
          <span aria-hidden className="text-muted-foreground flex size-6 items-center justify-center">
            <X className="size-3" />
          </span>
        </span>
      ))}
      <RestingInput
        {...props}
        placeholder={props.value.length ? "" : (props.placeholder ?? "Search…")}
        text={handover.text ?? ""}
        touch={touch}
        className="h-6 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none focus-visible:outline-none"
      />
    </div>
  );
}

/** The field as it looks and reads until the control is there; tells what is done to it meanwhile. */
function RestingInput({
  id,
  label,
  disabled,
  placeholder,
  text,
  touch,
  className,
}: Pick<ComboboxProps, "id" | "label" | "disabled" | "className"> & {
  placeholder: string;
  text: string;
  touch: (change: Partial<Handover>) => void;
}) {
  const { required, ...field } = useFieldControl({ id, ...(disabled !== undefined && { disabled }) });
  const labelId = useFieldLabelId();
  return (
    <input
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-autocomplete="list"
      autoComplete="off"
      {...field}
      aria-required={required}
      aria-label={label}
      aria-labelledby={label ? undefined : labelId}
      placeholder={placeholder}
      value={text}
      onChange={(event) => touch({ text: event.target.value })}
      onFocus={() => {
        touch({ focused: true });
        wake();
      }}
      onBlur={() => touch({ focused: false, opened: false })}
      onPointerDown={press}
      onClick={() => touch({ opened: true })}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") touch({ opened: true });
      }}
      className={className}
    />
  );
}
