"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronDown, X } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { cn } from "./cn";
import { useFieldControl, useFieldLabelId } from "./field-context";
import { ChipLabel, chipClasses, iconSlot } from "./combobox-chip";
import { inputClasses } from "./input";
import { CREATE, createOption, Options } from "./combobox-options";
import { useOptionSearch } from "./option-search";
import type { ComboboxOption, LoadOptions } from "./option-search";

interface CommonProps {
  /** The whole list, filtered here … */
  options?: readonly ComboboxOption[];
  /** … or a search on the server, asked with the typed text and a signal that ends outdated calls. */
  loadOptions?: LoadOptions;
  placeholder?: string;
  /** Asks `loadOptions` anew when it changes. */
  version?: string | undefined;
  /** Shown when nothing matches. */
  emptyText?: string;
  /** Offers to make what was typed, when it is not there. */
  create?: { label: (text: string) => string; run: (text: string) => void } | undefined;
  id?: string;
  /** Accessible name where no Field gives one. */
  label?: string;
  disabled?: boolean;
  className?: string;
}

/** What was done to the field before its control was there. */
export interface Handover {
  focused: boolean;
  /** It was clicked, or asked by key to show its options. */
  opened: boolean;
  /** What was typed. */
  text: string | null;
}

export interface ComboboxProps extends CommonProps {
  /** The chosen option with its label, since a remote list may not contain it. */
  value: ComboboxOption | null;
  onValueChange: (value: ComboboxOption | null) => void;
}

/** Escape leaves a list, and then a dialog; what was chosen stays, which the primitive would take away. */
function isEscape(details: Base.Root.ChangeEventDetails): boolean {
  if (details.reason !== "escape-key") return false;
  details.cancel();
  details.allowPropagation();
  return true;
}

/** The control of Combobox, which loads it. */
export function ComboboxControl({ value, onValueChange, ...props }: ComboboxProps & { handover: Handover }) {
  const { control, inputRef, labelId, search, items, input, setInput, open, setOpen, highlighted } =
    useCombobox(props, value ? [value] : [], value?.label ?? "");
  // Beside its own label only, not beside what is typed to find another.
  const shownIcon = input === "" ? value?.icon : undefined;
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next: ComboboxOption | null, details: Base.Root.ChangeEventDetails) => {
        if (isEscape(details)) return;
        if (next?.value === CREATE) props.create?.run(input);
        else onValueChange(next);
      }}
      onItemHighlighted={highlighted}
      onInputValueChange={(next: string, details: Base.Root.ChangeEventDetails) => {
        if (!isEscape(details)) setInput(next);
      }}
      open={open}
      onOpenChange={(next) => setOpen(next)}
      isItemEqualToValue={(item: ComboboxOption, other: ComboboxOption) => item.value === other.value}
      itemToStringLabel={(item: ComboboxOption) => item.label}
      {...(props.loadOptions && { filter: null })}
      {...(control.disabled !== undefined && { disabled: control.disabled })}
    >
      <Base.InputGroup className="relative flex items-center">
        {shownIcon && <span className={iconSlot}>{shownIcon}</span>}
        <Base.Input
          ref={inputRef}
          id={control.id}
          aria-label={props.label}
          aria-labelledby={props.label ? undefined : labelId}
          aria-describedby={control["aria-describedby"]}
          aria-invalid={control["aria-invalid"]}
          aria-required={control.required}
          placeholder={props.placeholder ?? "Search…"}
          className={cn(inputClasses, "h-8 pr-14", shownIcon && "pl-8", props.className)}
        />
        <span className="text-muted-foreground absolute right-1 flex items-center">
          <Base.Clear
            aria-label="Clear"
            className="hover:bg-accent hover:text-foreground flex size-6 items-center justify-center rounded-sm"
          >
            <X aria-hidden className="size-3.5" />
          </Base.Clear>
          <Base.Trigger
            aria-label="Show options"
            className="hover:bg-accent hover:text-foreground flex size-6 items-center justify-center rounded-sm"
          >
            <ChevronDown aria-hidden className="size-3.5" />
          </Base.Trigger>
        </span>
      </Base.InputGroup>
      <Options search={search} query={input} emptyText={props.emptyText} count={items.length} />
    </Base.Root>
  );
}

export interface MultiComboboxProps extends CommonProps {
  value: readonly ComboboxOption[];
  onValueChange: (value: ComboboxOption[]) => void;
}

/** The control of MultiCombobox, which loads it. */
export function MultiComboboxControl({
  value,
  onValueChange,
  ...props
}: MultiComboboxProps & { handover: Handover }) {
  const { control, inputRef, labelId, search, items, input, setInput, open, setOpen, highlighted } =
    useCombobox(props, value, "");
  return (
    <Base.Root
      multiple
      items={items}
      value={value as ComboboxOption[]}
      onValueChange={(next: ComboboxOption[], details: Base.Root.ChangeEventDetails) => {
        if (isEscape(details)) return;
        if (next.some((option) => option.value === CREATE)) props.create?.run(input);
        else onValueChange(next);
      }}
      onItemHighlighted={highlighted}
      onInputValueChange={(next: string, details: Base.Root.ChangeEventDetails) => {
        if (!isEscape(details)) setInput(next);
      }}
      open={open}
      onOpenChange={(next) => setOpen(next)}
      isItemEqualToValue={(item: ComboboxOption, other: ComboboxOption) => item.value === other.value}
      itemToStringLabel={(item: ComboboxOption) => item.label}
      {...(props.loadOptions && { filter: null })}
      {...(control.disabled !== undefined && { disabled: control.disabled })}
    >
      <Base.InputGroup>
        <Base.Chips
          className={cn(
            inputClasses,
            "focus-within:border-ring focus-within:outline-ring flex min-h-8 flex-wrap items-center gap-1 px-1.5 py-0.5 focus-within:outline-2",
            control["aria-invalid"] && "border-danger",
            props.className,
          )}
        >
          {value.map((option) => (
            <Base.Chip
              key={option.value}
              aria-label={option.label}
              className={cn(chipClasses(option), "data-highlighted:border-ring")}
            >
              <ChipLabel option={option} />
              <Base.ChipRemove
                aria-label={`Remove ${option.label}`}
                className="text-muted-foreground hover:text-foreground flex size-6 items-center justify-center rounded-sm"
              >
                <X aria-hidden className="size-3" />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            ref={inputRef}
            id={control.id}
            aria-label={props.label}
            aria-labelledby={props.label ? undefined : labelId}
            aria-describedby={control["aria-describedby"]}
            aria-invalid={control["aria-invalid"]}
            placeholder={value.length ? "" : (props.placeholder ?? "Search…")}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none focus-visible:outline-none"
          />
        </Base.Chips>
      </Base.InputGroup>
      <Options search={search} query={input} emptyText={props.emptyText} count={items.length} />
    </Base.Root>
  );
}

function useCombobox(
  props: CommonProps & { handover: Handover },
  chosen: readonly ComboboxOption[],
  shownLabel: string,
) {
  const control = useFieldControl({
    id: props.id,
    ...(props.disabled !== undefined && { disabled: props.disabled }),
  });
  const labelId = useFieldLabelId();
  const [input, setInput] = useState("");
  const { handover } = props;
  const [open, setOpen] = useState(handover.focused && handover.opened && !control.disabled);
  const inputRef = useRef<HTMLInputElement>(null);
  // Before the browser paints, and before a dialog around notices that the focused field is gone.
  useLayoutEffect(() => {
    const element = inputRef.current;
    if (!element || !handover.focused) return;
    element.focus();
    if (handover.text === null) return;
    // React hears of a value only when it is set as a person's typing would; without `inputType` it counts as autofill, which opens nothing.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(element, handover.text);
    element.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }, [handover]);
  // The label of the choice stands in the input; it is not a search.
  const query = input === shownLabel ? "" : input.trim();
  const search = useOptionSearch(props.options, props.loadOptions, query, open, props.version);
  const remote = props.loadOptions !== undefined;
  const { create } = props;
  const items = useMemo(() => {
    if (!remote) return search.options;
    const missing = chosen.filter((option) => !search.options.some((other) => other.value === option.value));
    const found = query === "" ? [...missing, ...search.options] : search.options;
    const named = found.some((option) => option.label.toLowerCase() === query.toLowerCase());
    return create && query !== "" && search.settled && !named
      ? [...found, createOption(create.label(query))]
      : found;
  }, [remote, search.options, search.settled, chosen, query, create]);
  /** By key one reaches the end of the list without scrolling. */
  const highlighted = (_: unknown, { index }: { index: number }) => {
    if (index >= items.length - NEAR_END) search.more();
  };
  return { control, inputRef, labelId, search, items, input: query, setInput, open, setOpen, highlighted };
}

/** So many options before the last, the next ones are asked for. */
const NEAR_END = 5;
