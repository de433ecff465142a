import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { ActionDraft } from "./action-draft";

/**
 * The faults that can be found without the server: shape, property language, references, cycles. Loaded apart, since the
 * rules carry the property language, which the page needs only once something is edited.
 */
export async function checkInBrowser(action: ActionDraft): Promise<DefinitionIssue[]> {
  const [{ checkAction }, zod] = await Promise.all([import("@/server/actions/core/check"), import("zod")]);
  // Zod compiles faster checks with `new Function`, which the content security policy forbids and reports.
  zod.config({ jitless: true });
  const checked = checkAction(action);
  return checked.ok ? [] : checked.issues;
}
