export interface JsonFault {
  /** From 1. */
  line: number;
  message: string;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;

/** Where JSON text stops being JSON, as an offset. Engines word their messages differently, and some tell no place. */
function faultOffset(text: string): number {
  let at = 0;
  const eat = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const punctuation = (char: string): boolean => {
    eat(SPACE);
    if (text[at] !== char) return false;
    at += 1;
    return true;
  };
  const list = (close: string, member: () => boolean): boolean => {
    if (punctuation(close)) return true;
    do if (!member()) return false;
    while (punctuation(","));
    return punctuation(close);
  };
  const value = (): boolean => {
    if (punctuation("{")) return list("}", () => key() && punctuation(":") && value());
    if (punctuation("[")) return list("]", value);
    return eat(SCALAR) !== undefined;
  };
  const key = (): boolean => {
    eat(SPACE);
    return text[at] === '"' && eat(SCALAR) !== undefined;
  };
  value();
  eat(SPACE);
  return at;
}

/** Reads JSON; where it cannot be read, the line and the reason. */
export function parseJson(
  text: string,
): { value: unknown; fault?: undefined } | { value?: undefined; fault: JsonFault } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The engine's own words differ between browsers; what matters is the place.
    const offset = faultOffset(text);
    const found = text.slice(offset).split("\n", 1)[0]?.trim().slice(0, 24);
    const message =
      offset >= text.length
        ? "The text ends before the definition does: a bracket or a quote is missing."
        : `This cannot stand here: ${found || "the end of the line"}. Look for a missing comma, quote or bracket.`;
    return { fault: { line: text.slice(0, offset).split("\n").length, message } };
  }
}
