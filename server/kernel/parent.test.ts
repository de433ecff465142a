import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** Starts a process that blocks for a while before it asks for its parent; prints what happens. */
function start(stdio: "ipc" | "ignore", blockedMs: number) {
  const script = `
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${blockedMs});
    await new Promise((resolve) => setTimeout(resolve, ${blockedMs}));
    const { exitWithParent } = await import(${JSON.stringify(path.join(import.meta.dirname, "parent.ts"))});
    exitWithParent(() => { console.log("gone"); process.exit(0); });
    console.log("ready");
    setTimeout(() => console.log("alone"), 300).ref();`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit", stdio],
  });
  let output = "";
  child.stdout!.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child.stdout!, "end");
  return { child, ended, output: () => output };
}

describe("a process that is not to outlive its parent", () => {
  it("is told when the channel closes", async () => {
    const { child, ended, output } = start("ipc", 0);
    await once(child.stdout!, "data");
    child.disconnect();
    await ended;
    expect(output()).toBe("ready\ngone\n");
  });

  it("is told too when the parent went before anybody listened", async () => {
    const { child, ended, output } = start("ipc", 100);
    child.disconnect();
    await ended;
    expect(output()).toBe("ready\ngone\n");
  });

  it("lives on when it was started by hand", async () => {
    const { ended, output } = start("ignore", 0);
    await ended;
    expect(output()).toBe("ready\nalone\n");
  });
});
