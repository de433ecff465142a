import type { UserInputs } from "../definition/user-inputs";
import { NOTHING_COMPUTED } from "./constraints";
import { roundsOf } from "./graph";
import { beginSettling, finishSettling, settleInput } from "./settle";
import type { FormState } from "./state";

/**
 * The state of a form in which nothing is computed (`isDynamicForm` says no): the browser needs no server for it. Of
 * computed values it knows nothing, so of another form it says what holds before anything was computed.
 */
export function staticState(
  userInputs: UserInputs,
  values: Record<string, unknown>,
  secrets: readonly string[] = [],
): FormState {
  const form = beginSettling(userInputs, { values, secrets });
  for (const key of roundsOf(userInputs).flat()) settleInput(form, key, NOTHING_COMPUTED);
  return finishSettling(form, {
    required: Array.isArray(userInputs.required) ? userInputs.required : [],
    titles: {},
    violations: [],
    faults: [],
  });
}
