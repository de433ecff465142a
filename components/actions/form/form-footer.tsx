"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { actionHref } from "../action-types";
import type { ActionFormModel } from "../action-types";
import { withoutSecrets } from "./form-values";
import { linkParams } from "./prefill";
import type { ActionFieldsModel } from "./use-action-fields";
import { REVIEW } from "./use-steps";
import type { Steps } from "./use-steps";
import type { useSubmission } from "./use-submission";

const PlanPreview = dynamic(() => import("./plan-preview").then((module) => module.PlanPreview), {
  ssr: false,
});

interface FormFooterProps {
  form: ActionFormModel;
  model: ActionFieldsModel;
  steps: Steps;
  submission: ReturnType<typeof useSubmission>;
  /** Beside the link. */
  children?: ReactNode;
}

/** The way on and back, and the link to the form as it is filled in. */
export function FormFooter({ form, model, steps, submission, children }: FormFooterProps) {
  const last = steps.current === null || steps.current === REVIEW;
  const verb = form.submitText ?? (form.approval ? "Request approval" : form.title);
  const { previous } = steps;
  const link = () => {
    const { touched } = model.session.read();
    const sent = withoutSecrets(model.session.userInputs.properties, model.session.sent());
    const own = Object.fromEntries(Object.entries(sent).filter(([key]) => touched.has(key)));
    const params = linkParams(own, form.entity?.identifier ?? null).toString();
    return `${location.origin}${actionHref(form.identifier)}${params && `?${params}`}`;
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      {previous !== null && (
        <Button size="lg" onClick={() => steps.go(previous)}>
          Back
        </Button>
      )}
      <Button
        type="submit"
        size="lg"
        variant={last && form.operation === "DELETE" ? "destructive" : "primary"}
        loading={submission.working || submission.sent}
      >
        {last ? verb : steps.next === REVIEW ? "Review" : "Next"}
      </Button>
      {last && form.invocation.type === "TERRAFORM" && (
        <PlanPreview values={submission.checked} onRefused={submission.refused} />
      )}
      {last && (
        <p className="text-muted-foreground min-w-0 text-xs text-pretty">
          {form.approval
            ? "You see the plan first; nothing is changed before it is approved."
            : "The plan is shown on the run’s page."}
        </p>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {children}
        <CopyButton value={link} label="Copy link to this form" showLabel />
      </div>
    </div>
  );
}
