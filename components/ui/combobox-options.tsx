"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, Plus } from "lucide-react";
import { Button } from "./button";
import type { ComboboxOption, OptionSearch } from "./option-search";
import { Spinner } from "./spinner";

/** Value of the entry that makes what was typed. */
export const CREATE = "\u0000create";
export const createOption = (label: string): ComboboxOption => ({
  value: CREATE,
  label,
  icon: <Plus aria-hidden className="size-4 shrink-0" />,
});

interface OptionsProps {
  search: OptionSearch;
  query: string;
  emptyText: string | undefined;
  /** How many entries the list has. */
  count: number;
}

/** Pixels above the end of the list at which the next part is asked for. */
const NEAR_END_PX = 80;

/** The list of a combobox with all its states. It grows as one comes near its end. */
export function Options({ search, query, emptyText, count }: OptionsProps) {
  const { status, hasMore, options, note } = search;
  const nothing = emptyText ?? (query ? `Nothing matches “${query}”.` : "Nothing to choose from.");
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50 outline-none">
        <Base.Popup
          aria-busy={status === "loading" || undefined}
          onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
            if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) search.more();
          }}
          className="popup-motion bg-popover text-popover-foreground shadow-popup max-h-[min(var(--available-height),20rem)] w-(--anchor-width) max-w-(--available-width) min-w-52 origin-(--transform-origin) overflow-y-auto rounded-lg p-1"
        >
          <Base.Status className="text-muted-foreground text-sm">
            {status === "loading" && <Searching words="Searching…" />}
            {status === "failed" && (
              <span className="text-danger flex items-center justify-between gap-2 px-2 py-1.5">
                The choices could not be loaded.
                <Button size="sm" onClick={search.retry}>
                  Try again
                </Button>
              </span>
            )}
            {status === "idle" && note !== undefined && (
              <span className="text-danger block px-2 py-1.5">{note}</span>
            )}
            {/* The entry that makes something keeps the list from being empty. */}
            {status === "idle" && note === undefined && count > 0 && options.length === 0 && (
              <span className="block px-2 py-1.5">{nothing}</span>
            )}
          </Base.Status>
          <Base.Empty className="text-muted-foreground text-sm">
            {status === "idle" && note === undefined && <span className="block px-2 py-1.5">{nothing}</span>}
          </Base.Empty>
          <Base.List>{(option: ComboboxOption) => <Option key={option.value} option={option} />}</Base.List>
          {options.length > 0 && hasMore && status !== "loading" && (
            <div className="text-muted-foreground text-sm">
              {status === "more" ? (
                <Searching words="Loading more…" />
              ) : (
                <Button variant="ghost" size="sm" tabIndex={-1} className="w-full" onClick={search.more}>
                  Show more
                </Button>
              )}
            </div>
          )}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function Option({ option }: { option: ComboboxOption }) {
  return (
    <Base.Item
      value={option}
      className="data-highlighted:bg-accent relative flex min-h-7 cursor-default items-center gap-2 rounded-sm py-1 pr-8 pl-2 text-sm outline-none select-none"
    >
      {option.icon}
      <span className="min-w-0">
        <span className="block truncate">{option.label}</span>
        {(option.withdrawn || option.description) && (
          <span className="text-muted-foreground block truncate text-xs">
            {option.withdrawn ? "No longer offered" : option.description}
          </span>
        )}
      </span>
      <Base.ItemIndicator className="text-primary-text absolute right-2">
        <Check aria-hidden className="size-4" />
      </Base.ItemIndicator>
    </Base.Item>
  );
}

function Searching({ words }: { words: string }) {
  return (
    <span className="flex items-center gap-2 px-2 py-1.5">
      <Spinner /> {words}
    </span>
  );
}
