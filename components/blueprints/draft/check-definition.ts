import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { DefinitionIssue } from "@/components/definition-editor/issues";

/**
 * Checks a definition by the rules that the server checks by. Loaded apart: the rules carry the property language, which the
 * page needs only once something is edited.
 *
 * @param saved what is stored, whose relations may not be turned elsewhere; null for a new blueprint
 * @param others the other blueprints of the model
 */
export async function checkDefinition(
  definition: BlueprintDefinition,
  saved: BlueprintDefinition | null,
  others: readonly BlueprintDefinition[],
): Promise<DefinitionIssue[]> {
  const [{ blueprintCreateSchema }, { definitionIssues, immutableIssues }, zod] = await Promise.all([
    import("@/server/catalog/core/blueprint-schema"),
    import("@/server/catalog/core/blueprint-rules"),
    import("zod"),
  ]);
  // Zod compiles faster checks with `new Function`, which the content security policy forbids and reports.
  zod.config({ jitless: true });
  const parsed = blueprintCreateSchema.safeParse(definition);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      message,
    }));
  const known = new Map(others.map((other) => [other.identifier, other]));
  return [
    ...(saved ? immutableIssues(saved, definition, { convert: true }) : []),
    ...definitionIssues(definition, known),
  ];
}
