"use client";

import { createContext, useContext } from "react";
import type { Model } from "@/server/catalog/core/model";
import type { DynamicValues } from "./dynamic-values";
import type { QueryField } from "./fields";
import type { QueryIssue, RuleGroup } from "./query-types";

/** What every part of an editor works on. */
export interface QueryEditorValue {
  /** For ids of controls. */
  id: string;
  model: Model;
  /** The blueprint whose entities are asked for; undefined for all. */
  blueprint: string | undefined;
  fields: readonly QueryField[];
  fieldById: ReadonlyMap<string, QueryField>;
  issues: readonly QueryIssue[];
  /** Values that a form gives; undefined outside of one. */
  dynamic: DynamicValues | undefined;
  query: RuleGroup;
  change: (query: RuleGroup) => void;
  /** The control to focus once it is drawn. */
  focusNext: (controlId: string) => void;
}

export const QueryEditorContext = createContext<QueryEditorValue | null>(null);

export function useQueryEditor(): QueryEditorValue {
  const value = useContext(QueryEditorContext);
  if (!value) throw new Error("A part of the query editor stands outside of QueryEditor.");
  return value;
}
