"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { QueryState } from "@/components/states/query-state";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";

interface SectionListProps<Item> {
  title: string;
  description: string;
  /** What it holds: "quotas". */
  what: string;
  query: UseQueryResult<Item[], unknown>;
  itemId: (item: Item) => string;
  /** Words of the button that makes a new one. */
  create: string;
  onCreate: () => void;
  /** One sentence while there is none. */
  empty: string;
  /** What an item says, and its commands. */
  children: (item: Item) => ReactNode;
}

/** A part of a settings page that is a short list, with a button that makes a new one. */
export function SectionList<Item>(props: SectionListProps<Item>) {
  return (
    <SectionCard
      title={props.title}
      description={props.description}
      padded={false}
      actions={
        <Button size="sm" aria-haspopup="dialog" onClick={props.onCreate}>
          {props.create}
        </Button>
      }
    >
      <QueryState
        query={props.query}
        what={props.what}
        isEmpty={(items) => items.length === 0}
        empty={<p className="text-muted-foreground px-4 py-3">{props.empty}</p>}
      >
        {(items) => (
          <ul aria-label={props.title} className="divide-y">
            {items.map((item) => (
              <li
                key={props.itemId(item)}
                className="flex flex-wrap items-start justify-between gap-2 px-4 py-2"
              >
                {props.children(item)}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </SectionCard>
  );
}
