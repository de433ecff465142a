import { evaluateJq, JqError } from "@/server/kernel/jq";
import { interpolated, parseTemplate } from "./core/template";

/** A file of a repository as it is to be; null: it is removed. */
export interface RepositoryFile {
  path: string;
  content: Buffer | null;
}

/** A placeholder could not be filled in: the message names the file and the placeholder. */
export class SkeletonError extends Error {}

/** Expressions of GitHub's workflows look like placeholders and are none. */
const FOREIGN = /(\$\{\{[\s\S]*?\}\})/;
const MOST_PLACEHOLDERS = 5_000;

/**
 * Fills the placeholders `{{ jq }}` of a skeleton, in names and contents, from `values`. A file that is no UTF-8 text goes as
 * it is; `${{ … }}` stays. Throws SkeletonError for a placeholder that fails or gives nothing.
 */
export async function fillSkeleton(
  files: readonly { path: string; content: Buffer }[],
  values: Record<string, unknown>,
): Promise<RepositoryFile[]> {
  const budget = { left: MOST_PLACEHOLDERS };
  const filled: RepositoryFile[] = [];
  for (const { path, content } of files) {
    const text = textOf(content);
    filled.push({
      path: await fill(path, `the name ${path}`, values, budget),
      content: text === null ? content : Buffer.from(await fill(text, path, values, budget)),
    });
  }
  return filled;
}

function textOf(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // Bytes that are no text are a picture or an archive: they are taken as they are.
    return null;
  }
}

async function fill(
  text: string,
  where: string,
  values: Record<string, unknown>,
  budget: { left: number },
): Promise<string> {
  const pieces: string[] = [];
  for (const piece of text.split(FOREIGN))
    pieces.push(piece.startsWith("${{") ? piece : await fillPiece(piece, where, values, budget));
  return pieces.join("");
}

async function fillPiece(
  piece: string,
  where: string,
  values: Record<string, unknown>,
  budget: { left: number },
): Promise<string> {
  const parsed = parseTemplate(piece);
  if (!parsed.ok) throw new SkeletonError(`In ${where}: ${parsed.problem}`);
  const { template } = parsed;
  if (template.kind === "text") return piece;
  if (template.kind === "whole") {
    const value = await placeholder(template.expression, where, values, budget);
    // Unlike in a payload, the space around it is the file's.
    return `${/^\s*/.exec(piece)?.[0] ?? ""}${value}${/\s*$/.exec(piece)?.[0] ?? ""}`;
  }
  const parts: string[] = [];
  for (const part of template.parts)
    parts.push(typeof part === "string" ? part : await placeholder(part.expression, where, values, budget));
  return parts.join("");
}

async function placeholder(
  expression: string,
  where: string,
  values: Record<string, unknown>,
  budget: { left: number },
): Promise<string> {
  if (--budget.left < 0)
    throw new SkeletonError(
      `The skeleton has more than ${MOST_PLACEHOLDERS} placeholders. Split the template.`,
    );
  try {
    const value = await evaluateJq(expression, values);
    if (value === null)
      throw new SkeletonError(
        `In ${where}: {{ ${expression} }} gives nothing. Give the action a value for it, or the placeholder a default with //.`,
      );
    return interpolated(value);
  } catch (error) {
    if (error instanceof JqError)
      throw new SkeletonError(`In ${where}: {{ ${expression} }}: ${error.message}`);
    throw error;
  }
}
