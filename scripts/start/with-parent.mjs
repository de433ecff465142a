// Loaded ahead of the web server, which knows nothing of our parent process: ends it in order when the parent is gone.
if (process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
