/**
 * Reads jq well enough to know what is code, text and comment. `onText` gets the places of the quotes around each
 * text, inner ones first. Out: the place after the first `stop` in plain code outside of all brackets, or -1.
 */
export function scanJq(
  text: string,
  from: number,
  stop: string | null,
  onText?: (start: number, end: number) => void,
): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (stop !== null && depth === 0 && text.startsWith(stop, at)) return at;
    const char = text[at]!;
    if (char === '"' || char === "'") {
      const end = endOfText(text, at, onText);
      if (end < 0) return -1;
      at = end;
      continue;
    }
    if (char === "#" && stop === null) {
      const newline = text.indexOf("\n", at);
      at = newline < 0 ? text.length : newline;
      continue;
    }
    if (char === "{" || char === "(" || char === "[") depth++;
    if (char === "}" || char === ")" || char === "]") {
      // The bracket that closes an interpolation.
      if (depth === 0 && stop === null && char === ")") return at;
      depth = Math.max(0, depth - 1);
    }
    at++;
  }
  return stop === null ? at : -1;
}

/** The place after a text that opens at `start`; its interpolations are code again. */
function endOfText(text: string, start: number, onText?: (start: number, end: number) => void): number {
  const quote = text[start]!;
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === quote) {
      onText?.(start, at);
      return at + 1;
    }
    if (text.startsWith("\\(", at)) {
      const close = scanJq(text, at + 2, null, onText);
      if (close < 0) return -1;
      at = close + 1;
    } else {
      at += text[at] === "\\" ? 2 : 1;
    }
  }
  return -1;
}

/** The expression with every text in double quotes: single ones are allowed in definitions, and unknown to jq. */
export function doubleQuoted(expression: string): string {
  if (!expression.includes("'")) return expression;
  const edits = new Map<number, string>();
  scanJq(expression, 0, null, (start, end) => {
    // Inner texts come first, so that the quotes of an interpolation are known when the text around it is looked at.
    edits.set(start, '"').set(end, '"');
    if (expression[start] !== "'") return;
    for (let at = start + 1; at < end; at++) {
      if (expression[at] === "\\") {
        // \' is an escape of the quote that is no longer there.
        if (expression[at + 1] === "'") edits.set(at, "");
        at++;
      } else if (expression[at] === '"' && !edits.has(at)) {
        edits.set(at, '\\"');
      }
    }
  });
  return expression
    .split("")
    .map((char, at) => edits.get(at) ?? char)
    .join("");
}
