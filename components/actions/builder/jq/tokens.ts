/** A piece of a jq program; spaces and comments between pieces mean nothing. */
export interface Token {
  kind: "string" | "number" | "word" | "field" | "sign";
  text: string;
  /** Where it stands in the program. */
  at: number;
}

const PATTERNS: readonly [Token["kind"], RegExp][] = [
  ["string", /"(?:[^"\\]|\\.)*"/y],
  ["number", /-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y],
  ["field", /\.[A-Za-z_][A-Za-z0-9_]*/y],
  ["word", /[$@]?[A-Za-z_][A-Za-z0-9_]*/y],
  ["sign", /==|!=|>=|<=|\/\/=|\?\/\/|\/\/|\|=|\+=|-=|\*=|\/=|%=|\.\.|[.[\]{}()|,:;=<>+\-*/%?]/y],
];
const SPACE = /(?:\s|#[^\n]*)*/y;

/** The pieces of a program; null where it holds something that is no piece of jq, such as an open string. */
export function tokensOf(program: string): Token[] | null {
  const tokens: Token[] = [];
  let at = skip(program, 0);
  while (at < program.length) {
    const token = tokenAt(program, at, tokens.at(-1));
    if (!token) return null;
    tokens.push(token);
    at = skip(program, at + token.text.length);
  }
  return tokens;
}

function tokenAt(program: string, at: number, before: Token | undefined): Token | null {
  for (const [kind, pattern] of PATTERNS) {
    // After a value, a minus subtracts.
    if (kind === "number" && program[at] === "-" && before && endsValue(before)) continue;
    pattern.lastIndex = at;
    const [text] = pattern.exec(program) ?? [];
    if (text !== undefined) return { kind, text, at };
  }
  return null;
}

const endsValue = ({ kind, text }: Token): boolean =>
  kind === "number" ||
  kind === "string" ||
  kind === "field" ||
  kind === "word" ||
  text === ")" ||
  text === "]";

function skip(program: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(program)?.[0].length ?? 0);
}
