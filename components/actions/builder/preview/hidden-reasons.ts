import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";

export interface HiddenInput {
  key: string;
  title: string;
  why: string;
}

const isDynamic = (value: unknown): value is { jqQuery: string } =>
  typeof value === "object" && value !== null && "jqQuery" in value;

/** The inputs that are not on the form now, each with why: its own rule, or that of the step in which it stands. */
export function hiddenInputs(userInputs: UserInputs, state: FormState): HiddenInput[] {
  return Object.entries(userInputs.properties).flatMap(([key, definition]) => {
    if (state.inputs[key]?.visible !== false) return [];
    const title = definition.title ?? key;
    const { visible } = definition;
    if (visible === false) return [{ key, title, why: "It is never shown; its default is sent." }];
    const at = userInputs.steps?.findIndex((step) => step.order?.includes(key)) ?? -1;
    const step = userInputs.steps?.[at];
    if (step && state.steps[at]?.visible === false)
      return [{ key, title, why: `The step “${step.title}” is hidden.` }];
    return [
      {
        key,
        title,
        why: isDynamic(visible) ? `${visible.jqQuery} is not true.` : "Its rule is not met.",
      },
    ];
  });
}
