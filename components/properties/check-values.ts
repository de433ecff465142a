import type { PropertySet, Scope } from "@/server/properties/schema";
import type { FieldIssue } from "./form-values";

/**
 * Checks values with the compiled schema, the same that the server uses. Loaded when a form is first checked: the
 * compiler carries regular expressions and JSON Schema that no page needs to be read.
 */
export async function checkValues(
  set: PropertySet,
  values: Record<string, unknown>,
  scope: Scope,
): Promise<FieldIssue[]> {
  const [{ compile }, zod] = await Promise.all([import("@/server/properties/compile"), import("zod")]);
  // Zod compiles faster checks with `new Function`, which the content security policy forbids and reports.
  zod.config({ jitless: true });
  const result = compile(set, { scope }).schema.safeParse(values);
  if (result.success) return [];
  return result.error.issues.map((issue) => ({
    path: issue.path.map((part) => (typeof part === "symbol" ? String(part) : part)),
    message: issue.message,
  }));
}
