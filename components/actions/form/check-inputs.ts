import type { FieldIssue } from "@/components/properties/form-values";
import { labelOf } from "@/components/properties/kind";
import type { UserInputs } from "@/server/actions/core/definition/user-inputs";
import type { FormState } from "@/server/actions/core/form/state";

/**
 * Checks values against the form as it is for them, with the function that the server uses. Loaded when a form is first
 * checked: it carries regular expressions and JSON Schema that nobody needs to read a form.
 */
export async function checkInputs(
  userInputs: UserInputs,
  state: FormState,
  values: Record<string, unknown>,
): Promise<FieldIssue[]> {
  const [{ checkForm }, zod] = await Promise.all([
    import("@/server/actions/core/form/check-form"),
    import("zod"),
  ]);
  // Zod compiles faster checks with `new Function`, which the content security policy forbids and reports.
  zod.config({ jitless: true });
  const result = checkForm(userInputs, state, values);
  if (result.ok) return [];
  return result.issues.map((issue) => {
    const key = String(issue.path[0] ?? "");
    const missing =
      issue.path.length === 1 &&
      (values[key] === undefined || values[key] === null) &&
      state.inputs[key]?.required === true &&
      state.inputs[key].faults.length === 0;
    // The schema names the key; beside its own label that is noise.
    return missing
      ? { ...issue, message: `${labelOf(key, userInputs.properties[key] ?? {})} is required.` }
      : issue;
  });
}
