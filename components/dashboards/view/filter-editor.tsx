"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { EMPTY_QUERY } from "@/components/query/query-types";
import { QueryEditor } from "@/components/query/query-editor";
import { completeOf } from "@/components/query/rule";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { BoardFilter } from "./board-params";

interface FilterEditorProps {
  id?: string;
  filters: readonly BoardFilter[];
  blueprints: readonly BlueprintDefinition[];
  /** Hears of filters that can be asked already. */
  onChange: (filters: BoardFilter[]) => void;
  onClose?: () => void;
}

const ALL = "all widgets";

const asked = (filters: readonly BoardFilter[]): BoardFilter[] =>
  filters.flatMap((filter) => {
    const query = completeOf(filter.query);
    return query.rules.length > 0 ? [{ ...filter, query }] : [];
  });

/** Edits the filters of a page: each over one blueprint, or over every widget whose entities have what it names. */
export function FilterEditor({ id, filters, blueprints, onChange, onClose }: FilterEditorProps) {
  const [drafts, setDrafts] = useState<readonly BoardFilter[]>(
    filters.length > 0 ? filters : [{ query: EMPTY_QUERY }],
  );
  const change = (next: readonly BoardFilter[]) => {
    setDrafts(next);
    if (JSON.stringify(asked(next)) !== JSON.stringify(asked(drafts))) onChange(asked(next));
  };
  const put = (at: number, filter: BoardFilter) =>
    change(drafts.map((one, index) => (index === at ? filter : one)));
  return (
    <section id={id} aria-label="Filters of the page" className="bg-card grid gap-3 rounded-lg border p-3">
      {drafts.map((filter, at) => (
        <div key={at} className="grid gap-2 border-b pb-3 last-of-type:border-b-0 last-of-type:pb-0">
          <div className="flex items-center gap-2">
            <Select
              label={`Filter ${at + 1} applies to`}
              size="sm"
              className="w-56"
              options={[
                { value: ALL, label: "All widgets" },
                ...blueprints.map(({ identifier, title }) => ({ value: identifier, label: title })),
              ]}
              value={filter.blueprint ?? ALL}
              onValueChange={(value) =>
                put(at, { query: EMPTY_QUERY, ...(value !== ALL && { blueprint: value }) })
              }
            />
            <Button
              size="icon-sm"
              variant="ghost"
              aria-label={`Remove filter ${at + 1}`}
              onClick={() => change(drafts.filter((_, index) => index !== at))}
            >
              <X aria-hidden />
            </Button>
          </div>
          <QueryEditor
            key={filter.blueprint ?? ALL}
            blueprints={blueprints}
            blueprint={filter.blueprint}
            value={filter.query}
            label={`Filter ${at + 1}`}
            onChange={(query) => put(at, { ...filter, query })}
          />
        </div>
      ))}
      <div className="flex flex-wrap justify-between gap-2">
        <Button size="sm" onClick={() => setDrafts([...drafts, { query: EMPTY_QUERY }])}>
          <Plus aria-hidden /> Add a filter
        </Button>
        {onClose && (
          <Button size="sm" onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    </section>
  );
}
