import type { Issue } from "@/server/kernel/errors";
import { checkJq } from "@/server/kernel/jq";
import { equalJson } from "@/server/properties/equal";
import type { BlueprintDefinition } from "../../schema";

/** Calculations that are no valid jq, with the path of each; those that are as before are not looked at again. */
export async function expressionIssues(
  after: BlueprintDefinition,
  before: BlueprintDefinition | null,
): Promise<Issue[]> {
  const issues = await Promise.all(
    Object.entries(after.calculationProperties ?? {}).map(async ([key, definition]) => {
      if (equalJson(before?.calculationProperties?.[key], definition)) return [];
      const fault = await checkJq(String(definition.calculation));
      return fault
        ? [
            {
              path: ["calculationProperties", key, "calculation"],
              message: `The expression is no valid jq: ${fault}`,
            },
          ]
        : [];
    }),
  );
  return issues.flat();
}
