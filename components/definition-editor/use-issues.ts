"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { DefinitionIssue } from "./issues";
import { idOfPath, valueAt } from "./path";
import type { DefinitionPath } from "./path";

/** A pause in typing after which the definition is checked again, in ms. */
const CHECK_AFTER_MS = 250;

interface Refused extends DefinitionIssue {
  /** What stood there when the server refused it, as JSON. */
  value: string;
}

/** One fault for each place, in the order of the forms. */
function inOrder(issues: readonly DefinitionIssue[], order: readonly string[]): DefinitionIssue[] {
  const byPlace = new Map<string, DefinitionIssue>();
  for (const issue of issues) {
    const id = idOfPath(issue.path);
    if (!byPlace.has(id)) byPlace.set(id, issue);
  }
  const rank = ({ path }: DefinitionIssue) => {
    const at = order.indexOf(String(path[0]));
    return at < 0 ? order.length : at;
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

interface IssueOptions<T extends object> {
  definition: T;
  /** What is stored and live, in which nothing has to be found; null for what is new or kept as a draft. */
  saved: T | null;
  /** Finds the faults; made anew when something else changed that they depend on. */
  check: (definition: T) => Promise<readonly DefinitionIssue[]>;
  /** Members in the order in which the forms show them; what is not named comes after. The same list at each call. */
  order: readonly string[];
  /** Shows all faults from the start, as for a draft that somebody goes on with. */
  eager?: boolean;
}

/** The faults of an edited definition: found here while it is typed, and by the server when it is saved. */
export function useIssues<T extends object>({
  definition,
  saved,
  check: find,
  order,
  eager = false,
}: IssueOptions<T>): Issues {
  const [found, setFound] = useState<readonly DefinitionIssue[]>([]);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [attempted, setAttempted] = useState(eager);
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set());
  const latest = useRef({ definition, find });
  latest.current = { definition, find };

  const check = useCallback(async () => {
    const asked = latest.current;
    const issues = await asked.find(asked.definition);
    // An answer to an older text never replaces that to a newer one.
    if (latest.current.definition === asked.definition) setFound(issues);
    return inOrder(issues, order);
  }, [order]);
  useEffect(() => {
    if (definition === saved) {
      setFound([]);
      return;
    }
    const timer = setTimeout(() => void check(), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [definition, saved, find, check]);

  const shown = useMemo(() => {
    const own = attempted
      ? found
      : found.filter(({ path }) => path.some((_, index) => touched.has(idOfPath(path.slice(0, index + 1)))));
    const still = refused.filter(({ path, value }) => written(definition, path) === value);
    return inOrder([...still, ...own], order);
  }, [attempted, found, touched, refused, definition, order]);

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
