"use client";

import { useCallback, useId, useMemo, useRef, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import type { PropertySet, Scope } from "@/server/properties/schema";
import { checkValues } from "./check-values";
import { formSections } from "./form-layout";
import type { FormOrder } from "./form-layout";
import { collectValues, fieldName, initialValues, issuesByField } from "./form-values";
import type { FieldIssue, RawValues } from "./form-values";
import { labelOf } from "./kind";
import type { RawValue } from "./value";

export interface PropertyFormOptions {
  set: PropertySet & FormOrder;
  /** "input" for the form of an action, "property" for an entity. */
  scope: Scope;
  /** Stored or prefilled values by key; what is not among them starts with its default. */
  values?: Readonly<Record<string, unknown>>;
  /** Brings the paths of the server's issues to keys of the form; without it, they are taken as they are. */
  mapIssues?: (issues: readonly FieldIssue[]) => FieldIssue[];
  /** Sends the values. When it throws, issues of the server land on their fields, anything else above the buttons. */
  onSubmit: (values: Record<string, unknown>) => Promise<void>;
}

/** Errors by field name; `path` leads from the field to the item at fault. */
export type FieldErrors = Record<string, FieldIssue>;

export interface PropertyFormModel {
  id: string;
  keys: string[];
  set: PropertyFormOptions["set"];
  raw: RawValues;
  errors: FieldErrors;
  isDirty: boolean;
  change: (name: string, value: RawValue) => void;
  /** Takes over other values, such as a draft's, or goes back to the start. */
  replace: (raw?: RawValues) => void;
  /** A failure that belongs to no field. */
  failure: unknown;
  /** Checks, then sends; on a fault it moves to the first field at fault. Says whether the check was passed. */
  submit: (options?: { checkOnly?: boolean }) => Promise<boolean>;
  submitting: boolean;
  /** The values as they would be sent now, leaving out what cannot be read. */
  values: Record<string, unknown>;
}

export const controlId = (formId: string, name: string): string => `${formId}-${name}`;

/** Moves to the first field at fault, in the order of the form; inside a list, to the item. */
function focusFirst(formId: string, keys: readonly string[], errors: FieldErrors): void {
  const index = keys.findIndex((_, at) => errors[fieldName(at)]);
  if (index < 0) return;
  const id = controlId(formId, fieldName(index));
  const item = errors[fieldName(index)]?.path[0];
  const target =
    (typeof item === "number" && document.getElementById(`${id}-${item}`)) || document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: "center", behavior: "auto" });
}

/**
 * A form over a set of properties: the schema that the server checks with is the one that checks here. Its state is our
 * own: definitions that come at run time leave a form library nothing to help with but 12 kB of every such page.
 */
export function usePropertyForm({
  set,
  scope,
  values,
  mapIssues,
  onSubmit,
}: PropertyFormOptions): PropertyFormModel {
  const id = useId();
  const keys = useMemo(() => formSections(set).flatMap((section) => section.keys), [set]);
  const required = useMemo(() => (Array.isArray(set.required) ? set.required : []), [set]);
  const start = useMemo(() => initialValues(keys, set.properties, values), [keys, set, values]);
  const [raw, setRaw] = useState(start);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [submitting, setSubmitting] = useState(false);
  const latest = useRef(raw);
  /** After the first attempt to send, each change is checked. */
  const attempted = useRef(false);
  /** What the server said of fields that have not been changed since. */
  const refused = useRef<FieldErrors>({});

  const check = useCallback(
    async (candidate: RawValues): Promise<FieldErrors> => {
      const read = collectValues(candidate, keys, set.properties, required);
      const unread = new Set(read.issues.map((issue) => issue.path[0]));
      const checked = (await checkValues(set, read.values, scope))
        .filter((issue) => !unread.has(issue.path[0] ?? ""))
        .map((issue) => {
          const key = String(issue.path[0]);
          const missing = issue.path.length === 1 && read.values[key] === undefined && required.includes(key);
          // The schema names the key; beside its own label that is noise.
          return missing
            ? { ...issue, message: `${labelOf(key, set.properties[key] ?? {})} is required.` }
            : issue;
        });
      return issuesByField([...read.issues, ...checked], keys).fields;
    },
    [keys, required, scope, set],
  );

  const take = useCallback((next: RawValues) => {
    latest.current = next;
    setRaw(next);
  }, []);

  const change = useCallback(
    (name: string, value: RawValue) => {
      const next = { ...latest.current, [name]: value };
      take(next);
      delete refused.current[name];
      if (!attempted.current) return;
      void check(next).then((found) => {
        // An answer to an older text never replaces that to a newer one.
        if (latest.current === next) setErrors({ ...refused.current, ...found });
      });
    },
    [check, take],
  );

  const replace = useCallback(
    (next: RawValues = start) => {
      take(next);
      setErrors({});
      refused.current = {};
      attempted.current = false;
    },
    [start, take],
  );

  const send = async (): Promise<void> => {
    setFailure(null);
    try {
      await onSubmit(collectValues(latest.current, keys, set.properties, required).values);
    } catch (error) {
      const { issues } = readFailure(error);
      const { fields, rest } = issuesByField(mapIssues ? mapIssues(issues) : issues, keys);
      refused.current = { ...fields };
      setErrors(fields);
      if (Object.keys(fields).length === 0 || rest.length > 0) setFailure(error);
      focusFirst(id, keys, fields);
    }
  };

  const submit = async ({ checkOnly = false }: { checkOnly?: boolean } = {}): Promise<boolean> => {
    if (submitting) return false;
    attempted.current = true;
    setSubmitting(true);
    try {
      const found = await check(latest.current);
      refused.current = {};
      setErrors(found);
      const passed = Object.keys(found).length === 0;
      if (!passed) focusFirst(id, keys, found);
      else if (!checkOnly) await send();
      return passed;
    } finally {
      setSubmitting(false);
    }
  };

  const sendable = useMemo(
    () => collectValues(raw, keys, set.properties, required).values,
    [raw, keys, set, required],
  );
  const isDirty = useMemo(() => JSON.stringify(raw) !== JSON.stringify(start), [raw, start]);
  return {
    id,
    keys,
    set,
    raw,
    errors,
    isDirty,
    change,
    replace,
    failure,
    submit,
    submitting,
    values: sendable,
  };
}
