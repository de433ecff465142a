// Stands for a server that has nothing to do until its parent speaks.
process.on("message", (text) => process.send?.(text));
