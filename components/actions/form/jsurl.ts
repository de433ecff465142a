/** The deepest nesting that an address may have. */
const DEEPEST = 50;
const WORDS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/**
 * Reads JSURL, a way to write JSON into an address: `~(name~'orders~size~3~tags~(~'a~'b))`. Throws SyntaxError for
 * anything else.
 */
export function parseJsurl(given: string): unknown {
  // Some senders escape the quote once more than the address needs.
  const text = given.replace(/%(25)*27/g, "'");
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`This is not JSURL, at character ${at + 1}.`);
  };
  const eat = (char: string) => {
    if (text[at] !== char) fail();
    at += 1;
  };
  const code = (from: number, digits: number): string => {
    const hex = text.slice(from, from + digits);
    if (hex.length !== digits || !/^[\da-f]+$/i.test(hex)) fail();
    at = from + digits;
    return String.fromCharCode(Number.parseInt(hex, 16));
  };
  const word = (): string => {
    let read = "";
    while (at < text.length && text[at] !== "~" && text[at] !== ")") {
      if (text[at] === "*") read += text[at + 1] === "*" ? code(at + 2, 4) : code(at + 1, 2);
      else {
        read += text[at] === "!" ? "$" : text[at];
        at += 1;
      }
    }
    return read;
  };
  const members = (depth: number): Record<string, unknown> => {
    const entries: [string, unknown][] = [];
    while (text[at] !== ")") {
      if (entries.length > 0) eat("~");
      const key = word();
      entries.push([key, value(depth)]);
    }
    return Object.fromEntries(entries);
  };
  const items = (depth: number): unknown[] => {
    const list: unknown[] = [];
    if (text.startsWith("~)", at)) at += 1;
    while (text[at] === "~") list.push(value(depth));
    return list;
  };
  const value = (depth: number): unknown => {
    if (depth > DEEPEST) fail();
    eat("~");
    if (text[at] === "(") {
      at += 1;
      const read = text[at] === "~" ? items(depth + 1) : members(depth + 1);
      eat(")");
      return read;
    }
    if (text[at] === "'") {
      at += 1;
      return word();
    }
    const plain = /^[^)~]*/.exec(text.slice(at))?.[0] ?? "";
    const number = plain.trim() === "" ? Number.NaN : Number(plain);
    if (!Number.isFinite(number) && !Object.hasOwn(WORDS, plain)) fail();
    at += plain.length;
    return Number.isFinite(number) ? number : WORDS[plain];
  };
  const read = value(0);
  return at === text.length ? read : fail();
}
