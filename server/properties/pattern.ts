import { RE2JS } from "re2js";

/** Limits of what people may have matched: RE2 is linear, so time is bounded by pattern x text. */
export const MAX_PATTERN = 512;
export const MAX_MATCHED_TEXT = 64 * 1024;

const cache = new Map<string, RE2JS>();

/** Compiles a pattern in JavaScript's notation for the linear-time engine. Throws where RE2 cannot: look-around, back-references. */
function compiled(source: string): RE2JS {
  const known = cache.get(source);
  if (known) return known;
  const pattern = RE2JS.compile(RE2JS.translateRegExp(source));
  // Definitions are few; the bound only keeps a stream of edits from growing the map for ever.
  if (cache.size >= 500) cache.clear();
  cache.set(source, pattern);
  return pattern;
}

/** Why a pattern cannot be used, or null when it can. */
export function patternFault(source: unknown): string | null {
  if (typeof source !== "string") return "A pattern must be text.";
  if (source.length > MAX_PATTERN)
    return `A pattern may have at most ${MAX_PATTERN} characters; this one has ${source.length}.`;
  try {
    compiled(source);
    return null;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "it cannot be read";
    return `The pattern cannot be used: ${reason}. Look-ahead, look-behind and back-references are not available.`;
  }
}

/** Does the pattern match anywhere in the text? Text beyond the limit never matches. */
export function matchesPattern(source: string, text: string): boolean {
  return text.length <= MAX_MATCHED_TEXT && compiled(source).test(text);
}
