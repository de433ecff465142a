import { tokensOf } from "./tokens";
import type { Token } from "./tokens";

/** A place in what an expression sees: ["form", "cluster", "identifier"]. */
export type JqPath = readonly string[];

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A place as jq writes it; keys that are no plain words are quoted. */
export const writePath = (path: JqPath): string =>
  path.map((key) => (PLAIN.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join("");

/** Reads a place from the pieces of a program: the place, and how many pieces it took. Null where none begins there. */
export function readPath(tokens: readonly Token[], start: number): { path: JqPath; length: number } | null {
  const path: string[] = [];
  let at = start;
  for (;;) {
    const token = tokens[at];
    if (token?.kind === "field") {
      path.push(token.text.slice(1));
      at += 1;
      continue;
    }
    const key = path.length > 0 ? bracketed(tokens, at) : null;
    if (key === null) break;
    path.push(key);
    at += 3;
  }
  return path.length > 0 ? { path, length: at - start } : null;
}

/** The key of `["key"]`. */
function bracketed(tokens: readonly Token[], at: number): string | null {
  const [open, key, close] = tokens.slice(at, at + 3);
  if (open?.text !== "[" || key?.kind !== "string" || close?.text !== "]") return null;
  return readString(key.text);
}

/** A string without interpolation as its text. */
export function readString(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    // An interpolation is no JSON: it is code, not a text.
    return null;
  }
}

/** The program with every mention of an input's key changed, in interpolated strings too. */
export function renamedInJq(program: string, root: string, from: string, to: string): string {
  const tokens = tokensOf(program);
  if (!tokens) return program;
  let renamed = "";
  let done = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind === "string" && token.text.includes("\\(")) {
      renamed += program.slice(done, token.at) + inInterpolations(token.text, root, from, to);
      done = token.at + token.text.length;
      continue;
    }
    const before = tokens[at - 1];
    // `.a.form` is a member of something else.
    if (before && (before.kind === "field" || before.text === "]" || before.text === ")")) continue;
    const read = readPath(tokens, at);
    if (!read || read.path[0] !== root || read.path[1] !== from) continue;
    const last = tokens[at + read.length - 1];
    if (!token || !last) continue;
    renamed += program.slice(done, token.at) + writePath([root, to, ...read.path.slice(2)]);
    done = last.at + last.text.length;
    at += read.length - 1;
  }
  return renamed + program.slice(done);
}

const INTERPOLATION = /\\\(([^()"]*)\)/g;

const inInterpolations = (text: string, root: string, from: string, to: string): string =>
  text.replace(INTERPOLATION, (_, inner: string) => `\\(${renamedInJq(inner, root, from, to)})`);
