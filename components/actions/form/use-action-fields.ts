"use client";

import {
  startTransition,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { nestedId } from "@/components/properties/focus-first";
import { controlId } from "@/components/properties/use-property-form";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import { dependenciesOf } from "@/server/actions/core/form/graph";
import type { FormState } from "@/server/actions/core/form/state";
import { checkInputs } from "./check-inputs";
import { createFormSession } from "./form-session";
import type { FormSession, SessionSnapshot } from "./form-session";
import type { FormSource } from "./form-source";

export interface ActionFieldsOptions {
  userInputs: UserInputs;
  /** The form for the start values. */
  start: FormState;
  /** Values from outside that are no defaults, such as those of a prefilled link. */
  values?: Readonly<Record<string, unknown>>;
  source: FormSource;
}

/** A form of an action being filled in, for `ActionFields` and for whatever stands around it. */
export interface ActionFieldsModel {
  id: string;
  session: FormSession;
  source: FormSource;
}

/** Holds what is filled in. With another definition, such as one being edited, what still fits is kept. */
export function useActionFields({
  userInputs,
  start,
  values,
  source,
}: ActionFieldsOptions): ActionFieldsModel {
  const id = useId();
  const newest = useRef(source);
  const previous = useRef<FormSession | null>(null);
  const session = useMemo(
    () =>
      createFormSession({
        userInputs,
        start,
        ...(values && { values }),
        filled: previous.current?.read(),
        evaluate: (given, signal) => newest.current.evaluate(given, signal),
        dependents: (key) =>
          [...dependenciesOf(userInputs)].flatMap(([other, after]) => (after.has(key) ? [other] : [])),
        check: (state, given) => checkInputs(userInputs, state, given),
      }),
    // Values of an address count once, when the form is opened.
    [userInputs, start],
  );
  useEffect(() => {
    newest.current = source;
  }, [source]);
  useEffect(() => {
    previous.current = session;
    session.begin();
    return session.stop;
  }, [session]);
  return useMemo(() => ({ id, session, source }), [id, session, source]);
}

/** What one part of the form needs of it. `select` gives a value that stays the same while nothing of it changes. */
export function useFormPart<T>(model: ActionFieldsModel, select: (snapshot: SessionSnapshot) => T): T {
  const { session } = model;
  const chosen = useRef(select);
  chosen.current = select;
  const read = useCallback(() => chosen.current(session.read()), [session]);
  return useSyncExternalStore(session.subscribe, read, read);
}

/** The whole of the form for what may be drawn a moment later, so that typing never waits for it. */
export function useLateForm({ session }: ActionFieldsModel): SessionSnapshot {
  const [snapshot, setSnapshot] = useState(session.read);
  useEffect(() => {
    const follow = () => startTransition(() => setSnapshot(session.read()));
    follow();
    return session.subscribe(follow);
  }, [session]);
  return snapshot;
}

/** The id of the control of an input. */
export const inputId = (model: ActionFieldsModel, key: string): string =>
  controlId(model.id, `f${Object.keys(model.session.userInputs.properties).indexOf(key)}`);

/** Moves to an input, or to the part of it at `path`. False when it is not on the page. */
export function focusInput(
  model: ActionFieldsModel,
  key: string,
  path: readonly (string | number)[] = [],
): boolean {
  const ids = [inputId(model, key)];
  const field = document.getElementById(`${ids[0]}-input`);
  for (const part of path) ids.unshift(nestedId(ids[0] as string, part));
  const target =
    ids.map((id) => document.getElementById(id)).find((element) => element !== null) ??
    field?.querySelector<HTMLElement>("input, textarea, select, button, [tabindex='0']");
  if (!target) return false;
  target.focus();
  target.scrollIntoView({ block: "center", behavior: "auto" });
  return true;
}
