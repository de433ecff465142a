// One thread that evaluates jq expressions. It is plain JavaScript, so that every process can start it without a loader.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

// The module's memory lies outside of the JavaScript heap, so the thread's own limit does not hold it.
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65_536 > workerData.memoryBytes) throw new RangeError("out of memory");
  return grow.call(this, pages);
};
// The module prints what jq writes to standard error, which holds the values that it worked on.
console.warn = console.error = console.log = () => undefined;

const jq = await createRequire(workerData.root + "/")("jq-web");

parentPort.on("message", ({ program, input }) => {
  let answer;
  try {
    answer = { output: jq.raw(input, program, ["-c"]) ?? "" };
  } catch (error) {
    answer = { exitCode: error.exitCode ?? null, error: String(error.stderr ?? error.message ?? error) };
  }
  parentPort.postMessage(answer);
});
parentPort.postMessage("ready");
