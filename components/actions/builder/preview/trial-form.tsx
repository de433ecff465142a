"use client";

import { useEffect, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { Button } from "@/components/ui/button";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";
import { ActionFields } from "../../form/action-fields";
import { givenValues } from "../../form/form-values";
import { useActionFields, useFormPart } from "../../form/use-action-fields";
import type { ActionFieldsModel } from "../../form/use-action-fields";
import { useTrial } from "../trial/trial-store";
import { hiddenInputs } from "./hidden-reasons";
import { useTrialSource } from "./use-trial-form";
import type { Subject } from "./use-trial-form";

interface TrialFormProps {
  subject: Subject;
  userInputs: UserInputs;
  start: FormState;
}

/** The form as it is filled in, over a definition that is not saved. There is no button that sends it. */
export function TrialForm({ subject, userInputs, start }: TrialFormProps) {
  const [trial, setTrial] = useTrial();
  const source = useTrialSource(subject);
  // Values that were tried before, on this tab or another, are there from the start.
  const [first] = useState(trial.values);
  const model = useActionFields({ userInputs, start, source, values: first });
  const { session } = model;
  useEffect(() => {
    // As long as nobody fills in anything the server is not asked again: what would be sent are the defaults.
    if (session.read().touched.size === 0) setTrial({ values: {}, sent: start.values });
  }, [session, start, setTrial]);
  useEffect(() => {
    let known = session.read().state;
    return session.subscribe(() => {
      const now = session.read();
      if (now.state === known) return;
      known = now.state;
      setTrial({ values: givenValues(userInputs.properties, now, now.state).values, sent: now.state.values });
    });
  }, [session, userInputs, setTrial]);
  return (
    <div className="grid gap-6" onBlur={session.flush}>
      <ActionFields model={model} />
      <Faults model={model} />
      <div className="flex flex-wrap items-center gap-2 border-t pt-4">
        <Button size="sm" onClick={() => void session.check()}>
          Check the values
        </Button>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            setTrial({ values: {}, sent: start.values });
            session.replace({ raw: {}, touched: new Set() });
          }}
        >
          Start over
        </Button>
        <p className="text-muted-foreground text-xs">A preview never runs anything.</p>
      </div>
      <Hidden model={model} />
    </div>
  );
}

/** Rules of the form that do not hold, and why it could not be computed. */
function Faults({ model }: { model: ActionFieldsModel }) {
  const failure = useFormPart(model, (snapshot) => snapshot.failure);
  const faults = useFormPart(model, (snapshot) => snapshot.formErrors);
  if (failure === null && faults.length === 0) return null;
  return (
    <div role="alert" className="text-danger grid gap-1 text-sm">
      {failure !== null && <p>{readFailure(failure).message}</p>}
      {faults.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  );
}

/** What this person does not see with these values, and why. */
function Hidden({ model }: { model: ActionFieldsModel }) {
  const state = useFormPart(model, (snapshot) => snapshot.state);
  const hidden = hiddenInputs(model.session.userInputs, state);
  if (hidden.length === 0) return null;
  return (
    <section aria-labelledby="hidden-inputs" className="bg-muted/60 rounded-md border px-3 py-2">
      <h3 id="hidden-inputs" className="text-sm font-medium">
        {hidden.length === 1 ? "One hidden input" : `${hidden.length} hidden inputs`}
      </h3>
      <ul className="text-muted-foreground mt-1 grid gap-1 text-xs">
        {hidden.map(({ key, title, why }) => (
          <li key={key} className="[overflow-wrap:anywhere]">
            <span className="text-foreground font-medium">{title}</span>: {why}
          </li>
        ))}
      </ul>
    </section>
  );
}
