"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";
import { paletteSources } from "./palette-sources";
import { typedAhead } from "./typed-ahead";
import type { PaletteItem } from "./palette-sources";

/** Milliseconds after the last key before sources that ask the server are asked. */
const SETTLE_MS = 140;

/** ⌘K: searches pages, entities, actions and runs, then acts. */
export function CommandPalette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop-motion bg-overlay fixed inset-0 z-50" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-3 sm:pt-[14vh]">
          <Dialog.Popup className="popup-motion bg-popover text-popover-foreground shadow-popup w-full max-w-xl overflow-hidden rounded-xl focus-visible:outline-none">
            <Dialog.Title className="sr-only">Search and run commands</Dialog.Title>
            <PaletteBody close={() => onOpenChange(false)} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ close }: { close: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const results = paletteSources.map((source) => ({ source, result: source.useItems(query) }));
  const groups = results.map(({ source, result }) => ({
    source,
    result,
    items: source.match === "server" ? result.items : result.items.filter((item) => matches(item, text)),
  }));
  const loading = groups.some((group) => group.result.loading) || text.trim() !== query;
  const failed = groups
    .filter((group) => group.result.failed)
    .map((group) => group.source.heading.toLowerCase());
  const choose = (item: PaletteItem) => {
    close();
    if (item.href) router.push(item.href);
    else item.run?.();
  };

  return (
    <Command label="Search and run commands" shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-b px-4">
        {loading && text ? (
          <Spinner className="text-muted-foreground size-4" />
        ) : (
          <Search aria-hidden className="text-muted-foreground size-4" />
        )}
        <Command.Input
          value={text}
          onValueChange={setText}
          onFocus={() => setText((shown) => shown + typedAhead.take())}
          placeholder="Search entities, actions, runs and pages"
          className="h-12 w-full bg-transparent text-base outline-none focus-visible:outline-none"
        />
      </div>
      <Command.List className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-2">
        <Command.Empty className="text-muted-foreground px-3 py-8 text-center text-sm">
          {loading ? "Searching…" : "Nothing matches."}
        </Command.Empty>
        {groups.map(
          ({ source, items }) =>
            items.length > 0 && (
              <Command.Group
                key={source.id}
                heading={source.heading}
                className="[&_[cmdk-group-heading]]:text-muted-foreground mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium"
              >
                {items.map((item) => (
                  <PaletteRow
                    key={item.id}
                    value={`${source.id}:${item.id}`}
                    item={item}
                    onSelect={() => choose(item)}
                  />
                ))}
              </Command.Group>
            ),
        )}
      </Command.List>
      {failed.length > 0 && (
        <p role="status" className="text-warning border-t px-4 py-2 text-xs">
          Could not search {failed.join(", ")}. The other results are complete.
        </p>
      )}
    </Command>
  );
}

function PaletteRow({ value, item, onSelect }: { value: string; item: PaletteItem; onSelect: () => void }) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="data-[selected=true]:bg-accent flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 text-sm select-none"
    >
      {Icon && <Icon aria-hidden strokeWidth={1.75} className="text-muted-foreground size-4 shrink-0" />}
      <span className="truncate">{item.label}</span>
      {item.hint && <span className="text-muted-foreground truncate">{item.hint}</span>}
      {item.shortcut && <Kbd keys={item.shortcut} className="ml-auto" />}
    </Command.Item>
  );
}

/** Every word of the query begins or stands within the label or a keyword. */
function matches(item: PaletteItem, query: string): boolean {
  const haystack = [item.label, item.hint ?? "", ...(item.keywords ?? [])].join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
