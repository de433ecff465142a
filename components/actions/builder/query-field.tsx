"use client";

import dynamic from "next/dynamic";
import type { DynamicValues } from "@/components/query/dynamic-values";
import { EMPTY_QUERY } from "@/components/query/query-types";
import type { RuleGroup } from "@/components/query/query-types";
import type { DefinitionPath } from "@/components/definition-editor/path";
import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { useActionEditor } from "./editor-context";

const QueryEditor = dynamic(
  () => import("@/components/query/query-editor").then((module) => module.QueryEditor),
  {
    ssr: false,
    loading: () => (
      <LoadingState label="Loading the conditions">
        <SkeletonLines />
      </LoadingState>
    ),
  },
);

interface QueryFieldProps {
  /** Where the query stands in the definition, for its faults. */
  path: DefinitionPath;
  label: string;
  /** Of the entities that are asked for. */
  blueprint: string | undefined;
  query: RuleGroup | null;
  /** Whether there is one that the editor cannot show. */
  unreadable: boolean;
  onChange: (query: RuleGroup) => void;
  /** Values that a form gives. */
  dynamic?: DynamicValues;
}

/** Conditions on entities, edited by rules. */
export function QueryField({
  path,
  label,
  blueprint,
  query,
  unreadable,
  onChange,
  dynamic: values,
}: QueryFieldProps) {
  const { blueprints, issuesAt } = useActionEditor();
  if (unreadable)
    return (
      <p className="text-muted-foreground text-sm">
        These conditions have a form that only the code view shows.
      </p>
    );
  const issues = issuesAt(path).map((issue) => ({ ...issue, path: issue.path.slice(path.length) }));
  return (
    <QueryEditor
      blueprints={blueprints}
      blueprint={blueprint}
      value={query ?? EMPTY_QUERY}
      onChange={onChange}
      issues={issues}
      label={label}
      {...(values && { dynamic: values })}
    />
  );
}
