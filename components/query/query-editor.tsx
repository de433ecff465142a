"use client";

import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { DynamicValues } from "./dynamic-values";
import { QueryEditorContext } from "./editor-context";
import { modelFrom, queryFields, readerFields } from "./fields";
import { QueryJson } from "./query-json";
import type { QueryIssue, RuleGroup } from "./query-types";
import { RuleGroupEditor } from "./rule-group";

export interface QueryEditorProps {
  /** Every blueprint: relations lead from one to another. */
  blueprints: readonly BlueprintDefinition[];
  /** The blueprint whose entities are asked for; left out: entities of all. */
  blueprint?: string | undefined;
  /** May be unfinished: `completeOf` gives what can be asked already, `lacksOf` what is missing for saving. */
  value: RuleGroup;
  onChange: (query: RuleGroup) => void;
  /** Faults with their path from the root of the query, shown at their condition. */
  issues?: readonly QueryIssue[];
  /** Values that a form gives, where the query stands in one. */
  dynamic?: DynamicValues;
  /** What the query selects, for assistive technology: "Filter". */
  label: string;
}

const NO_ISSUES: readonly QueryIssue[] = [];

/** Edits a query without JSON: conditions and groups of them, with a JSON view beside it. Load it by `next/dynamic`. */
export function QueryEditor({
  blueprints,
  blueprint,
  value,
  onChange,
  issues = NO_ISSUES,
  dynamic,
  label,
}: QueryEditorProps) {
  const id = useId();
  const [asJson, setAsJson] = useState(false);
  const next = useRef<string | null>(null);
  const focusNext = useCallback((controlId: string) => {
    next.current = controlId;
  }, []);
  useEffect(() => {
    if (!next.current) return;
    document.getElementById(next.current)?.focus();
    next.current = null;
  });
  const model = useMemo(() => modelFrom(blueprints), [blueprints]);
  const fields = useMemo(() => queryFields(model, blueprint), [model, blueprint]);
  const fieldById = useMemo(
    () => new Map([...fields, ...readerFields(model)].map((field) => [field.id, field])),
    [fields, model],
  );
  const editor = useMemo(
    () => ({
      id,
      model,
      blueprint,
      fields,
      fieldById,
      issues,
      dynamic,
      query: value,
      change: onChange,
      focusNext,
    }),
    [id, model, blueprint, fields, fieldById, issues, dynamic, value, onChange, focusNext],
  );
  const toggle = (
    <Button size="sm" variant="ghost" className="text-muted-foreground" onClick={() => setAsJson(!asJson)}>
      {asJson ? "Edit as conditions" : "Edit as JSON"}
    </Button>
  );
  return (
    <QueryEditorContext value={editor}>
      {asJson ? (
        <div className="grid gap-2">
          <div className="flex justify-end">{toggle}</div>
          <QueryJson id={`${id}-json`} query={value} issues={issues} onChange={onChange} />
        </div>
      ) : (
        <RuleGroupEditor group={value} path={[]} label={label} aside={toggle} />
      )}
    </QueryEditorContext>
  );
}
