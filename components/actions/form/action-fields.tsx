"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { ReferenceOptionsContext } from "@/components/properties/fields/reference-options";
import type { FormSection } from "@/components/properties/form-layout";
import { Fieldset } from "@/components/ui/field";
import { ActionField, inputLabel } from "./action-field";
import { formParts } from "./form-parts";
import type { FormPart } from "./form-parts";
import { focusInput, useFormPart } from "./use-action-fields";
import type { ActionFieldsModel } from "./use-action-fields";

interface ActionFieldsProps {
  model: ActionFieldsModel;
  /** One step, by its position in the definition. Without it, all of them stand below one another. */
  step?: number | null;
}

/** The parts of the form that are shown now. */
export function useFormParts(model: ActionFieldsModel): FormPart[] {
  const steps = useFormPart(model, ({ state }) => state.steps.map(({ visible }) => (visible ? 1 : 0)).join());
  const titles = useFormPart(model, ({ state }) => JSON.stringify(state.titles));
  return useMemo(() => {
    const { state } = model.session.read();
    return formParts(model.session.userInputs, state);
    // The two texts say whether anything about the layout changed.
  }, [model, steps, titles]);
}

/** The inputs of an action's form, under their headings. What is hidden is not there; what comes and goes is announced. */
export function ActionFields({ model, step = null }: ActionFieldsProps) {
  const parts = useFormParts(model);
  const shown = step === null ? parts : parts.filter((part) => part.step === step);
  const several = shown.length > 1;
  const container = useRef<HTMLDivElement>(null);
  const options = useMemo(() => ({ source: model.source.picker }), [model.source]);
  const keys = shown.flatMap((part) => part.sections.flatMap((section) => section.keys));
  const news = useChanges(model, keys, container);
  return (
    <ReferenceOptionsContext value={options}>
      <div ref={container} className="grid gap-7 outline-none" tabIndex={-1}>
        {shown.map((part) => {
          const sections = part.sections.map((section, index) => (
            <Section key={section.keys[0] ?? index} model={model} section={section} />
          ));
          return several ? (
            <Fieldset key={part.step} legend={part.title} className="gap-7">
              {sections}
            </Fieldset>
          ) : (
            sections
          );
        })}
        <p role="status" className="sr-only">
          {news}
        </p>
      </div>
    </ReferenceOptionsContext>
  );
}

function Section({ model, section }: { model: ActionFieldsModel; section: FormSection }) {
  const { heading, keys } = section;
  const empty = useFormPart(model, ({ state }) => !keys.some((key) => state.inputs[key]?.visible));
  if (empty) return null;
  const fields = keys.map((key) => <ActionField key={key} model={model} name={key} />);
  return heading ? (
    <Fieldset legend={heading.title} description={heading.description} className="gap-5">
      {fields}
    </Fieldset>
  ) : (
    <div className="grid gap-5">{fields}</div>
  );
}

/**
 * Says which inputs came and went, and keeps the focus among the inputs when the one that has it goes or is closed.
 * Out: the sentence for the live region.
 */
function useChanges(
  model: ActionFieldsModel,
  keys: readonly string[],
  container: React.RefObject<HTMLDivElement | null>,
): string {
  const open = useFormPart(model, ({ state }) =>
    keys.filter((key) => state.inputs[key]?.visible && !state.inputs[key].disabled).join(),
  );
  const visible = useFormPart(model, ({ state }) => keys.filter((key) => state.inputs[key]?.visible).join());
  const all = keys.join();
  const before = useRef({ visible, all });
  const focused = useRef<string | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    const area = container.current;
    const remember = (event: FocusEvent) => {
      const field = event.target instanceof Element ? event.target.closest("[data-input]") : null;
      focused.current = field?.getAttribute("data-input") ?? null;
    };
    const forget = (event: FocusEvent) => {
      // Taken out of the page, an element loses the focus without another that gets it.
      if (event.relatedTarget) focused.current = null;
    };
    area?.addEventListener("focusin", remember);
    area?.addEventListener("focusout", forget);
    return () => {
      area?.removeEventListener("focusin", remember);
      area?.removeEventListener("focusout", forget);
    };
  }, [container]);
  useEffect(() => {
    const lost = focused.current;
    if (!lost || (document.activeElement !== null && document.activeElement !== document.body)) return;
    const names = open.split(",");
    if (names.includes(lost)) return;
    const order = all.split(",");
    const nearest = order
      .slice(0, order.indexOf(lost))
      .reverse()
      .find((key) => names.includes(key));
    if (!nearest || !focusInput(model, nearest)) container.current?.focus();
  }, [open, all, model, container]);
  useEffect(() => {
    const previous = before.current;
    before.current = { visible, all };
    // Another step is another page: its inputs are no news.
    if (previous.all !== all || previous.visible === visible) return;
    const [old, now] = [previous.visible.split(",").filter(Boolean), visible.split(",").filter(Boolean)];
    const named = (some: string[]) => some.map((key) => inputLabel(model.session.userInputs, key)).join(", ");
    const came = now.filter((key) => !old.includes(key));
    const went = old.filter((key) => !now.includes(key));
    setNews(
      [came.length > 0 && `Now shown: ${named(came)}.`, went.length > 0 && `No longer shown: ${named(went)}.`]
        .filter(Boolean)
        .join(" "),
    );
  }, [visible, all, model]);
  return news;
}
