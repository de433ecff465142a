import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawn } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs, Child } from "@/scripts/start/children";
import { ProcessRegister } from "@/scripts/start/processes";
import { processIdentity } from "@/server/pipelines/execution/process";

let folder: string;
let child: Child | undefined;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-children-"));
});
afterEach(async () => {
  await child?.kill();
  child = undefined;
  fs.rmSync(folder, { recursive: true });
});

const record = () =>
  JSON.parse(fs.readFileSync(path.join(folder, "processes.json"), "utf8")) as {
    children: Record<string, { pid: number }>;
  };
const pidOf = (name: string) => record().children[name]?.pid;
const output = (name: string) => fs.readFileSync(path.join(folder, `${name}.log`), "utf8");

function begin(name: string, script: string, patienceMs = 5_000) {
  const notices: string[] = [];
  const register = new ProcessRegister(folder, "http://127.0.0.1:1");
  child = new Child(
    { name, args: ["-e", script], env: () => ({ ...process.env }), patienceMs },
    { root: folder, logDir: folder, register, onNotice: (text) => notices.push(text) },
  );
  child.start();
  return { child, notices, register };
}

describe("a child process", () => {
  it("comes back when it is killed, and says so in one sentence", async () => {
    const { notices } = begin("worker", "setInterval(() => {}, 1000)");
    const first = pidOf("worker")!;
    process.kill(first, "SIGKILL");
    await vi.waitFor(() => expect(pidOf("worker")).toBeGreaterThan(0));
    await vi.waitFor(() => expect(pidOf("worker")).not.toBe(first), { timeout: 5_000 });
    expect(notices).toEqual([
      expect.stringMatching(/^The worker ended \(SIGKILL\); starting it again in 0.25 s\. Its log: /),
    ]);
  });

  it("waits longer after each death in a row, up to a limit", () => {
    expect([0, 1, 2, 3].map(backoffMs)).toEqual([250, 500, 1000, 2000]);
    expect(backoffMs(50)).toBe(15_000);
  });

  it("may finish what it does when it is stopped, and stays away", async () => {
    const script = `process.on("SIGTERM", () => setTimeout(() => { console.log("finished"); process.exit(0); }, 50));
      setInterval(() => {}, 1000); console.log("ready");`;
    const { child, notices } = begin("worker", script);
    await vi.waitFor(() => expect(output("worker")).toContain("ready"), { timeout: 5_000 });
    await child.stop();
    expect(output("worker")).toBe("ready\nfinished\n");
    expect(notices).toEqual([]);
    expect(record().children).toEqual({});
  });

  it("is killed with its whole group when it does not end in time", async () => {
    const script = `process.on("SIGTERM", () => {});
      const inner = require("node:child_process").spawn("sleep", ["1000"]);
      console.log(inner.pid); setInterval(() => {}, 1000);`;
    const { child } = begin("worker", script, 100);
    await vi.waitFor(() => expect(output("worker")).toMatch(/\d+\n/), { timeout: 5_000 });
    const inner = Number(output("worker"));
    await child.stop();
    await vi.waitFor(() => expect(processIdentity(inner)).toBeNull());
  });
});

describe("the register of processes", () => {
  it("ends what a killed start left behind", async () => {
    const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const register = new ProcessRegister(folder, "http://127.0.0.1:1");
    register.add("worker", left.pid!);
    const ended = once(left, "exit");
    expect(await new ProcessRegister(folder, "http://127.0.0.1:1").endLeftovers()).toEqual(["worker"]);
    expect((await ended)[1]).toBe("SIGTERM");
    expect(record().children).toEqual({});
  });

  it("leaves a process alone that merely got the number of an old one", async () => {
    const register = new ProcessRegister(folder, "http://127.0.0.1:1");
    register.add("worker", process.pid);
    const file = path.join(folder, "processes.json");
    fs.writeFileSync(
      file,
      fs.readFileSync(file, "utf8").replaceAll(processIdentity(process.pid)!, "another birth"),
    );
    expect(await new ProcessRegister(folder, "http://127.0.0.1:1").endLeftovers()).toEqual([]);
  });

  it("refuses a second start from the same folder", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const parent = {
      pid: other.pid,
      identity: processIdentity(other.pid!),
      address: "http://127.0.0.1:3000",
    };
    fs.writeFileSync(path.join(folder, "processes.json"), JSON.stringify({ parent, children: {} }));
    expect(() => new ProcessRegister(folder, "http://127.0.0.1:1")).toThrow(
      `Waymark already runs from ${folder} (process ${other.pid}, http://127.0.0.1:3000): use that, stop it`,
    );
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(() => new ProcessRegister(folder, "http://127.0.0.1:1")).not.toThrow();
  });
});
