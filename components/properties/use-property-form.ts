"use client";

import { startTransition, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import type { PropertySet, Scope } from "@/server/properties/schema";
import { checkValues } from "./check-values";
import { focusFirst } from "./focus-first";
import { formSections } from "./form-layout";
import type { FormOrder } from "./form-layout";
import { createFormStore } from "./form-store";
import type { FieldErrors, FormSnapshot, FormStore } from "./form-store";
import { collectValues, fieldName, initialValues, issuesByField } from "./form-values";
import type { FieldIssue, RawValues } from "./form-values";
import { labelOf } from "./kind";
import type { RawValue } from "./value";

export interface PropertyFormOptions {
  /** May change while the form is open, as long as its keys and their order stay. */
  set: PropertySet & FormOrder;
  /** "input" for the form of an action, "property" for an entity. */
  scope: Scope;
  /** Stored or prefilled values by key; what is not among them starts with its default. */
  values?: Readonly<Record<string, unknown>>;
  /** Checks the values; without it, the compiled set does. Paths start with the key. */
  check?: (values: Record<string, unknown>) => FieldIssue[] | Promise<FieldIssue[]>;
  /** Brings the paths of the server's issues to keys of the form; without it, they are taken as they are. */
  mapIssues?: (issues: readonly FieldIssue[]) => FieldIssue[];
  /** Sends the values. When it throws, issues of the server land on their fields, anything else above the buttons. */
  onSubmit: (values: Record<string, unknown>) => Promise<void>;
}

export interface SubmitOptions {
  checkOnly?: boolean;
  /** Only these keys are checked and shown, as for one step. */
  keys?: readonly string[];
}

/** `raw`, `errors`, `values` and `isDirty` follow typing a moment later, so that it never waits for them. */
export interface PropertyFormModel {
  id: string;
  keys: string[];
  set: PropertyFormOptions["set"];
  /** The state as it is right now; fields subscribe to their part of it. */
  store: FormStore;
  raw: RawValues;
  errors: FieldErrors;
  isDirty: boolean;
  /** Keys that a person changed. */
  touched: ReadonlySet<string>;
  change: (name: string, value: RawValue) => void;
  /** Takes over other values, such as a draft's, or goes back to the start. */
  replace: (raw?: RawValues, touched?: Iterable<string>) => void;
  /** A failure that belongs to no field. */
  failure: unknown;
  /** Checks, then sends; on a fault it moves to the first field at fault. Says whether the check was passed. */
  submit: (options?: SubmitOptions) => Promise<boolean>;
  submitting: boolean;
  /** The values as they would be sent now, leaving out what cannot be read. */
  values: Record<string, unknown>;
  /** The same at the moment of the call, for what happens on a click. */
  readValues: () => Record<string, unknown>;
}

export const controlId = (formId: string, name: string): string => `${formId}-${name}`;

/** The state of the form for those who show all of it: rendered after the field that is typed into. */
function useSnapshot(store: FormStore): FormSnapshot {
  const [snapshot, setSnapshot] = useState(store.read);
  useEffect(() => {
    const follow = () => startTransition(() => setSnapshot(store.read()));
    follow();
    return store.subscribe(follow);
  }, [store]);
  return snapshot;
}

/**
 * A form over a set of properties: the schema that the server checks with is the one that checks here. Its state is our
 * own: definitions that come at run time leave a form library nothing to help with but 12 kB of every such page.
 */
export function usePropertyForm({
  set,
  scope,
  values,
  check: checkAll,
  mapIssues,
  onSubmit,
}: PropertyFormOptions): PropertyFormModel {
  const id = useId();
  const keys = useMemo(() => formSections(set).flatMap((section) => section.keys), [set]);
  const required = useMemo(() => (Array.isArray(set.required) ? set.required : []), [set]);
  const start = useMemo(() => initialValues(keys, set.properties, values), [keys, set, values]);
  const [store] = useState(() => createFormStore(start));
  const { raw, errors, touched } = useSnapshot(store);
  const [failure, setFailure] = useState<unknown>(null);
  const [submitting, setSubmitting] = useState(false);
  /** After the first attempt to send, each change is checked. */
  const attempted = useRef(false);
  /** The keys of the last attempt; undefined is all of them. */
  const attemptedKeys = useRef<readonly string[] | undefined>(undefined);
  /** What the server said of fields that have not been changed since. */
  const refused = useRef<FieldErrors>({});

  const collect = useCallback(
    (snapshot: FormSnapshot) =>
      collectValues(snapshot.raw, keys, set.properties, { required, touched: snapshot.touched }),
    [keys, required, set],
  );

  const check = useCallback(
    async (snapshot: FormSnapshot, among?: readonly string[]): Promise<FieldErrors> => {
      const read = collect(snapshot);
      const unread = new Set(read.issues.map((issue) => issue.path[0]));
      const found = await (checkAll ? checkAll(read.values) : checkValues(set, read.values, scope));
      const checked = found
        .filter((issue) => !unread.has(issue.path[0] ?? ""))
        .map((issue) => {
          const key = String(issue.path[0]);
          const missing =
            issue.path.length === 1 && required.includes(key) && (read.values[key] ?? null) === null;
          // The schema names the key; beside its own label that is noise.
          return missing
            ? { ...issue, message: `${labelOf(key, set.properties[key] ?? {})} is required.` }
            : issue;
        });
      const all = [...read.issues, ...checked];
      return issuesByField(among ? all.filter((issue) => among.includes(String(issue.path[0]))) : all, keys)
        .fields;
    },
    [checkAll, collect, keys, required, scope, set],
  );

  useEffect(
    () =>
      store.onChange((name) => {
        delete refused.current[name];
        if (!attempted.current) return;
        const snapshot = store.read();
        void check(snapshot, attemptedKeys.current).then((found) => {
          // An answer to an older text never replaces that to a newer one.
          if (store.read().raw === snapshot.raw) store.setErrors({ ...refused.current, ...found });
        });
      }),
    [check, store],
  );

  const replace = useCallback(
    (next: RawValues = start, touchedNames?: Iterable<string>) => {
      refused.current = {};
      attempted.current = false;
      store.replace(
        next,
        touchedNames ??
          keys.map((_, index) => fieldName(index)).filter((name) => !same(next[name], start[name])),
      );
    },
    [keys, start, store],
  );

  const send = async (): Promise<void> => {
    setFailure(null);
    try {
      await onSubmit(collect(store.read()).values);
    } catch (error) {
      const { issues } = readFailure(error);
      const { fields, rest } = issuesByField(mapIssues ? mapIssues(issues) : issues, keys);
      refused.current = { ...fields };
      store.setErrors(fields);
      if (Object.keys(fields).length === 0 || rest.length > 0) setFailure(error);
      focusFirst(id, keys, fields);
    }
  };

  const submit = async ({ checkOnly = false, keys: among }: SubmitOptions = {}): Promise<boolean> => {
    if (submitting) return false;
    attempted.current = true;
    attemptedKeys.current = among;
    setSubmitting(true);
    try {
      const found = await check(store.read(), among);
      refused.current = {};
      store.setErrors(found);
      const passed = Object.keys(found).length === 0;
      if (!passed) focusFirst(id, keys, found);
      else if (!checkOnly) await send();
      return passed;
    } finally {
      setSubmitting(false);
    }
  };

  const sendable = useMemo(() => collect({ raw, errors: {}, touched }).values, [collect, raw, touched]);
  const isDirty = useMemo(() => !same(raw, start), [raw, start]);
  const touchedKeys = useMemo(
    () => new Set(keys.filter((_, index) => touched.has(fieldName(index)))),
    [keys, touched],
  );
  return {
    id,
    keys,
    set,
    store,
    raw,
    errors,
    isDirty,
    touched: touchedKeys,
    change: store.change,
    replace,
    failure,
    submit,
    submitting,
    values: sendable,
    readValues: () => collect(store.read()).values,
  };
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
