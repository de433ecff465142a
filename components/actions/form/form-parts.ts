import { formSections } from "@/components/properties/form-layout";
import type { FormSection } from "@/components/properties/form-layout";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";

/** One page of a form: a step of the definition, or the whole of a form without steps. */
export interface FormPart {
  /** Position in the definition; null for a form without steps. */
  step: number | null;
  title: string | null;
  sections: FormSection[];
}

/** Keys of a part, hidden ones among them. */
export const keysOf = (part: FormPart): string[] => part.sections.flatMap((section) => section.keys);

/**
 * The parts of a form that are shown now, with their inputs under their headings. An input that no step names is asked
 * for in the last one.
 */
export function formParts(
  userInputs: UserInputs,
  { steps, titles }: Pick<FormState, "steps" | "titles">,
): FormPart[] {
  const { properties, order } = userInputs;
  const headings = Object.fromEntries(
    Object.entries(userInputs.titles ?? {}).map(([key, title]) => [
      key,
      { ...title, visible: titles[key]?.visible ?? title.visible !== false },
    ]),
  );
  if (!userInputs.steps)
    return [
      {
        step: null,
        title: null,
        sections: formSections({ properties, titles: headings, ...(order && { order }) }),
      },
    ];
  const placed = new Set(userInputs.steps.flatMap((step) => step.order ?? []));
  const homeless = Object.keys(properties).filter((key) => !placed.has(key));
  const shown = userInputs.steps.flatMap((step, index) => (steps[index]?.visible === false ? [] : [index]));
  return shown.map((index) => {
    const step = userInputs.steps?.[index];
    const keys = [...(step?.order ?? []), ...(index === shown.at(-1) ? homeless : [])];
    const own = Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
    return {
      step: index,
      title: step?.title ?? null,
      sections: formSections({ properties: own, titles: headings, order: keys }),
    };
  });
}
