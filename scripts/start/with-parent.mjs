// Loaded ahead of the web server, which knows nothing of our parent process: ends it in order when the parent is gone. The
// channel stays counted: the process that the development server forks inherits this file and waits for a message on its own.
const end = () => process.kill(process.pid, "SIGTERM");
if (process.connected === false) end();
if (process.channel) process.once("disconnect", end);
