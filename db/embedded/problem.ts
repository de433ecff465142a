/** A failure that the person at the terminal can mend: the message is one sentence about what happened and what to do. */
export class DatabaseProblem extends Error {
  override name = "DatabaseProblem";
}

/**
 * Says in one sentence why a PostgreSQL program ended.
 *
 * @param output what the program wrote to its log or to standard error
 * @param place folder that the program was writing to, named when the disk is full or not writable
 */
export function explainFailure(output: string, place: string): DatabaseProblem {
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new DatabaseProblem(`The disk that holds ${place} is full: free some space and start again.`);
  }
  if (/Read-only file system|Permission denied/i.test(output)) {
    return new DatabaseProblem(
      `PostgreSQL may not write to ${place}: give this account the folder, or choose another with WAYMARK_DATA_DIR.`,
    );
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const fatal =
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? "it said nothing";
  const reason = fatal.replace(/^.*?(FATAL|PANIC|error):\s*/, "").trim();
  return new DatabaseProblem(`The embedded PostgreSQL did not start (${reason}): see ${place}/server.log.`);
}

/** What kept a server from starting, where another attempt can succeed. */
export function retryReason(output: string): "lock" | "port" | undefined {
  if (/could not bind|Address already in use|could not create any TCP\/IP sockets/i.test(output))
    return "port";
  if (/lock file .* already exists|pre-existing shared memory block/i.test(output)) return "lock";
  return undefined;
}
