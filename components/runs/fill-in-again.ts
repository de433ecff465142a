import { isSecret } from "@/components/properties/kind";
import type { PropertyDefinition, PropertyDefinitions } from "@/server/properties/schema";
import type { RunView } from "./run-types";

type Repeatable = Pick<RunView, "inputs" | "target" | "actionIdentifier"> & {
  action: Pick<RunView["action"], "operation" | "userInputs">;
};

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/**
 * Where a run is requested again whose secrets are not kept: its form, filled in with everything else. Null for a run that can
 * be requested again as it is.
 */
export function fillInAgainHref({ action, inputs, target, actionIdentifier }: Repeatable): string | null {
  const definitions = (action.userInputs.properties ?? {}) as PropertyDefinitions;
  const isLost = ([key, definition]: [string, PropertyDefinition]) =>
    definition.encryption === "aes256-gcm" && isFilled(inputs[key]);
  if (!Object.entries(definitions).some(isLost)) return null;
  const params = new URLSearchParams();
  if (action.operation !== "CREATE" && target) params.set("entity", target.identifier);
  for (const [key, value] of Object.entries(inputs)) {
    const definition = definitions[key];
    if (!definition || isSecret(definition) || !isFilled(value)) continue;
    params.set(`input.${key}`, typeof value === "string" ? value : JSON.stringify(value));
  }
  const query = params.toString();
  return `/actions/${encodeURIComponent(actionIdentifier)}${query ? `?${query}` : ""}`;
}
