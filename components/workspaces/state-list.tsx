"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { planValue } from "@/components/runs/plan-format";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import type { ResourceChange } from "@/server/pipelines/schema";

/** From so many resources on, one is found by typing. */
const SEARCH_FROM = 8;

/** Resources of a state, each with its attributes when it is opened. */
export function StateList({ resources }: { resources: readonly ResourceChange[] }) {
  const [search, setSearch] = useState("");
  const shown = resources.filter(({ address }) =>
    address.toLowerCase().includes(search.trim().toLowerCase()),
  );
  if (resources.length === 0)
    return <p className="text-muted-foreground px-4 py-6">The state has no resources.</p>;
  return (
    <>
      {resources.length >= SEARCH_FROM && (
        <div className="border-b px-4 py-2">
          <Input
            type="search"
            aria-label="Find a resource"
            placeholder="Find a resource"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      {shown.length === 0 && (
        <p className="text-muted-foreground px-4 py-6">No resource has “{search.trim()}” in its address.</p>
      )}
      <ul className="divide-y">
        {shown.map((resource) => (
          <Resource key={resource.address} resource={resource} />
        ))}
      </ul>
    </>
  );
}

function Resource({ resource }: { resource: ResourceChange }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="hover:bg-accent/60 flex w-full flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2 text-left"
      >
        <ChevronRight
          aria-hidden
          className={cn("text-muted-foreground size-3.5 shrink-0 transition-transform", open && "rotate-90")}
        />
        <span className="min-w-0 font-mono text-xs break-all">{resource.address}</span>
        <span className="text-muted-foreground text-xs">{resource.provider}</span>
      </button>
      {open && (
        <dl className="mb-3 ml-4 grid gap-y-1.5 border-l-2 py-1 pr-4 pl-4 font-mono text-xs sm:ml-9 sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)] sm:gap-x-4">
          {resource.attributes.map(({ path, sensitive, after }) => (
            <div key={path} className="contents">
              <dt className="text-muted-foreground break-all">{path}</dt>
              <dd className="break-all whitespace-pre-wrap">
                {sensitive ? (
                  <span className="text-muted-foreground italic">(sensitive)</span>
                ) : (
                  planValue(after)
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
