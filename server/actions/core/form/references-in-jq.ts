/** Which members of one part of the context a jq program reads: `.form.x` names one; any other use of `.form` may read all. */
export interface Reads {
  keys: Set<string>;
  whole: boolean;
}
interface Reading extends Reads {
  /** The name of the part. */
  of: string;
}

interface Token {
  kind: "field" | "text" | "word" | "variable" | "sign";
  /** Name of a field, a word or a variable, what a text says, or the sign. */
  value: string;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Reads a jq program as far as one part of its context is concerned. Texts and comments are skipped, expressions inside of
 * texts are not. It names rather too much than too little: what stands behind a pipe is taken for that part as well.
 */
export function readsOf(program: string, of: string): Reads {
  const reads: Reading = { of, keys: new Set(), whole: false };
  readTokens(program, 0, null, reads);
  return { keys: reads.keys, whole: reads.whole };
}

/** Which inputs a jq program reads. */
export const formReads = (program: string): Reads => readsOf(program, "form");

const OF_ALL =
  /(^|[|(,[])\s*(\.\[|(add|all|any|del|delpaths|first|getpath|last|leaf_paths|map|map_values|path|paths|pick|recurse|to_entries|tojson|tostream|tostring|values|walk|with_entries)\b)/;

/** Whether a program that does not name the form may read it all the same: through all that it is given. */
export const mayReadAll = (program: string): boolean =>
  formReads(program).keys.size === 0 && OF_ALL.test(program);

/** Reads tokens up to `until` outside of brackets. Out: the place behind it. */
function readTokens(program: string, from: number, until: string | null, reads: Reading): number {
  const tokens: Token[] = [];
  let depth = 0;
  let at = from;
  while (at < program.length) {
    const char = program[at]!;
    if (until !== null && depth === 0 && char === until) break;
    if (char === "#") {
      const end = program.indexOf("\n", at);
      at = end < 0 ? program.length : end;
      continue;
    }
    if (char === '"' || char === "'") {
      const { value, end } = readText(program, at, reads);
      tokens.push({ kind: "text", value });
      at = end;
      continue;
    }
    if (program.startsWith("..", at)) reads.whole = true;
    const start = char === "." || char === "$" ? at + 1 : at;
    NAME.lastIndex = start;
    const name = /[A-Za-z0-9_.$]/.test(char) ? NAME.exec(program)?.[0] : undefined;
    if (name !== undefined) {
      tokens.push({ kind: char === "." ? "field" : char === "$" ? "variable" : "word", value: name });
      at = start + name.length;
      continue;
    }
    if ("([{".includes(char)) depth++;
    if (")]}".includes(char)) depth--;
    if (!/\s/.test(char)) tokens.push({ kind: "sign", value: char });
    at++;
  }
  note(tokens, reads);
  return at + 1;
}

/** A text; the expressions inside of it are read too. `value` is empty where the text is not fixed. */
function readText(program: string, from: number, reads: Reading): { value: string; end: number } {
  const quote = program[from];
  let value = "";
  let fixed = true;
  let at = from + 1;
  while (at < program.length && program[at] !== quote) {
    if (program.startsWith("\\(", at)) {
      fixed = false;
      at = readTokens(program, at + 2, ")", reads);
    } else if (program[at] === "\\") {
      value += program[at + 1] === "\\" ? "\\" : "";
      fixed &&= '\\"/'.includes(program[at + 1] ?? "");
      at += 2;
    } else value += program[at++];
  }
  return { value: fixed ? value : "", end: at + 1 };
}

const sign = (token: Token | undefined, value: string) => token?.kind === "sign" && token.value === value;

/** Whether the token before continues a path, so that a name behind it is a member of something else. */
const endsPath = (token: Token | undefined) =>
  token?.kind === "field" || sign(token, "]") || sign(token, "?");

function note(tokens: Token[], reads: Reading): void {
  // `. as $all | …`: everything may be read under another name.
  if (sign(tokens[0], ".") && tokens[1]?.kind !== "text" && !sign(tokens[1], "[")) reads.whole = true;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.value !== reads.of || token.kind === "variable" || token.kind === "sign") continue;
    if (token.kind === "field" && endsPath(tokens[i - 1])) continue;
    const quoted = token.kind === "text" && sign(tokens[i - 1], ".");
    const bracketed =
      token.kind === "text" &&
      sign(tokens[i - 1], "[") &&
      sign(tokens[i - 2], ".") &&
      sign(tokens[i + 1], "]");
    if (token.kind !== "field" && !quoted && !bracketed) {
      reads.whole = true;
      continue;
    }
    let next = bracketed ? i + 2 : i + 1;
    while (sign(tokens[next], "?")) next++;
    const key = memberAt(tokens, next);
    if (key === null) reads.whole = true;
    else reads.keys.add(key);
  }
}

/** The member that a path goes on with: `.x`, `."x"`, `.["x"]` or `["x"]`; null for anything else. */
function memberAt(tokens: Token[], at: number): string | null {
  const token = tokens[at];
  if (token?.kind === "field") return token.value;
  const start = sign(token, ".") ? at + 1 : at;
  const named = tokens[start];
  if (start > at && named?.kind === "text") return named.value === "" ? null : named.value;
  const inside = tokens[start + 1];
  if (!sign(named, "[") || inside?.kind !== "text" || !sign(tokens[start + 2], "]")) return null;
  return inside.value === "" ? null : inside.value;
}
