import { DatabaseProblem } from "@/db/embedded/problem";

/** A failure that the person at the terminal can mend: the message is one sentence about what happened and what to do. */
export class Problem extends Error {
  override name = "Problem";
}

/** What systems answer to a write where there is none to be: rights, read-only file systems, a file in place of a folder. */
const notWritable = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"]);

/**
 * The sentence to print for a failed start. Undefined when nothing better is known than the error itself.
 *
 * @param place folder that the start writes to
 */
export function sentenceFor(error: unknown, place: string): string | undefined {
  if (error instanceof Problem || error instanceof DatabaseProblem) return error.message;
  const {
    code,
    syscall,
    path: file = place,
  } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === "ENOSPC" || code === "EDQUOT")
    return `The disk that holds ${file} is full: free some space and start again.`;
  if (code !== undefined && (notWritable.has(code) || (code === "ENOENT" && syscall === "mkdir"))) {
    return `${file} is not writable (${code}): give this account the folder, or choose another with --data-dir.`;
  }
  if (code === "EMFILE" || code === "ENFILE")
    return "The system is out of file handles: raise the limit (ulimit -n) and start again.";
  return undefined;
}
