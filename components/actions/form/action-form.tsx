"use client";

import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { GetHelp } from "@/components/help/get-help";
import { useFormSignals } from "@/components/help/use-form-signals";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { Card } from "@/components/ui/card";
import type { ActionFormModel } from "../action-types";
import { ActionFields, useFormParts } from "./action-fields";
import { ConfirmField, useConfirmation } from "./confirm-field";
import { ErrorSummary } from "./error-summary";
import { EvaluationNotice } from "./evaluation-notice";
import { FormAside } from "./form-aside";
import { FormFooter } from "./form-footer";
import { ArrivedNotice, DraftNotice, LeftOutNotice, SignedOutWords, Warning } from "./form-notices";
import { JSON_EDITOR_ID, readJson } from "./json-values";
import type { JsonReading } from "./json-values";
import { ModeSwitch } from "./mode-switch";
import type { FormMode } from "./mode-switch";
import type { Prefill } from "./prefill";
import { Review } from "./review";
import { ReviewDisclosure } from "./review-disclosure";
import { StepHeading } from "./step-heading";
import { Stepper } from "./stepper";
import { useActionFields, useFormPart } from "./use-action-fields";
import { useActionSource } from "./use-action-source";
import { useDraft } from "./use-draft";
import { useFocusOn } from "./use-focus-on";
import { REVIEW, stepTitle, useSteps } from "./use-steps";
import { useSubmission } from "./use-submission";

const JsonMode = dynamic(() => import("./json-mode").then((module) => module.JsonMode));

interface ActionFormProps {
  form: ActionFormModel;
  /** From the address; never sent by itself. */
  prefill: Prefill;
}

/** The form of an action beside what it will do. */
export function ActionForm({ form, prefill }: ActionFormProps) {
  const source = useActionSource(form);
  const values = useMemo(() => ({ ...presetsOf(form), ...prefill.values }), [form, prefill]);
  const model = useActionFields({ userInputs: form.userInputs, start: form.state, values, source });
  const parts = useFormParts(model);
  const steps = useSteps(parts);
  const focusOn = useFocusOn(model, steps);
  const step = stepTitle(steps);
  const signals = useFormSignals(form.identifier, step);
  const { session } = model;
  const [mode, setMode] = useState<FormMode>("form");
  /** What was typed as JSON; null where nothing was. */
  const json = useRef<string | null>(null);
  const entity = form.entity?.identifier ?? null;
  const confirmation = useConfirmation(form.operation === "DELETE" ? entity : null);
  const draft = useDraft({
    session,
    name: `${form.identifier}:${entity ?? ""}`,
    fingerprint: JSON.stringify(prefill.values),
  });
  /** Whether what was typed as JSON passes, by the form of now; if not, moves there. */
  const readsJson = (passes: (reading: JsonReading) => boolean): boolean => {
    if (json.current === null) return true;
    const { state, ...filled } = session.read();
    const passed = passes(readJson(json.current, session.userInputs.properties, filled, state));
    if (!passed) document.getElementById(JSON_EDITOR_ID)?.focus();
    return passed;
  };
  const submission = useSubmission({
    form,
    model,
    steps,
    focusOn,
    readable: () => readsJson((reading) => reading.issues.length === 0),
    confirm: confirmation.confirm,
    idempotencyKey: draft.idempotencyKey,
    renewKey: draft.renewKey,
    onSent: (runId) => {
      draft.discard();
      signals.sent(runId);
    },
  });
  const dirty = useFormPart(model, (snapshot) => snapshot.dirty);
  const guard = useLeaveGuard({ when: dirty && !submission.sent, onDiscard: draft.discard });
  const shown = steps.current === null ? parts[0] : parts.find(({ step }) => step === steps.current);
  const last = steps.current === null || steps.current === REVIEW;

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form
        aria-label={form.title}
        noValidate
        // Before the page has come alive, a form of this method sends nothing and leads nowhere.
        method="dialog"
        className="grid min-w-0 gap-5"
        onBlur={session.flush}
        onSubmit={(event) => {
          event.preventDefault();
          void (last ? submission.submit() : submission.goOn());
        }}
      >
        {draft.restored && (
          <DraftNotice
            onStartOver={() => {
              draft.startOver();
              json.current = null;
              setMode("form");
            }}
          />
        )}
        <LeftOutNotice names={prefill.leftOut} />
        {steps.current !== null && <Stepper model={model} steps={steps} />}
        <EvaluationNotice model={model} />
        {mode === "form" && <ErrorSummary model={model} parts={parts} onGo={focusOn} />}
        <Card className="grid gap-6 px-5 py-5">
          {steps.current !== null && <StepHeading steps={steps} />}
          {steps.current === null && Object.keys(form.userInputs.properties).length > 0 && (
            <ModeSwitch
              mode={mode}
              onMode={(next) => {
                // What the form cannot show would be lost on the way to it.
                if (next === "form" && !readsJson((reading) => reading.shown)) return;
                json.current = null;
                setMode(next);
              }}
            />
          )}
          {mode === "json" ? (
            <JsonMode
              model={model}
              onText={(text) => {
                json.current = text;
              }}
            />
          ) : steps.current === REVIEW ? (
            <Review model={model} parts={parts} entity={entity} onChange={steps.go} />
          ) : shown && shown.sections.length > 0 ? (
            <ActionFields key={steps.current} model={model} step={steps.current} />
          ) : (
            <p className="text-muted-foreground">This action asks for nothing more.</p>
          )}
          {last && <ConfirmField confirmation={confirmation} />}
        </Card>
        {steps.current === null && mode === "form" && shown && shown.sections.length > 0 && (
          <ReviewDisclosure model={model} parts={parts} entity={entity} />
        )}
        {readFailure(submission.failure).code === "unauthenticated" ? (
          <Warning>
            <SignedOutWords />
          </Warning>
        ) : (
          <FormError error={submission.failure} />
        )}
        {submission.arrived && <ArrivedNotice />}
        <FormFooter form={form} model={model} steps={steps} submission={submission}>
          <GetHelp
            about={{
              action: form.identifier,
              formId: signals.formId,
              ...(step !== null && { step }),
            }}
            facts={[`The action: ${form.title}`, ...(step === null ? [] : [`The step: ${step}`])]}
          />
        </FormFooter>
        {guard}
      </form>
      <FormAside form={form} model={model} />
    </div>
  );
}

/** What the form starts with that is no default, such as the only team of the person. */
const presetsOf = ({ values, state }: ActionFormModel): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(state.inputs[key]?.default),
    ),
  );
