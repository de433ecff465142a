import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExecutionRequest } from "../backend";
import { isAlive } from "./process";
import {
  cleanExecution,
  interruptExecution,
  readClaim,
  readOutput,
  readReport,
  requestExecution,
  supervisorAlive,
  workDir,
} from "./spool";
import { bench, end, ended, eventually, PATH, printed, type Bench } from "./testing";

/** A program of the test: a line of shell, given as data. */
function sh(script: string, over: Partial<ExecutionRequest> = {}): ExecutionRequest {
  return {
    files: [],
    commands: [{ name: "work", argv: ["/bin/sh", "-c", script] }],
    environment: { PATH },
    timeoutSeconds: 600,
    ...over,
  };
}

let its: Bench;
const at = (name: string) => path.join(its.dataDir, name);
const output = async (id: string) => (await readOutput(its.dataDir, id, 0, 100_000_000)).bytes;

beforeEach(() => {
  its = bench();
});
afterEach(() => its.close());

describe("an execution", { timeout: 120_000 }, () => {
  it("runs its commands in order, with its files and its environment and nothing else", async () => {
    its.startSupervisor({ CANARY_OF_THE_PORTAL: "1" });
    await requestExecution(its.dataDir, "one", {
      files: [{ path: "deep/er/input.txt", content: Buffer.from('it\'s $(id) "quoted"\n') }],
      commands: [
        { name: "first", argv: ["cat", "deep/er/input.txt"] },
        {
          name: "second",
          argv: ["printf", "%s|", "$(id)", "it's", "a\nb", "", "-x", "`id`"],
          stdout: "told.txt",
        },
        { name: "third", argv: ["env"] },
        { name: "fourth", argv: ["sh", "-c", "exit 7"] },
        { name: "never", argv: ["touch", "never"] },
      ],
      environment: { PATH, GREETING: "hello" },
      timeoutSeconds: 60,
    });
    const report = await ended(its.dataDir, "one");
    expect(report).toMatchObject({ state: "exited", exitCode: 7, command: "fourth", stopped: null });
    expect(report.startedAt!.getTime()).toBeLessThanOrEqual(report.finishedAt!.getTime());
    const text = String(await output("one"));
    expect(text).toContain('it\'s $(id) "quoted"\n');
    expect(text).toContain("GREETING=hello");
    expect(text).not.toContain("CANARY_OF_THE_PORTAL");
    const work = workDir(its.dataDir, "one");
    expect(fs.readFileSync(path.join(work, "told.txt"), "utf8")).toBe("$(id)|it's|a\nb||-x|`id`|");
    expect(fs.existsSync(path.join(work, "never"))).toBe(false);
    expect(fs.statSync(path.join(work, "deep/er/input.txt")).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.join(work, "told.txt")).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(work)).mode & 0o777).toBe(0o700);
    await eventually(() => !fs.existsSync(path.join(work, "../request.json")));
    await cleanExecution(its.dataDir, "one");
    expect(fs.readdirSync(at("executions"))).toEqual([]);
    expect((await readReport(its.dataDir, "one")).state).toBe("absent");
  });

  it("is requested once, and waits for a supervisor", async () => {
    await requestExecution(its.dataDir, "one", sh("echo first"));
    await requestExecution(its.dataDir, "one", sh("echo second"));
    expect((await readReport(its.dataDir, "one")).state).toBe("requested");
    expect(await supervisorAlive(its.dataDir)).toBe(false);
    its.startSupervisor();
    await ended(its.dataDir, "one");
    expect(String(await output("one"))).toBe("first\n");
    await eventually(() => supervisorAlive(its.dataDir));
  });

  it("is refused when a file would leave its folder", async () => {
    its.startSupervisor();
    await requestExecution(
      its.dataDir,
      "one",
      sh("true", { files: [{ path: "../out.txt", content: Buffer.from("x") }] }),
    );
    expect(await ended(its.dataDir, "one")).toMatchObject({ state: "exited", exitCode: 125 });
    expect(String(await output("one"))).toContain('"../out.txt" leaves its folder');
    expect(() => workDir(its.dataDir, "../x")).toThrow("no execution id");
  });

  it("keeps what it prints byte for byte: a flood, a line of 10 MB, NUL and invalid UTF-8", async () => {
    its.startSupervisor();
    const script = `head -c 10000000 /dev/zero | tr '\\0' x; printf '\\n\\000\\377\\376\\033[31m\\n'; yes flood | head -c 30000000`;
    await requestExecution(its.dataDir, "one", sh(script));
    expect((await ended(its.dataDir, "one")).exitCode).toBe(0);
    let offset = 10_000_000;
    const { bytes, nextOffset } = await readOutput(its.dataDir, "one", offset, 10);
    expect([...bytes]).toEqual([10, 0, 255, 254, 27, 91, 51, 49, 109, 10]);
    let chunks = 0;
    for (offset = nextOffset; ; chunks++) {
      const read = await readOutput(its.dataDir, "one", offset, 65_536);
      if (read.bytes.length === 0) break;
      offset = read.nextOffset;
    }
    expect(offset).toBe(40_000_010);
    expect(chunks).toBe(Math.ceil(30_000_000 / 65_536));
  });
});

describe("when a process is killed", { timeout: 120_000 }, () => {
  it("the supervisor: the commands go on, the next one takes them over, and the exit code is kept", async () => {
    const first = its.startSupervisor();
    await requestExecution(
      its.dataDir,
      "one",
      sh(`echo begun; while [ ! -e ${at("go")} ]; do sleep 0.02; done; echo went on; exit 3`),
    );
    await printed(its.dataDir, "one", "begun");
    await end(first, "SIGKILL");
    expect((await readReport(its.dataDir, "one")).state).toBe("running");
    its.startSupervisor();
    await eventually(() => supervisorAlive(its.dataDir));
    fs.writeFileSync(at("go"), "");
    expect(await ended(its.dataDir, "one")).toMatchObject({ state: "exited", exitCode: 3 });
    expect(String(await output("one"))).toBe("begun\nwent on\n");
  });

  it("the supervisor, over and over: nothing starts twice", async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `e${index}`);
    for (const id of ids) await requestExecution(its.dataDir, id, sh(`echo ${id} >> ${at("effects")}`));
    const started = async () =>
      (await Promise.all(ids.map((id) => readReport(its.dataDir, id)))).filter((r) => r.startedAt).length;
    for (const enough of [1, 4, 8]) {
      const supervisor = its.startSupervisor();
      await eventually(async () => (await started()) >= enough);
      await end(supervisor, "SIGKILL");
    }
    its.startSupervisor();
    for (const id of ids)
      expect(await ended(its.dataDir, id)).toMatchObject({ state: "exited", exitCode: 0 });
    expect(fs.readFileSync(at("effects"), "utf8").trim().split("\n").sort()).toEqual([...ids].sort());
  });

  it("the whole group: the execution is lost, also to those who ask without a supervisor", async () => {
    const supervisor = its.startSupervisor();
    await requestExecution(its.dataDir, "one", sh("echo begun; sleep 600"));
    await printed(its.dataDir, "one", "begun");
    await end(supervisor, "SIGKILL");
    process.kill(-(await readClaim(its.dataDir, "one"))!.pid, "SIGKILL");
    expect(await ended(its.dataDir, "one")).toMatchObject({ state: "lost", exitCode: null });
    await cleanExecution(its.dataDir, "one");
  });

  it("the command alone: it did not end in order either, and no further one runs", async () => {
    its.startSupervisor();
    const commands = [
      { name: "work", argv: ["/bin/sh", "-c", `echo $$ > ${at("pid")}; echo begun; exec sleep 600`] },
      { name: "after", argv: ["echo", "never"] },
    ];
    await requestExecution(its.dataDir, "one", sh("", { commands }));
    await printed(its.dataDir, "one", "begun");
    process.kill(Number(fs.readFileSync(at("pid"), "utf8")), "SIGKILL");
    expect(await ended(its.dataDir, "one")).toMatchObject({
      state: "lost",
      exitCode: 137,
      command: "work",
      stopped: null,
    });
    expect(String(await output("one"))).not.toContain("never");
  });

  it("the script alone: what it started still counts as running, and can be stopped", async () => {
    its.startSupervisor({ WAYMARK_INTERRUPT_GRACE_MS: "60000" });
    await requestExecution(
      its.dataDir,
      "one",
      sh(`trap 'echo heard; exit 0' INT; echo begun; while :; do sleep 0.02; done`),
    );
    await printed(its.dataDir, "one", "begun");
    const claim = (await readClaim(its.dataDir, "one"))!;
    process.kill(claim.pid, "SIGKILL");
    await eventually(() => !isAlive(claim));
    expect((await readReport(its.dataDir, "one")).state).toBe("running");
    await interruptExecution(its.dataDir, "one", "cancel");
    expect(await ended(its.dataDir, "one")).toMatchObject({ state: "lost", stopped: "cancel" });
    expect(String(await output("one"))).toContain("heard");
  });
});

describe("stopping", { timeout: 120_000 }, () => {
  it("is one SIGINT to the group; the code with which the command ended is kept, and no further command runs", async () => {
    its.startSupervisor();
    const commands = [
      {
        name: "work",
        argv: ["/bin/sh", "-c", `trap 'echo graceful; exit 0' INT; echo begun; while :; do sleep 0.02; done`],
      },
      { name: "after", argv: ["echo", "never"] },
    ];
    await requestExecution(its.dataDir, "one", sh("", { commands }));
    await printed(its.dataDir, "one", "begun");
    await interruptExecution(its.dataDir, "one", "cancel");
    expect(await ended(its.dataDir, "one")).toMatchObject({
      state: "exited",
      exitCode: 130,
      stopped: "cancel",
    });
    expect(String(await output("one"))).toBe("begun\ngraceful\n");
  });

  it("kills the whole group when patience ends, grandchildren included", async () => {
    its.startSupervisor({ WAYMARK_INTERRUPT_GRACE_MS: "300" });
    const deaf = `trap 'echo heard' INT; (trap '' INT; echo $$; exec sleep 600) & echo begun; while :; do wait; sleep 0.02; done`;
    await requestExecution(its.dataDir, "one", sh(deaf));
    await printed(its.dataDir, "one", "begun");
    await interruptExecution(its.dataDir, "one", "cancel");
    expect(await ended(its.dataDir, "one")).toMatchObject({ state: "lost", stopped: "cancel" });
    expect(String(await output("one")).match(/heard/g)).toHaveLength(2);
  });

  it("comes by itself when the time is up", async () => {
    its.startSupervisor();
    await requestExecution(its.dataDir, "one", sh("echo begun; exec sleep 600", { timeoutSeconds: 0.2 }));
    expect(await ended(its.dataDir, "one")).toMatchObject({
      state: "exited",
      exitCode: 130,
      stopped: "timeout",
    });
  });

  it("goes on after the supervisor was killed, without a second SIGINT", async () => {
    const first = its.startSupervisor();
    await requestExecution(
      its.dataDir,
      "one",
      sh(`trap 'echo heard' INT; echo begun; while [ ! -e ${at("go")} ]; do sleep 0.02; done`),
    );
    await printed(its.dataDir, "one", "begun");
    await interruptExecution(its.dataDir, "one", "cancel");
    await printed(its.dataDir, "one", "heard");
    await end(first, "SIGKILL");
    its.startSupervisor();
    await requestExecution(its.dataDir, "two", sh("echo taken over"));
    await ended(its.dataDir, "two");
    fs.writeFileSync(at("go"), "");
    expect(await ended(its.dataDir, "one")).toMatchObject({
      state: "exited",
      exitCode: 0,
      stopped: "cancel",
    });
    expect(String(await output("one"))).toBe("begun\nheard\n");
  });

  it("of what has not begun means that it never begins; of what has ended, nothing", async () => {
    await requestExecution(its.dataDir, "one", sh("echo ran"));
    await interruptExecution(its.dataDir, "one", "cancel");
    its.startSupervisor();
    expect(await ended(its.dataDir, "one")).toMatchObject({
      state: "exited",
      exitCode: 130,
      stopped: "cancel",
      startedAt: null,
    });
    await requestExecution(its.dataDir, "two", sh("echo ran"));
    await ended(its.dataDir, "two");
    await interruptExecution(its.dataDir, "two", "cancel");
    expect(await readReport(its.dataDir, "two")).toMatchObject({ exitCode: 0, stopped: null });
  });
});

describe("the supervisor", { timeout: 120_000 }, () => {
  it("is one for a data folder", async () => {
    const first = its.startSupervisor();
    await eventually(() => supervisorAlive(its.dataDir));
    const second = its.startSupervisor();
    const held = () => (JSON.parse(fs.readFileSync(at("supervisor.lock"), "utf8")) as { pid: number }).pid;
    expect(held()).toBe(first.pid);
    await end(first, "SIGTERM");
    await eventually(() => fs.existsSync(at("supervisor.lock")) && held() === second.pid);
  });

  it("leaves its commands running when it is ended, or its parent is gone", async () => {
    for (const leave of [
      (child: ReturnType<Bench["startSupervisor"]>) => child.kill("SIGTERM"),
      (child: ReturnType<Bench["startSupervisor"]>) => child.disconnect(),
    ]) {
      const supervisor = its.startSupervisor();
      const id = `e${supervisor.pid}`;
      await requestExecution(
        its.dataDir,
        id,
        sh(`echo begun; while [ ! -e ${at(id)} ]; do sleep 0.02; done`),
      );
      await printed(its.dataDir, id, "begun");
      leave(supervisor);
      await eventually(() => supervisor.exitCode !== null);
      expect(supervisor.exitCode).toBe(0);
      expect((await readReport(its.dataDir, id)).state).toBe("running");
      fs.writeFileSync(at(id), "");
      expect(await ended(its.dataDir, id)).toMatchObject({ exitCode: 0, stopped: null });
    }
  });

  it("interrupts them and waits on SIGINT", async () => {
    const supervisor = its.startSupervisor();
    await requestExecution(
      its.dataDir,
      "one",
      sh(`trap 'sleep 0.2; echo saved; exit 0' INT; echo begun; while :; do sleep 0.02; done`),
    );
    await printed(its.dataDir, "one", "begun");
    await end(supervisor, "SIGINT");
    expect(await readReport(its.dataDir, "one")).toMatchObject({ state: "exited", stopped: "shutdown" });
    expect(String(await output("one"))).toContain("saved");
  });
});
