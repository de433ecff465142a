"use client";

import { CircleAlert } from "lucide-react";
import { inputLabel } from "./action-field";
import { keysOf } from "./form-parts";
import type { FormPart } from "./form-parts";
import type { SessionSnapshot } from "./form-session";
import { useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

/** Something to mend: at an input, or in the form or step as a whole. */
export interface Fault {
  key: string | null;
  step: number | null;
  /** Leads from the input to the part of it at fault. */
  path?: readonly (string | number)[];
  message: string;
}

/** All that is wrong now and was asked for, in the order of the form. */
export function faultsIn(
  { errors, formErrors }: Pick<SessionSnapshot, "errors" | "formErrors">,
  parts: readonly FormPart[],
): Fault[] {
  const placed = parts.flatMap((part) =>
    keysOf(part).flatMap((key): Fault[] => {
      const [issue] = errors[key] ?? [];
      return issue ? [{ key, step: part.step, path: issue.path, message: issue.message }] : [];
    }),
  );
  // Inputs of a step that is not shown stand on no part.
  const elsewhere = Object.entries(errors).flatMap(([key, [issue]]): Fault[] =>
    issue && !placed.some((fault) => fault.key === key) ? [{ key, step: null, message: issue.message }] : [],
  );
  const inputs = [...placed, ...elsewhere];
  return [...inputs, ...formErrors.map((fault) => ({ key: null, ...fault }))];
}

export const SUMMARY_ID = "form-faults";

interface ErrorSummaryProps {
  model: ActionFieldsModel;
  parts: readonly FormPart[];
  onGo: (fault: Fault) => void;
}

/** What has to be mended, with a way to each. One fault at an input speaks for itself at its place. */
export function ErrorSummary({ model, parts, onGo }: ErrorSummaryProps) {
  const errors = useFormPart(model, (snapshot) => snapshot.errors);
  const formErrors = useFormPart(model, (snapshot) => snapshot.formErrors);
  const state = useFormPart(model, (snapshot) => snapshot.state);
  const faults = faultsIn({ errors, formErrors }, parts);
  const visible = faults.filter((fault) => fault.key === null || state.inputs[fault.key]?.visible);
  const shown =
    faults.length > 1 || faults.length !== visible.length || faults.some(({ key }) => key === null);
  if (!shown) return null;
  return (
    <div
      id={SUMMARY_ID}
      role="alert"
      tabIndex={-1}
      className="border-danger-border bg-danger-subtle text-danger rounded-md border px-3 py-2 text-sm"
    >
      <p className="flex items-center gap-1.5 font-medium">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {faults.length === 1 ? "One thing needs" : `${faults.length} things need`} your attention
      </p>
      <ul className="mt-1 grid gap-0.5 pl-5.5">
        {faults.map((fault, index) => (
          <li key={index} className="list-disc [overflow-wrap:anywhere]">
            {fault.key !== null && visible.includes(fault) ? (
              <button
                type="button"
                onClick={() => onGo(fault)}
                className="cursor-pointer rounded-xs text-left underline underline-offset-2"
              >
                {inputLabel(model.session.userInputs, fault.key)}: {fault.message}
              </button>
            ) : (
              <>
                {fault.key !== null && `${inputLabel(model.session.userInputs, fault.key)} (not shown): `}
                {fault.message}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
