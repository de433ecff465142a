"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { QueryEditor } from "@/components/query/query-editor";
import { EMPTY_QUERY } from "@/components/query/query-types";
import type { QueryField } from "@/components/query/fields";
import type { QueryIssue, RuleGroup } from "@/components/query/query-types";
import { completeOf, ruleFor } from "@/components/query/rule";
import { useTyped } from "@/components/query/use-typed";
import { QueryState } from "@/components/states/query-state";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { withCondition } from "./table-query";

interface FilterPanelProps {
  id: string;
  /** The field of a condition that is begun at once. */
  begin: QueryField | undefined;
  blueprint: string;
  query: RuleGroup;
  onChange: (query: RuleGroup) => void;
  onClose: () => void;
  /** Why the server refused the present filter. */
  error: unknown;
}

/** The filter of a table, open: what is complete filters at once, what is still being written waits. */
export function FilterPanel({ id, begin, blueprint, query, onChange, onClose, error }: FilterPanelProps) {
  const trpc = useTRPC();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [draft, setDraft] = useTyped(
    query,
    (given) => given as RuleGroup,
    begin && withCondition(query, ruleFor(begin)),
  );
  return (
    <section id={id} aria-label="Filter" className="bg-card grid gap-2 rounded-lg border p-3">
      <QueryState query={blueprints} what="properties" size="inline">
        {(all) => (
          <QueryEditor
            blueprints={all}
            blueprint={blueprint}
            value={draft}
            label="Filter"
            issues={issuesOf(error)}
            onChange={(next) => {
              const complete = completeOf(next);
              const asked = complete.rules.length > 0 ? complete : EMPTY_QUERY;
              setDraft(next, asked);
              if (JSON.stringify(asked) !== JSON.stringify(query)) onChange(asked);
            }}
          />
        )}
      </QueryState>
      <div className="flex justify-end gap-2 border-t pt-2">
        {draft.rules.length > 0 && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              setDraft(EMPTY_QUERY, EMPTY_QUERY);
              onChange(EMPTY_QUERY);
            }}
          >
            Clear all
          </Button>
        )}
        <Button size="sm" onClick={onClose}>
          <X aria-hidden className="size-3.5" /> Close
        </Button>
      </div>
    </section>
  );
}

/** Faults of the filter among those of the whole request. */
const issuesOf = (error: unknown): QueryIssue[] =>
  error
    ? readFailure(error).issues.flatMap(({ path, message }) =>
        path[0] === "query" ? [{ path: path.slice(1), message }] : [],
      )
    : [];
