"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown, X } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { cn } from "./cn";
import { useFieldControl, useFieldLabelId } from "./field-context";
import { inputClasses } from "./input";
import { useOptionSearch } from "./option-search";
import type { ComboboxOption, LoadOptions } from "./option-search";
import { Spinner } from "./spinner";

interface CommonProps {
  /** The whole list, filtered here … */
  options?: readonly ComboboxOption[];
  /** … or a search on the server, asked with the typed text and a signal that ends outdated calls. */
  loadOptions?: LoadOptions;
  placeholder?: string;
  /** Shown when nothing matches. */
  emptyText?: string;
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

/** The control of Combobox, which loads it. */
export function ComboboxControl({ value, onValueChange, ...props }: ComboboxProps & { handover: Handover }) {
  const { control, inputRef, labelId, search, items, input, setInput, open, setOpen } = useCombobox(
    props,
    value ? [value] : [],
    value?.label ?? "",
  );
  return (
    <Base.Root
      items={items}
      value={value}
      onValueChange={(next: ComboboxOption | null) => onValueChange(next)}
      onInputValueChange={(next: string) => setInput(next)}
      open={open}
      onOpenChange={(next) => setOpen(next)}
      isItemEqualToValue={(item: ComboboxOption, other: ComboboxOption) => item.value === other.value}
      itemToStringLabel={(item: ComboboxOption) => item.label}
      {...(props.loadOptions && { filter: null })}
      {...(control.disabled !== undefined && { disabled: control.disabled })}
    >
      <Base.InputGroup className="relative flex items-center">
        <Base.Input
          ref={inputRef}
          id={control.id}
          aria-label={props.label}
          aria-labelledby={props.label ? undefined : labelId}
          aria-describedby={control["aria-describedby"]}
          aria-invalid={control["aria-invalid"]}
          aria-required={control.required}
          placeholder={props.placeholder ?? "Search…"}
          className={cn(inputClasses, "h-8 pr-14", props.className)}
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
      <Options search={search} query={input} emptyText={props.emptyText} />
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
  const { control, inputRef, labelId, search, items, input, setInput, open, setOpen } = useCombobox(
    props,
    value,
    "",
  );
  return (
    <Base.Root
      multiple
      items={items}
      value={value as ComboboxOption[]}
      onValueChange={(next: ComboboxOption[]) => onValueChange(next)}
      onInputValueChange={(next: string) => setInput(next)}
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
              className="bg-muted data-highlighted:border-ring inline-flex h-6 items-center gap-0.5 rounded-sm border pl-1.5 text-xs font-medium"
            >
              {option.label}
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
      <Options search={search} query={input} emptyText={props.emptyText} />
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
  const search = useOptionSearch(props.options, props.loadOptions, query, open);
  const remote = props.loadOptions !== undefined;
  const items = useMemo(() => {
    if (!remote) return search.options;
    const missing = chosen.filter((option) => !search.options.some((other) => other.value === option.value));
    return query === "" ? [...missing, ...search.options] : search.options;
  }, [remote, search.options, chosen, query]);
  return { control, inputRef, labelId, search, items, input: query, setInput, open, setOpen };
}

function Options({
  search,
  query,
  emptyText,
}: {
  search: ReturnType<typeof useOptionSearch>;
  query: string;
  emptyText: string | undefined;
}) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50 outline-none">
        <Base.Popup
          aria-busy={search.status === "loading" || undefined}
          className="popup-motion bg-popover text-popover-foreground shadow-popup max-h-[min(var(--available-height),20rem)] w-(--anchor-width) max-w-(--available-width) min-w-52 origin-(--transform-origin) overflow-y-auto rounded-lg p-1"
        >
          <Base.Status className="text-muted-foreground text-sm">
            {search.status === "loading" && (
              <span className="flex items-center gap-2 px-2 py-1.5">
                <Spinner /> Searching…
              </span>
            )}
            {search.status === "failed" && (
              <span className="text-danger block px-2 py-1.5">The search failed. Type again to retry.</span>
            )}
          </Base.Status>
          <Base.Empty className="text-muted-foreground text-sm">
            {search.status === "idle" && (
              <span className="block px-2 py-1.5">
                {emptyText ?? (query ? `Nothing matches “${query}”.` : "Nothing to choose from.")}
              </span>
            )}
          </Base.Empty>
          <Base.List>
            {(option: ComboboxOption) => (
              <Base.Item
                key={option.value}
                value={option}
                className="data-highlighted:bg-accent relative flex min-h-7 cursor-default items-center gap-2 rounded-sm py-1 pr-8 pl-2 text-sm outline-none select-none"
              >
                {option.icon}
                <span className="min-w-0">
                  <span className="block truncate">{option.label}</span>
                  {option.description && (
                    <span className="text-muted-foreground block truncate text-xs">{option.description}</span>
                  )}
                </span>
                <Base.ItemIndicator className="text-primary-text absolute right-2">
                  <Check aria-hidden className="size-4" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
