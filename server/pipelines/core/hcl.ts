/** A text that this reader of HCL does not understand; the message says where. */
export class HclFault extends Error {
  constructor(message: string, text: string, at: number) {
    super(`${message} (line ${text.slice(0, at).split("\n").length})`);
    this.name = "HclFault";
  }
}

export interface HclAttribute {
  name: string;
  /** Source text of the expression, without comments. */
  expression: string;
}
export interface HclBlock {
  type: string;
  labels: string[];
  attributes: HclAttribute[];
  blocks: HclBlock[];
}

const NAME = /[A-Za-z_][\w-]*/y;
const OPENERS: Record<string, string> = { "{": "}", "[": "]", "(": ")" };

/** Where the thing at `at` ends that must be taken as a whole: a quoted text, a heredoc or a comment; `at` when there is none. */
export function skipOpaque(text: string, at: number): number {
  const rest = text.slice(at, at + 2);
  if (rest[0] === "#" || rest === "//") {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
  if (rest === "/*") {
    const end = text.indexOf("*/", at + 2);
    if (end < 0) throw new HclFault("A comment is never closed", text, at);
    return end + 2;
  }
  if (rest === "<<") return skipHeredoc(text, at);
  return rest[0] === '"' ? skipQuoted(text, at) : at;
}

function skipQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length;) {
    const two = text.slice(at, at + 2);
    const three = text.slice(at, at + 3);
    if (text[at] === "\\") at += 2;
    else if (three === "$${" || three === "%%{") at += 3;
    else if (two === "${" || two === "%{") at = skipBrackets(text, at + 1);
    else if (text[at] === '"') return at + 1;
    else if (text[at] === "\n") break;
    else at++;
  }
  throw new HclFault("A text is never closed", text, from);
}

function skipHeredoc(text: string, from: number): number {
  const opened = /^<<(-?)([A-Za-z_]\w*)\r?\n/.exec(text.slice(from));
  if (!opened) return from;
  const end = new RegExp(`^${opened[1] ? "[ \\t]*" : ""}${opened[2]}[ \\t]*$`, "m");
  const body = text.slice(from + opened[0].length);
  const closed = end.exec(body);
  if (!closed) throw new HclFault("A heredoc is never closed", text, from);
  return from + opened[0].length + closed.index + closed[0].length;
}

/** Behind the bracket that closes the one at `from`. */
function skipBrackets(text: string, from: number): number {
  const open: string[] = [];
  for (let at = from; at < text.length;) {
    const behind = skipOpaque(text, at);
    if (behind > at) {
      at = behind;
      continue;
    }
    const char = text[at]!;
    const closer = OPENERS[char];
    if (closer) open.push(closer);
    else if (char === open.at(-1)) {
      open.pop();
      if (open.length === 0) return at + 1;
    } else if (char === "}" || char === "]" || char === ")") break;
    at++;
  }
  throw new HclFault(`A "${text[from]}" is never closed`, text, from);
}

/** Blocks of a .tf file with their attributes. Throws HclFault at what it does not understand. */
export function readHcl(text: string): HclBlock[] {
  const [body, end] = readBody(text, 0);
  if (end < text.length) throw new HclFault(`Did not expect "${text[end]}"`, text, end);
  return body.blocks;
}

function readBody(text: string, from: number): [Pick<HclBlock, "attributes" | "blocks">, number] {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length || text[at] === "}") return [{ attributes, blocks }, at];
    const [name, afterName] = readName(text, at);
    const next = skipInline(text, afterName);
    if (text[next] === "=" && text[next + 1] !== "=") {
      const end = endOfExpression(text, next + 1);
      attributes.push({ name, expression: withoutComments(text.slice(next + 1, end)).trim() });
      at = end;
    } else {
      const [block, end] = readBlock(text, name, next);
      blocks.push(block);
      at = end;
    }
  }
}

function readBlock(text: string, type: string, from: number): [HclBlock, number] {
  const labels: string[] = [];
  let at = from;
  while (text[at] === '"' || /[A-Za-z_]/.test(text[at] ?? "")) {
    if (text[at] === '"') {
      const end = skipQuoted(text, at);
      labels.push(text.slice(at + 1, end - 1));
      at = skipInline(text, end);
    } else {
      const [label, end] = readName(text, at);
      labels.push(label);
      at = skipInline(text, end);
    }
  }
  if (text[at] !== "{") throw new HclFault(`Expected "=" or a block after "${type}"`, text, at);
  const [body, end] = readBody(text, at + 1);
  if (text[end] !== "}") throw new HclFault(`The block "${type}" is never closed`, text, from);
  return [{ type, labels, ...body }, end + 1];
}

function readName(text: string, at: number): [string, number] {
  NAME.lastIndex = at;
  const found = NAME.exec(text);
  if (!found) throw new HclFault(`Expected a name and found "${text[at] ?? "the end"}"`, text, at);
  return [found[0], NAME.lastIndex];
}

/** An expression ends with its line, unless a bracket is open. */
function endOfExpression(text: string, from: number): number {
  for (let at = from; at < text.length;) {
    const behind = OPENERS[text[at]!] ? skipBrackets(text, at) : skipOpaque(text, at);
    if (behind > at) at = behind;
    else if (text[at] === "\n" || text[at] === "}") return at;
    else at++;
  }
  return text.length;
}

function withoutComments(text: string): string {
  let result = "";
  for (let at = 0; at < text.length;) {
    const behind = skipOpaque(text, at);
    if (behind === at) result += text[at++];
    else {
      if (text[at] === '"' || text[at] === "<") result += text.slice(at, behind);
      at = behind;
    }
  }
  return result;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    const behind = text[at] === '"' || text[at] === "<" ? at : skipOpaque(text, at);
    if (behind === at) return at;
    at = behind;
  }
}

const skipInline = (text: string, from: number): number => {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
};
