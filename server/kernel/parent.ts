/**
 * Calls back once when the process that started this one is gone, however it died: the channel between them closes.
 * Without a parent that opened a channel (a process started by hand) nothing ever happens.
 *
 * @param onGone should end this process in order, as SIGTERM would
 */
export function exitWithParent(onGone: () => void): void {
  if (process.connected === false) {
    // It went while this process was still loading. The caller may not have everything ready that the end needs.
    setImmediate(onGone);
    return;
  }
  if (!process.channel) return;
  process.once("disconnect", onGone);
  // The channel alone must not keep a finished process alive.
  process.channel.unref();
}
