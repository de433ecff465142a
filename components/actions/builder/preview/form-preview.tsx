"use client";

import { LoadingState, SkeletonLines } from "@/components/states/loading";
import { ErrorState } from "@/components/states/states";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { useActionEditor } from "../editor-context";
import { TrialForm } from "./trial-form";
import { useStartState, useSubject } from "./use-trial-form";

/** The form as the chosen person sees it, drawn anew while the definition changes. */
export function FormPreview() {
  const { goToIssue } = useActionEditor();
  const subject = useSubject();
  const query = useStartState(subject);
  if (query.error)
    return <ErrorState error={query.error} what="the form" onRetry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <LoadingState label="Loading the form">
        <SkeletonLines />
      </LoadingState>
    );
  const { answer, subject: shown } = query.data;
  if (!answer.state)
    return (
      <div className="text-sm" role="status">
        <p className="font-medium">The form has faults, so it cannot be shown.</p>
        <ul className="mt-2 grid gap-1">
          {answer.issues.map(({ path, message }) => (
            <li key={`${path.join("/")} ${message}`}>
              <button
                type="button"
                className="text-danger rounded-xs text-left [overflow-wrap:anywhere] hover:underline"
                onClick={() => goToIssue(path)}
              >
                <span className="font-mono text-xs">{path.slice(-2).join(" › ")}</span>: {message}
              </button>
            </li>
          ))}
        </ul>
      </div>
    );
  const userInputs = shown.definition.trigger.userInputs as UserInputs;
  if (Object.keys(userInputs.properties).length === 0)
    return (
      <p className="text-muted-foreground text-sm">
        The form asks for nothing yet. Add inputs, and they are shown here.
      </p>
    );
  return <TrialForm subject={shown} userInputs={userInputs} start={answer.state} />;
}
