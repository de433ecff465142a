/**
 * Exit codes after which the state is known to say what was done: success, Terraform's own report of a failure, what a
 * shell gives for a program that could not be started, and an interrupt that came before Terraform listened for it.
 */
const ORDERLY: readonly number[] = [0, 1, 125, 126, 127, 130];

/**
 * Whether an apply ended without a chance to store its state: killed (137, by the kernel when memory runs out), crashed
 * (134, 139; 2 and 11 for a panic). Its wrapper lives and records the code, so an exit code alone is no orderly end.
 * `command` is the one that ran last; before and after the apply itself nothing is changed.
 */
export const endedUncleanly = (command: string | null, exitCode: number | null): boolean =>
  command === "apply" && (exitCode === null || !ORDERLY.includes(exitCode));
