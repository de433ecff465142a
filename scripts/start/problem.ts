import { DatabaseProblem } from "@/db/embedded/problem";

/** A failure that the person at the terminal can mend: the message is one sentence about what happened and what to do. */
export class Problem extends Error {
  override name = "Problem";
}

/**
 * The sentence to print for a failed start. Undefined when nothing better is known than the error itself.
 *
 * @param place folder that the start writes to
 */
export function sentenceFor(error: unknown, place: string): string | undefined {
  if (error instanceof Problem || error instanceof DatabaseProblem) return error.message;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const file = (error as NodeJS.ErrnoException).path ?? place;
  if (code === "ENOSPC" || code === "EDQUOT")
    return `The disk that holds ${file} is full: free some space and start again.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return `${file} is not writable (${code}): give this account the folder, or choose another with --data-dir.`;
  }
  if (code === "EMFILE" || code === "ENFILE")
    return "The system is out of file handles: raise the limit (ulimit -n) and start again.";
  return undefined;
}
