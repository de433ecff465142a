"use client";

import { useId, useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import type { FieldErrors, UseFormReturn } from "react-hook-form";
import { readFailure } from "@/components/states/domain-error";
import type { PropertySet, Scope } from "@/server/properties/schema";
import { collectValues, fieldName, initialValues, issuesByField } from "./form-values";
import type { FieldIssue, RawValues } from "./form-values";
import { formSections } from "./form-layout";
import type { FormOrder } from "./form-layout";
import { labelOf } from "./kind";
import { checkValues } from "./check-values";

export interface PropertyFormOptions {
  set: PropertySet & FormOrder;
  /** "input" for the form of an action, "property" for an entity. */
  scope: Scope;
  /** Stored or prefilled values by key; what is not among them starts with its default. */
  values?: Readonly<Record<string, unknown>>;
  /** Brings the paths of the server's issues to keys of the form; without it, they are taken as they are. */
  mapIssues?: (issues: readonly FieldIssue[]) => FieldIssue[];
  /** Faults that the set cannot know, by key, checked along with it. */
  extraIssues?: (values: Record<string, unknown>) => FieldIssue[];
  /** Sends the values. When it throws, issues of the server land on their fields, anything else above the buttons. */
  onSubmit: (values: Record<string, unknown>) => Promise<void>;
}

/** As the form library sees it: the recursion of RawValue is beyond its path types. */
export type FormShape = Record<string, unknown>;

export interface PropertyFormModel {
  id: string;
  form: UseFormReturn<FormShape>;
  keys: string[];
  set: PropertyFormOptions["set"];
  /** A failure that belongs to no field. */
  failure: unknown;
  submit: () => void;
  submitting: boolean;
  /** The values as they would be sent now, leaving out what cannot be read. */
  current: (raw: FormShape) => Record<string, unknown>;
}

const requiredOf = (set: PropertySet): string[] => (Array.isArray(set.required) ? set.required : []);
export const controlId = (formId: string, name: string): string => `${formId}-${name}`;

/** Moves to the first field at fault, in the order of the form; inside a list, to the item. */
function focusFirst(
  formId: string,
  keys: readonly string[],
  issues: Readonly<Record<string, { path?: (string | number)[] }>>,
): void {
  const index = keys.findIndex((_, at) => issues[fieldName(at)]);
  if (index < 0) return;
  const id = controlId(formId, fieldName(index));
  const item = issues[fieldName(index)]?.path?.[0];
  const target =
    (typeof item === "number" && document.getElementById(`${id}-${item}`)) || document.getElementById(id);
  target?.focus();
  target?.scrollIntoView({ block: "center", behavior: "auto" });
}

/** A form over a set of properties: the schema that the server checks with is the one that checks here. */
export function usePropertyForm({
  set,
  scope,
  values,
  mapIssues,
  extraIssues,
  onSubmit,
}: PropertyFormOptions): PropertyFormModel {
  const id = useId();
  const keys = useMemo(() => formSections(set).flatMap((section) => section.keys), [set]);
  const required = requiredOf(set);
  const [failure, setFailure] = useState<unknown>(null);
  const [submitting, setSubmitting] = useState(false);
  const defaults = useMemo(() => initialValues(keys, set.properties, values), [keys, set, values]);

  const messageOf = (issue: FieldIssue, index: number, sent: Record<string, unknown>): string => {
    const key = keys[index] ?? "";
    // The schema names the key; beside its own label that is noise.
    return issue.path.length === 0 && sent[key] === undefined && required.includes(key)
      ? `${labelOf(key, set.properties[key] ?? {})} is required.`
      : issue.message;
  };
  const form = useForm<FormShape>({
    defaultValues: defaults,
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
    resolver: async (raw) => {
      const read = collectValues(raw as RawValues, keys, set.properties, required);
      const unread = new Set(read.issues.map((issue) => String(issue.path[0])));
      const checked = (await checkValues(set, read.values, scope)).filter(
        (issue) => !unread.has(String(issue.path[0])),
      );
      const { fields } = issuesByField(
        [...read.issues, ...checked, ...(extraIssues?.(read.values) ?? [])],
        keys,
      );
      const errors = Object.fromEntries(
        Object.entries(fields).map(([name, issue]) => [
          name,
          {
            type: "invalid",
            message: messageOf(issue, Number(name.slice(1)), read.values),
            path: issue.path,
          },
        ]),
      );
      return Object.keys(errors).length > 0
        ? { values: {}, errors: errors as FieldErrors<FormShape> }
        : { values: raw, errors: {} };
    },
  });

  const send = async (raw: FormShape) => {
    setFailure(null);
    setSubmitting(true);
    try {
      await onSubmit(collectValues(raw as RawValues, keys, set.properties, required).values);
    } catch (error) {
      const { fields, rest } = issuesByField(
        mapIssues ? mapIssues(readFailure(error).issues) : readFailure(error).issues,
        keys,
      );
      for (const [name, issue] of Object.entries(fields))
        form.setError(name, { type: "server", message: issue.message });
      if (Object.keys(fields).length === 0 || rest.length > 0) setFailure(error);
      focusFirst(id, keys, fields);
    } finally {
      setSubmitting(false);
    }
  };

  const submit = () => {
    if (submitting) return;
    void form.handleSubmit(send, (errors) =>
      focusFirst(id, keys, errors as Record<string, { path?: (string | number)[] }>),
    )();
  };

  return {
    id,
    form,
    keys,
    set,
    failure,
    submit,
    submitting,
    current: (raw) => collectValues(raw as RawValues, keys, set.properties, required).values,
  };
}
