import type { PropertyDefinition, PropertySet } from "@/server/properties/schema";
import type { InputDefinition, UserInputs } from "../definition/user-inputs";
import { withConstraints } from "./constraints";
import type { FormState, InputState } from "./state";

/** The definition of an input as it is for the values of now. */
export function effectiveDefinition(
  definition: InputDefinition,
  state: InputState | undefined,
): PropertyDefinition {
  const { default: _, ...rest } = withConstraints(definition, state?.constraints ?? {});
  return state?.default === undefined ? rest : { ...rest, default: state.default };
}

/** The inputs with computed constraints and defaults laid over, and which of them are required now. */
export function effectiveSet(userInputs: UserInputs, state: FormState): PropertySet & { required: string[] } {
  const entries = Object.entries(userInputs.properties);
  return {
    properties: Object.fromEntries(
      entries.map(([key, definition]) => [key, effectiveDefinition(definition, state.inputs[key])]),
    ),
    required: entries.flatMap(([key]) => (state.inputs[key]?.required ? [key] : [])),
  };
}
