"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { checkDefinition } from "../draft/check-definition";
import type { DefinitionIssue } from "../draft/check-definition";
import { idOfPath, valueAt } from "../draft/path";
import type { DefinitionPath } from "../draft/path";

/** A pause in typing after which the definition is checked again, in ms. */
const CHECK_AFTER_MS = 250;

interface Refused extends DefinitionIssue {
  /** What stood there when the server refused it, as JSON. */
  value: string;
}

/** Members in the order in which the forms show them; what is not named comes after. */
const ORDER = ["title", "identifier", "icon", "description", "ownership", "changelogDestination", "schema"];

/** One fault for each place, in the order of the forms. */
function inOrder(issues: readonly DefinitionIssue[]): DefinitionIssue[] {
  const byPlace = new Map<string, DefinitionIssue>();
  for (const issue of issues) {
    const id = idOfPath(issue.path);
    if (!byPlace.has(id)) byPlace.set(id, issue);
  }
  const rank = ({ path }: DefinitionIssue) => {
    const at = ORDER.indexOf(String(path[0]));
    return at < 0 ? ORDER.length : at;
  };
  return [...byPlace.values()].sort((a, b) => rank(a) - rank(b));
}

const written = (definition: unknown, path: DefinitionPath): string =>
  JSON.stringify(valueAt(definition, path)) ?? "";

export interface Issues {
  /** Those of controls that somebody has been at; all, once a save was tried. */
  shown: readonly DefinitionIssue[];
  touch: (path: DefinitionPath) => void;
  /** Checks at once and shows everything. */
  checkNow: () => Promise<readonly DefinitionIssue[]>;
  /** What the server refused; each stays until its place is changed. */
  refuse: (issues: readonly DefinitionIssue[]) => void;
  /** Nothing was tried yet, as after a save. */
  reset: () => void;
}

/** The faults of an edited definition: found here while it is typed, and by the server when it is saved. */
export function useIssues(
  definition: BlueprintDefinition,
  saved: BlueprintDefinition | null,
  others: readonly BlueprintDefinition[],
): Issues {
  const [found, setFound] = useState<readonly DefinitionIssue[]>([]);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [attempted, setAttempted] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set());
  const latest = useRef({ definition, saved, others });
  latest.current = { definition, saved, others };

  const check = useCallback(async () => {
    const asked = latest.current;
    const issues = await checkDefinition(asked.definition, asked.saved, asked.others);
    // An answer to an older text never replaces that to a newer one.
    if (latest.current.definition === asked.definition) setFound(issues);
    return inOrder(issues);
  }, []);
  useEffect(() => {
    if (definition === saved) {
      setFound([]);
      return;
    }
    const timer = setTimeout(() => void check(), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [definition, saved, others, check]);

  const shown = useMemo(() => {
    const own = attempted
      ? found
      : found.filter(({ path }) => path.some((_, index) => touched.has(idOfPath(path.slice(0, index + 1)))));
    const still = refused.filter(({ path, value }) => written(definition, path) === value);
    return inOrder([...still, ...own]);
  }, [attempted, found, touched, refused, definition]);

  return {
    shown,
    touch: useCallback((path: DefinitionPath) => {
      const id = idOfPath(path);
      setTouched((before) => (before.has(id) ? before : new Set(before).add(id)));
    }, []),
    checkNow: useCallback(async () => {
      setAttempted(true);
      setRefused([]);
      return check();
    }, [check]),
    refuse: useCallback(
      (issues) =>
        setRefused(
          issues.map((issue) => ({ ...issue, value: written(latest.current.definition, issue.path) })),
        ),
      [],
    ),
    reset: useCallback(() => {
      setAttempted(false);
      setRefused([]);
      setTouched(new Set());
    }, []),
  };
}
