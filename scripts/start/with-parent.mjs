// Loaded ahead of the web server, which knows nothing of our parent process: ends it in order when the parent is gone.
const end = () => process.kill(process.pid, "SIGTERM");
if (process.connected === false) end();
if (process.channel) {
  process.once("disconnect", end);
  process.channel.unref();
}
