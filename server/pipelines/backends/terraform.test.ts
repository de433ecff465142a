import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "@/server/kernel/secrets";
import {
  cleanExecution,
  interruptExecution,
  readClaim,
  readOutput,
  readReport,
  requestExecution,
  workDir,
} from "../execution/spool";
import { bench, end, ended, eventually, printed, type Bench } from "../execution/testing";
import { sandboxOf } from "../execution/spool";
import { type TerraformInvocation, terraformInvocationSchema } from "../schema";
import { findTerraform } from "../terraform-binary";
import { stateServer, type StateServer } from "./testing";
import { terraformBackend } from "./terraform";

let its: Bench;
let state: StateServer;
let binary: string;
const at = (name: string) => path.join(its.dataDir, name);

beforeEach(async () => {
  its = bench();
  state = await stateServer();
  binary = (await findTerraform()).path;
});
afterEach(async () => {
  await its.close();
  await state.close();
});

const invocation = terraformInvocationSchema.parse({
  type: "TERRAFORM",
  template: "test",
  connection: "test",
});
const log = async (id: string) => String((await readOutput(its.dataDir, id, 0, 10_000_000)).bytes);
const parsed = async (id: string) =>
  (await log(id)).split("\n").map((line) => terraformBackend.parseLine(line));

/** Asks for a stage of a module of one file. */
async function ask(
  stage: "plan" | "apply",
  module: string,
  variables: Record<string, unknown> = {},
  planFile: Buffer | null = null,
  over: Partial<TerraformInvocation> = {},
): Promise<string> {
  const id = randomUUID();
  const request = terraformBackend.stageRequest({
    runId: "r_1",
    stage,
    invocation: { ...invocation, ...over },
    module: [{ path: "main.tf", content: Buffer.from(module) }],
    variables,
    connection: {
      CONNECTION_SECRET: new Secret("connection-secret-value"),
      PGADMIN_URL: new Secret("postgres://user:word@db.example:5433/x"),
    },
    state: state.address,
    planFile,
    binary,
  });
  await requestExecution(its.dataDir, id, request);
  return id;
}

async function plan(module: string, variables: Record<string, unknown> = {}) {
  const id = await ask("plan", module, variables);
  const report = await ended(its.dataDir, id);
  expect(report, await log(id)).toMatchObject({ state: "exited", exitCode: 0 });
  return terraformBackend.readPlan(workDir(its.dataDir, id));
}

/** A plan, and the apply of it, not waited for. */
async function apply(module: string, variables: Record<string, unknown> = {}): Promise<string> {
  return ask("apply", module, variables, (await plan(module, variables)).planFile);
}

/** Resources one after the other, each of which leaves a line in a file of the test. */
const chain = (count: number, wait: string) =>
  Array.from(
    { length: count },
    (_, index) => `resource "terraform_data" "r${index}" {
      ${index === 0 ? "" : `depends_on = [terraform_data.r${index - 1}]`}
      provisioner "local-exec" { command = "echo ${index} >> ${at("effects")}; ${wait}" }
    }`,
  ).join("\n");

const inState = () =>
  (JSON.parse(state.current() ?? '{"resources":[]}') as { resources: { name: string }[] }).resources.length;
const effects = () =>
  fs.existsSync(at("effects")) ? fs.readFileSync(at("effects"), "utf8").trim().split("\n") : [];

describe("the Terraform backend", { timeout: 240_000 }, () => {
  it("passes values on literally, whatever they hold", async () => {
    its.startSupervisor();
    const values = [
      "$(id)",
      "`id`",
      "-var=x=y",
      "@/etc/passwd",
      "two\nlines",
      '${file("/etc/passwd")}',
      "%{ if true }x%{ endif }",
      "'\"\\",
      "ü–☃",
      "",
      'x" = "y',
    ];
    const variables = { v: { list: values, number: 1.5, no: false, none: null } };
    const id = await apply('variable "v" {}\noutput "v" {\n  value = var.v\n}', variables);
    expect(await ended(its.dataDir, id)).toMatchObject({ exitCode: 0 });
    expect(await terraformBackend.readOutputs(workDir(its.dataDir, id))).toEqual({
      v: { sensitive: false, value: variables.v },
    });
  });

  it("gives the commands an environment of their own", async () => {
    its.startSupervisor({
      TF_LOG: "TRACE",
      DEBUG: "*",
      NODE_OPTIONS: "--no-warnings",
      CANARY_OF_THE_PORTAL: "1",
      TF_VAR_v: "from outside",
    });
    const module = `variable "v" { default = "own" }
      variable "pgadmin_host" { default = "" }
      variable "pgadmin_port" { default = 0 }
      resource "terraform_data" "a" {
        provisioner "local-exec" { command = "env > environment.txt" }
      }
      output "v" { value = "\${var.v} \${var.pgadmin_host} \${var.pgadmin_port}" }`;
    const id = await apply(module);
    await ended(its.dataDir, id);
    const work = workDir(its.dataDir, id);
    const environment = fs.readFileSync(path.join(work, "environment.txt"), "utf8");
    expect(environment).toContain("CONNECTION_SECRET=connection-secret-value");
    expect(environment).toContain(`HOME=${work}`);
    expect(environment).not.toMatch(/CANARY|TF_LOG=|NODE_OPTIONS|DEBUG|WAYMARK_DATA_DIR|from outside/);
    expect((await terraformBackend.readOutputs(work)).v!.value).toBe("own db.example 5433");
    for (const line of (await log(id)).split("\n").slice(-20)) expect(line).not.toContain("TRACE");
    await cleanExecution(its.dataDir, id);
    expect(fs.existsSync(path.dirname(work))).toBe(false);
  });

  it("keeps the state in the portal, whatever the module says", async () => {
    its.startSupervisor();
    const id = await apply(
      'terraform {\n  backend "local" { path = "/tmp/elsewhere.tfstate" }\n}\nresource "terraform_data" "a" {}',
    );
    expect(await ended(its.dataDir, id)).toMatchObject({ exitCode: 0 });
    expect(inState()).toBe(1);
    expect(state.locked()).toBe(false);
  });

  it("gives Terraform's own diagnostics of a plan that fails", async () => {
    its.startSupervisor();
    const unreadable = await ask("plan", "resource {");
    expect(await ended(its.dataDir, unreadable)).toMatchObject({ exitCode: 1, command: "init" });
    expect((await parsed(unreadable)).flatMap((line) => line.diagnostic ?? []).length).toBeGreaterThan(0);
    const invalid = await ask("plan", 'variable "n" { type = number }', { n: "many" });
    expect(await ended(its.dataDir, invalid)).toMatchObject({ exitCode: 1, command: "plan" });
    expect((await parsed(invalid)).flatMap((line) => line.diagnostic ?? [])[0]).toMatchObject({
      severity: "error",
      summary: "Invalid value for input variable",
    });
  });

  it("applies only the plan that it was given: one that is stale is refused", async () => {
    its.startSupervisor();
    const module = 'resource "terraform_data" "a" {}';
    const { planFile } = await plan(module);
    expect(await ended(its.dataDir, await ask("apply", module, {}, planFile))).toMatchObject({ exitCode: 0 });
    const again = await ask("apply", module, {}, planFile);
    expect(await ended(its.dataDir, again)).toMatchObject({ exitCode: 1 });
    expect(await log(again)).toContain("Saved plan is stale");
    expect(() =>
      terraformBackend.stageRequest({ stage: "apply", planFile: null, invocation } as never),
    ).toThrow("no plan file");
  });

  it("leaves a state that could not be stored to be rescued", async () => {
    its.startSupervisor();
    const module = 'resource "terraform_data" "a" { input = "made" }';
    const { planFile } = await plan(module);
    state.refuse();
    const id = await ask("apply", module, {}, planFile);
    expect(await ended(its.dataDir, id)).toMatchObject({ exitCode: 1 });
    expect(
      JSON.parse(String(await terraformBackend.readErroredState(workDir(its.dataDir, id)))),
    ).toMatchObject({ resources: [{ name: "a" }] });
    const other = await ask("plan", module);
    await ended(its.dataDir, other);
    expect(await terraformBackend.readErroredState(workDir(its.dataDir, other))).toBeNull();
  });
});

describe("a module in the sandbox, without a network", { timeout: 120_000 }, () => {
  it("is planned and applied with its state stored, and reaches nothing else", async (context) => {
    its.startSupervisor({ WAYMARK_SANDBOX: "auto" });
    const sandbox = await eventually(() => sandboxOf(its.dataDir));
    if (!sandbox.active || !sandbox.network) return context.skip();
    const script = `fetch("${state.address.address}").then(() => console.log("reached"), () => console.log("cut off"))`;
    const module = `resource "terraform_data" "a" {
  input = "made"
  provisioner "local-exec" {
    command = <<-EOT
      '\${var.node}' -e '${script}'
    EOT
  }
}
variable "node" {}`;
    const variables = { node: process.execPath };
    const planned = await ask("plan", module, variables, null, { network: "none" });
    expect(await ended(its.dataDir, planned), await log(planned)).toMatchObject({ exitCode: 0 });
    const { planFile } = await terraformBackend.readPlan(workDir(its.dataDir, planned));
    const applied = await ask("apply", module, variables, planFile, { network: "none" });
    expect(await ended(its.dataDir, applied), await log(applied)).toMatchObject({ exitCode: 0 });
    const said = await log(applied);
    expect(said).toContain("cut off");
    expect(said).not.toContain("): reached");
    expect(state.current()).toContain('"made"');
    expect(state.locked()).toBe(false);
  });
});

describe("an apply", { timeout: 240_000 }, () => {
  it("goes on when the supervisor is killed, does everything once, and is taken over", async () => {
    const first = its.startSupervisor();
    const id = await apply(chain(12, "sleep 0.1"));
    await eventually(() => effects().length > 1);
    await end(first, "SIGKILL");
    const second = its.startSupervisor();
    await eventually(() => effects().length > 4);
    await end(second, "SIGKILL");
    expect((await readReport(its.dataDir, id)).state).toBe("running");
    its.startSupervisor();
    expect(await ended(its.dataDir, id)).toMatchObject({ state: "exited", exitCode: 0, stopped: null });
    expect(effects()).toEqual(Array.from({ length: 12 }, (_, index) => String(index)));
    expect(inState()).toBe(12);
    expect(state.locked()).toBe(false);
    expect((await parsed(id)).flatMap((line) => line.completed ?? [])).toHaveLength(12);
  });

  it("that is killed with everything is lost: the log knows what the state does not, and the lock stays", async () => {
    const supervisor = its.startSupervisor();
    const id = await apply(chain(4, `[ ! -e ${at("wait")} ] || sleep 600`));
    fs.writeFileSync(at("wait"), "");
    await eventually(() => effects().length > 0);
    await end(supervisor, "SIGKILL");
    process.kill(-(await readClaim(its.dataDir, id))!.pid, "SIGKILL");
    expect(await ended(its.dataDir, id)).toMatchObject({ state: "lost", exitCode: null });
    expect(state.locked()).toBe(true);
    expect(inState()).toBeLessThanOrEqual(effects().length);
  });

  it("is stopped by one SIGINT: what was made is in the state, the lock is free, nothing survives", async () => {
    its.startSupervisor();
    const module = `resource "terraform_data" "done" {}
      resource "terraform_data" "long" {
        depends_on = [terraform_data.done]
        provisioner "local-exec" { command = "echo $$ > ${at("pid")}; exec sleep 600" }
      }
      resource "terraform_data" "never" { depends_on = [terraform_data.long] }`;
    const id = await apply(module);
    await printed(its.dataDir, id, "Provisioning with");
    const pid = await eventually(() =>
      fs.existsSync(at("pid")) ? Number(fs.readFileSync(at("pid"), "utf8")) : 0,
    );
    await interruptExecution(its.dataDir, id, "cancel");
    expect(await ended(its.dataDir, id)).toMatchObject({
      state: "exited",
      stopped: "cancel",
      command: "apply",
    });
    expect((await readReport(its.dataDir, id)).exitCode).not.toBe(0);
    expect(inState()).toBe(2);
    expect(state.locked()).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
