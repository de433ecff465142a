import { publishedInputs, PUBLISHED_INPUTS, PUBLISHED_TARGET } from "./prefill";
import type { AddressParams } from "./prefill";

const one = (params: AddressParams, name: string): string | undefined => [params[name] ?? []].flat()[0];

/** The form that a published link leads to, with the parameters of its address; null when the link names no action. */
export function selfServeTarget(given: AddressParams): { action: string; params: URLSearchParams } | null {
  const action = one(given, "action");
  if (!action) return null;
  const inputs = one(given, PUBLISHED_INPUTS);
  const inside = inputs === undefined ? undefined : publishedInputs(inputs)?.[PUBLISHED_TARGET];
  const target =
    typeof inside === "object" && inside !== null ? (inside as { identifier?: unknown }).identifier : inside;
  const entity =
    one(given, "entity") ?? one(given, PUBLISHED_TARGET) ?? (typeof target === "string" ? target : undefined);
  const params = new URLSearchParams();
  if (entity) params.set("entity", entity);
  if (inputs !== undefined) params.set(PUBLISHED_INPUTS, inputs);
  // Our own way to prefill goes with it.
  for (const [name, value] of Object.entries(given))
    if (name.startsWith("input.")) for (const text of [value ?? []].flat()) params.append(name, text);
  return { action, params };
}
