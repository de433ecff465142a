"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RANGES } from "@/components/insights/insight-params";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import { IconField } from "../pages/icon-field";
import { asPageFilters } from "../view/board-params";
import type { BoardFilter } from "../view/board-params";
import { FilterEditor } from "../view/filter-editor";
import type { BoardDraft } from "./board-draft";

interface PageSheetProps {
  draft: BoardDraft;
  onDone: (change: Partial<BoardDraft>) => void;
  onClose: () => void;
}

const NONE = "";

/** What the page is called, and what everybody who opens it begins with: range of time and filters. */
export function PageSheet({ draft, onDone, onClose }: PageSheetProps) {
  const trpc = useTRPC();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [title, setTitle] = useState(draft.title);
  const [icon, setIcon] = useState(draft.icon ?? "");
  const [description, setDescription] = useState(draft.description ?? "");
  const [range, setRange] = useState(draft.range && "last" in draft.range ? draft.range.last : NONE);
  const [filters, setFilters] = useState((draft.filters ?? []) as unknown as BoardFilter[]);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (title.trim() === "") return;
    onDone({
      title: title.trim(),
      icon: icon || null,
      description: description || null,
      // A span between two dates stays until another is chosen.
      range:
        range === NONE ? (draft.range && "from" in draft.range ? draft.range : undefined) : { last: range },
      filters: filters.length > 0 ? asPageFilters(filters) : undefined,
    });
  };
  const known = RANGES.some(({ value }) => value === range);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title="Page"
        description="What it is called, and what everybody who opens it begins with."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={submit}>
              Apply
            </Button>
          </>
        }
      >
        <div className="grid gap-5">
          <Field
            label="Name"
            required
            error={tried && title.trim() === "" ? "Give the page a name." : undefined}
          >
            <Input value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <IconField value={icon} onChange={setIcon} />
          <Field label="Description">
            <Textarea rows={2} value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
          <Field label="Range of time" description="Of metrics and costs that have none of their own.">
            <Select
              value={range}
              onValueChange={setRange}
              options={[
                { value: NONE, label: "As each widget says" },
                ...RANGES,
                ...(range !== NONE && !known ? [{ value: range, label: `Last ${range}` }] : []),
              ]}
            />
          </Field>
          <div className="grid gap-2">
            <p className="text-sm font-medium">Filters</p>
            <QueryState query={blueprints} what="blueprints" size="inline">
              {(all) => <FilterEditor filters={filters} blueprints={all} onChange={setFilters} />}
            </QueryState>
          </div>
        </div>
      </SheetContent>
    </Sheet>
  );
}
