import { durationWords } from "@/server/lifetimes/core/duration";
import { chosenEnd } from "@/server/lifetimes/core/end";
import type { Lifetime } from "@/server/lifetimes/schema";
import { lifetimeSentence } from "./lifetime-words";

/** What was chosen in words, "after 4 hours"; null where nothing that can be read was. */
function chosenWords(lifetime: Lifetime, values: Record<string, unknown>): string | null {
  const chosen = chosenEnd(lifetime, values);
  if (!chosen.ok) return null;
  const { end } = chosen;
  return end.kind === "after"
    ? `after ${durationWords(end.seconds)}`
    : `on ${end.at.toISOString().slice(0, 16).replace("T", " at ")} UTC`;
}

/** In a form: when what it makes will end, as it is filled in. */
export function LifetimeEffect({
  lifetime,
  values,
}: {
  lifetime: Lifetime;
  values: Record<string, unknown>;
}) {
  return <>{lifetimeSentence(lifetime, chosenWords(lifetime, values))}</>;
}

/** On a run: when what it makes ends. */
export function RunLifetime({
  action,
  inputs,
}: {
  action: { lifetime?: Lifetime };
  inputs: Record<string, unknown>;
}) {
  return action.lifetime ? <>{chosenWords(action.lifetime, inputs) ?? "At its chosen end"}</> : null;
}
