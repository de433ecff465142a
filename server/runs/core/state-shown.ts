import { mapTexts } from "./secret-variables";

/**
 * A state as people may see it: without the texts that its run knew as secrets. Terraform marks what is sensitive, but a module that
 * says `nonsensitive()` has a secret stored like anything else.
 *
 * @param redact takes out what the run knew as secrets
 * @param earlier versions with what was shown of them: a later run may not know what an earlier one was given
 * @returns null when all of it may be seen
 */
export function shownState(
  state: unknown,
  redact: (text: string) => string,
  earlier: readonly { state: unknown; shown: unknown }[] = [],
): unknown {
  const known = new Map<string, string>();
  for (const { state: real, shown } of earlier) collect(real, shown, known);
  let changed = false;
  const result = mapTexts(state, (text) => {
    const redacted = known.get(text) ?? redact(text);
    changed ||= redacted !== text;
    return redacted;
  });
  return changed ? result : null;
}

/** Every text that was shown as another one. */
function collect(real: unknown, shown: unknown, into: Map<string, string>): void {
  if (typeof real === "string") {
    if (typeof shown === "string" && shown !== real) into.set(real, shown);
    return;
  }
  if (typeof real !== "object" || real === null || typeof shown !== "object" || shown === null) return;
  for (const [key, value] of Object.entries(real))
    collect(value, (shown as Record<string, unknown>)[key], into);
}
