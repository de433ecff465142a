import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExecutionRequest } from "../backend";
import { probeSandbox, sandboxMode } from "./sandbox";
import { interruptExecution, readOutput, readReport, requestExecution, sandboxOf, workDir } from "./spool";
import { type Bench, bench, ended, eventually, PATH } from "./testing";

let its: Bench;
beforeAll(() => {
  its = bench();
});
afterAll(() => its.close());

const request = (script: string, over: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  files: [],
  commands: [{ name: "module", argv: ["/bin/sh", "-c", script] }],
  environment: { PATH },
  timeoutSeconds: 60,
  ...over,
});
const start = async (script: string, over?: Partial<ExecutionRequest>) => {
  const id = randomUUID();
  await requestExecution(its.dataDir, id, request(script, over));
  return id;
};
const says = async (script: string) => {
  const id = await start(script);
  const report = await ended(its.dataDir, id);
  return { id, report, output: String((await readOutput(its.dataDir, id, 0, 1_000_000)).bytes) };
};

it("is chosen by a setting, and a wrong one is said", () => {
  expect(sandboxMode({})).toBe("auto");
  expect(sandboxMode({ WAYMARK_SANDBOX: "required" })).toBe("required");
  expect(() => sandboxMode({ WAYMARK_SANDBOX: "on" })).toThrow(/off, auto, required/);
});

const works = () => {
  const probe = bench();
  try {
    return probeSandbox(probe.dataDir, "auto").active;
  } finally {
    fs.rmSync(probe.dataDir, { recursive: true, force: true });
  }
};

describe.runIf(works())("a hostile module in bubblewrap", () => {
  beforeAll(async () => {
    fs.writeFileSync(path.join(its.dataDir, "postgres.port"), "canary-port");
    fs.mkdirSync(path.join(its.dataDir, "modules"));
    fs.writeFileSync(path.join(its.dataDir, "modules", "x"), "canary-module");
    its.startSupervisor({ WAYMARK_SANDBOX: "required", SECRET_OF_THE_PORTAL: "canary-environment" });
    await eventually(async () => (await sandboxOf(its.dataDir))?.active === true);
  });

  it("finds nothing of the portal: environment, processes, other runs, data folder, settings", async () => {
    const other = await start("echo canary-other > secret; sleep 30");
    await eventually(() => fs.existsSync(path.join(workDir(its.dataDir, other), "secret")));
    const { output, report } = await says(
      `env; for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ; tr '\\0' ' ' < $p/cmdline; done 2>/dev/null
       ls -laR ${its.dataDir}; cat ${its.dataDir}/postgres.port ${its.dataDir}/modules/x ${workDir(its.dataDir, other)}/secret ${process.cwd()}/.env*
       ls /root /home /tmp; kill -9 ${process.pid}; echo done`,
    );
    expect(report).toMatchObject({ state: "exited", exitCode: 0 });
    expect(output).toMatch(/done\n$/);
    expect(output).not.toMatch(/canary/);
    await interruptExecution(its.dataDir, other, "cancel");
    await ended(its.dataDir, other);
  });

  it("writes to its own folder and nowhere else", async () => {
    const canaries = ["/etc/waymark-canary", "/usr/waymark-canary", `${process.cwd()}/canary`];
    const { id, output } = await says(
      `echo mine > kept; echo private > /tmp/x; for f in ${canaries.join(" ")}; do echo x > $f && echo wrote $f; done; echo done`,
    );
    expect(fs.readFileSync(path.join(workDir(its.dataDir, id), "kept"), "utf8")).toBe("mine\n");
    expect(output).not.toMatch(/^wrote \/(etc|usr)\//m);
    // Where the portal lies in a temporary folder, what is written there is private, and gone with the command.
    for (const canary of canaries) expect(fs.existsSync(canary), canary).toBe(false);
  });

  it("is stopped in order: its own end is waited for", async () => {
    const id = await start(
      `trap 'sleep 0.3; echo saved > saved; exit 7' INT; touch up; while :; do sleep 0.05; done`,
    );
    await eventually(() => fs.existsSync(path.join(workDir(its.dataDir, id), "up")));
    await interruptExecution(its.dataDir, id, "cancel");
    await ended(its.dataDir, id);
    expect(await readReport(its.dataDir, id)).toMatchObject({
      state: "exited",
      exitCode: 7,
      stopped: "cancel",
    });
    expect(fs.existsSync(path.join(workDir(its.dataDir, id), "saved"))).toBe(true);
  });
});
