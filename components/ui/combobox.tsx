"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { RefObject } from "react";
import type { ComboboxProps, MultiComboboxProps } from "./combobox-control";
import { cn } from "./cn";
import { useFieldControl, useFieldLabelId } from "./field-context";
import { inputClasses } from "./input";

const load = () => import("./combobox-control");
const MultiControl = dynamic(() => load().then((module) => module.MultiComboboxControl), {
  ssr: false,
  loading: Frame,
});

function Frame() {
  return <div aria-hidden className={cn(inputClasses, "h-8")} />;
}

type Control = Awaited<ReturnType<typeof load>>["ComboboxControl"];

// The control is 57 kB, a quarter of what a page may load at first: it comes with the first touch of the page, for all at once.
let control: Control | undefined;
let waiting = false;
/** Id of the field that had the focus when the control arrived. */
let focusedId: string | undefined;
const listeners = new Set<() => void>();
const SIGNS = ["pointermove", "pointerdown", "keydown", "touchstart"] as const;

function wake(): void {
  for (const sign of SIGNS) document.removeEventListener(sign, wake);
  void load().then((module) => {
    control = module.ComboboxControl;
    focusedId = document.activeElement?.id;
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!waiting) {
    waiting = true;
    for (const sign of SIGNS) document.addEventListener(sign, wake, { passive: true });
  }
  return () => listeners.delete(listener);
}

const readControl = () => control;
const none = () => undefined;

/** What was done to the resting field before the control arrived, to be done to the control. */
interface Handover {
  clicked: boolean;
  text: string | null;
}

/** One of many, found by typing; from a list or from the server. */
export function Combobox(props: ComboboxProps) {
  const Control = useSyncExternalStore(subscribe, readControl, none);
  const handover = useRef<Handover>({ clicked: false, text: null });
  const { id } = useFieldControl({ id: props.id });
  useEffect(() => {
    const { clicked, text } = handover.current;
    const input = Control && id && id === focusedId ? document.getElementById(id) : null;
    if (!(input instanceof HTMLInputElement)) return;
    focusedId = undefined;
    input.focus();
    if (text !== null) {
      // React hears of a value only when it is set as a person's typing would.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (clicked) input.click();
  }, [Control, id]);
  return Control ? <Control {...props} /> : <Resting {...props} handover={handover} />;
}

/** The field as it looks and reads, until the control is there. What is typed into it meanwhile is not lost. */
function Resting({
  value,
  placeholder,
  id,
  label,
  disabled,
  className,
  handover,
}: ComboboxProps & { handover: RefObject<Handover> }) {
  const { required, ...field } = useFieldControl({ id, ...(disabled !== undefined && { disabled }) });
  const labelId = useFieldLabelId();
  const [text, setText] = useState<string | null>(null);
  return (
    <span className="relative flex items-center">
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
        placeholder={placeholder ?? "Search…"}
        value={text ?? value?.label ?? ""}
        onChange={(event) => {
          handover.current.text = event.target.value;
          setText(event.target.value);
        }}
        onFocus={wake}
        onClick={() => {
          handover.current.clicked = true;
        }}
        className={cn(inputClasses, "h-8 pr-14", className)}
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
  return <MultiControl {...props} />;
}
