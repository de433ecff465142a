/** The value of an expression that is a constant; null when it is computed. */
export function constantOf(expression: string): { value: unknown } | null {
  const reader = { text: expression, at: 0 };
  try {
    const value = readValue(reader);
    skip(reader);
    return reader.at === reader.text.length ? { value } : null;
  } catch (error) {
    if (error instanceof NoConstant) return null;
    throw error;
  }
}

class NoConstant extends Error {}
interface Reader {
  text: string;
  at: number;
}

const WORDS: Record<string, unknown> = { true: true, false: false, null: null };
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  const sticky = new RegExp(pattern.source, "y");
  sticky.lastIndex = reader.at;
  const found = sticky.exec(reader.text);
  if (found) reader.at = sticky.lastIndex;
  return found;
}
const skip = (reader: Reader) => take(reader, /\s*/);

function readValue(reader: Reader): unknown {
  skip(reader);
  const char = reader.text[reader.at];
  if (char === '"') return readText(reader);
  if (char === "[") return readList(reader);
  if (char === "{") return readObject(reader);
  const number = take(reader, /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/);
  if (number) return Number(number[0]);
  const word = take(reader, /[A-Za-z_]+/)?.[0] ?? "";
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  throw new NoConstant();
}

/** A text without interpolation; `$${` and `%%{` stand for the signs themselves. */
function readText(reader: Reader): string {
  reader.at++;
  let result = "";
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new NoConstant();
    if (take(reader, /"/)) return result;
    const literal = take(reader, /\$\$\{|%%\{/);
    if (literal) result += literal[0].slice(1);
    else if (take(reader, /[$%]\{/)) throw new NoConstant();
    else if (take(reader, /\\/)) result += readEscape(reader);
    else {
      result += char;
      reader.at++;
    }
  }
}

function readEscape(reader: Reader): string {
  const unicode = take(reader, /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/);
  if (unicode) return String.fromCodePoint(parseInt(unicode[1] ?? unicode[2] ?? "", 16));
  const plain = ESCAPES[reader.text[reader.at++] ?? ""];
  if (plain === undefined) throw new NoConstant();
  return plain;
}

function readList(reader: Reader): unknown[] {
  reader.at++;
  const items: unknown[] = [];
  for (;;) {
    skip(reader);
    if (take(reader, /\]/)) return items;
    items.push(readValue(reader));
    skip(reader);
    if (!take(reader, /,/) && reader.text[reader.at] !== "]") throw new NoConstant();
  }
}

function readObject(reader: Reader): Record<string, unknown> {
  reader.at++;
  const pairs: [string, unknown][] = [];
  for (;;) {
    skip(reader);
    if (take(reader, /\}/)) return Object.fromEntries(pairs);
    const key =
      reader.text[reader.at] === '"' ? readText(reader) : (take(reader, /[A-Za-z_][\w-]*|\d+/)?.[0] ?? null);
    skip(reader);
    if (key === null || !take(reader, /[=:]/)) throw new NoConstant();
    pairs.push([key, readValue(reader)]);
    take(reader, /[ \t]*,?/);
  }
}
