import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExecutionRequest, LOCAL_PORT } from "../backend";
import { readMade } from "./files";
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

const found = (() => {
  const probe = bench();
  try {
    return probeSandbox(probe.dataDir, "auto");
  } finally {
    fs.rmSync(probe.dataDir, { recursive: true, force: true });
  }
})();

describe.runIf(found.active)("a hostile module in bubblewrap", () => {
  beforeAll(async () => {
    fs.writeFileSync(path.join(its.dataDir, "postgres.port"), "canary-port");
    fs.mkdirSync(path.join(its.dataDir, "modules"));
    fs.writeFileSync(path.join(its.dataDir, "modules", "x"), "canary-module");
    its.startSupervisor({
      WAYMARK_SANDBOX: "required",
      SECRET_OF_THE_PORTAL: "canary-environment",
      WAYMARK_RUN_MEMORY_MB: "300",
      WAYMARK_RUN_FILE_MB: "16",
      WAYMARK_RUN_PROCESSES: "100",
    });
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

  it("has no rights, no other programs' sockets, and may not take more than its limits", async () => {
    const { output } = await says(
      `id -u; cat /etc/shadow /etc/sudoers; ls /run/postgresql /run/dbus /run/docker.sock /run/user; cat /proc/self/status /proc/self/limits`,
    );
    expect(output).toMatch(/^CapEff:\s+0+$/m);
    expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(output).not.toMatch(/^root:/m);
    expect(output).not.toMatch(/docker.sock$|^bus$|^\.s\.PGSQL/m);
    expect(output).toMatch(/^Max core file size\s+0\s+0 /m);
    for (const name of ["Max data size", "Max file size", "Max processes", "Max open files"])
      expect(output).not.toMatch(new RegExp(`^${name}\\s+unlimited`, "m"));
    if (process.getuid?.() === 0) {
      expect(found.account).toBe(65534);
      expect(output).toMatch(/^65534$/m);
      expect(output).toMatch(/^CapBnd:\s+0+$/m);
    }
  });

  it("is ended by its own limits, not by the machine's", async () => {
    const big = await says(`head -c 20000000 /dev/zero > big; echo "file $?"; stat -c %s big`);
    expect(big.output).toMatch(/file (?!0$)\d+\n/);
    const greedy = await says(
      `${process.execPath} -e "Buffer.alloc(400e6, 1); console.log('had it')"; echo "memory $?"`,
    );
    expect(greedy.output).not.toMatch(/had it/);
    expect(greedy.output).toMatch(/memory (?!0$)\d+\n/);
    // Of root there is no counting, and in the place of root is nobody.
    const forks = await says(`i=0; while [ $i -lt 150 ]; do sleep 30 & i=$((i+1)); done; echo "all of them"`);
    expect(forks.output).not.toMatch(/all of them/);
  });

  it("makes no link that the portal follows: neither where it writes for a command, nor where it reads", async () => {
    const outside = path.join(its.dataDir, "outside");
    fs.writeFileSync(outside, "as it was");
    const id = randomUUID();
    await requestExecution(its.dataDir, id, {
      files: [],
      commands: [
        {
          name: "plan",
          argv: [
            "/bin/sh",
            "-c",
            `ln -s ${outside} told.json; ln -s ${outside} plan.json; mkfifo state.json`,
          ],
        },
        { name: "show", argv: ["/bin/sh", "-c", "echo overwritten"], stdout: "told.json" },
      ],
      environment: { PATH },
      timeoutSeconds: 60,
    });
    await ended(its.dataDir, id);
    expect(fs.readFileSync(outside, "utf8")).toBe("as it was");
    const work = workDir(its.dataDir, id);
    for (const name of ["plan.json", "told.json", "state.json", "absent.json"])
      expect(await readMade(work, name), name).toBeNull();
  });

  it("reaches nothing without a network but the address that it was given", async () => {
    const asked: string[] = [];
    const server = http.createServer((incoming, outgoing) => {
      asked.push(`${incoming.method} ${incoming.url} ${incoming.headers.authorization ?? ""}`);
      incoming.resume();
      outgoing.end("the state");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const fetching = (address: string, init = "{}") =>
      `fetch("${address}", ${init}).then(async (a) => console.log("${new URL(address).pathname}", a.status, await a.text()), (e) => console.log("none", e.cause?.code))`;
    const script = [
      fetching(
        `http://127.0.0.1:${LOCAL_PORT}/api/state/one/lock`,
        `{ method: "POST", body: "x", headers: { authorization: "Basic eA==" } }`,
      ),
      fetching(`http://127.0.0.1:${LOCAL_PORT}/api/state/two`),
      fetching(`http://127.0.0.1:${LOCAL_PORT}/api/state/one/%2e%2e/two`),
      fetching(`http://127.0.0.1:${port}/direct`),
      fetching("http://198.51.100.7/outside"),
    ];
    const id = randomUUID();
    await requestExecution(its.dataDir, id, {
      files: [{ path: "ask.mjs", content: Buffer.from(script.map((line) => `await ${line};`).join("\n")) }],
      commands: [{ name: "ask", argv: [process.execPath, "ask.mjs"], stdout: "told.txt" }],
      environment: { PATH },
      timeoutSeconds: 60,
      network: { reach: `http://127.0.0.1:${port}/api/state/one` },
    });
    const report = await ended(its.dataDir, id);
    server.close();
    expect(report).toMatchObject({ state: "exited", exitCode: 0 });
    const told = String(await readMade(workDir(its.dataDir, id), "told.txt"));
    expect(told).toMatch(/^\/api\/state\/one\/lock 200 the state$/m);
    expect(told.match(/403 Only the state/g)).toHaveLength(2);
    expect(told.match(/^none (ECONNREFUSED|ENETUNREACH)$/gm)).toHaveLength(2);
    expect(asked).toEqual(["POST /api/state/one/lock Basic eA=="]);
  });
});

it("starts nothing where it cannot keep what was asked: no network, and no sandbox to take it away", async () => {
  const plain = bench();
  plain.startSupervisor();
  const id = randomUUID();
  await requestExecution(plain.dataDir, id, { ...request("touch ran"), network: { reach: null } });
  const report = await ended(plain.dataDir, id);
  expect(report).toMatchObject({ state: "exited", exitCode: 125 });
  expect(String((await readOutput(plain.dataDir, id, 0, 10_000)).bytes)).toMatch(
    /could not be started: the action is to run without a network/,
  );
  await plain.close();
});
