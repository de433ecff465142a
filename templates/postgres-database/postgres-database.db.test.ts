import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Secret } from "@/server/kernel/secrets";
import type { ExecutionReport } from "@/server/pipelines/backend";
import { terraformBackend } from "@/server/pipelines/backends/terraform";
import { stateServer, type StateServer } from "@/server/pipelines/backends/testing";
import { readOutput, requestExecution, workDir } from "@/server/pipelines/execution/spool";
import { bench, ended, type Bench } from "@/server/pipelines/execution/testing";
import {
  type TerraformInvocation,
  terraformInvocationSchema,
  type PlanSummary,
} from "@/server/pipelines/schema";
import { findTerraform } from "@/server/pipelines/terraform-binary";
import { loadTemplate, type LoadedTemplate } from "@/server/pipelines/templates";

let its: Bench;
let state: StateServer;
let template: LoadedTemplate;
let binary: string;

beforeAll(async () => {
  its = bench();
  its.startSupervisor();
  template = await loadTemplate("postgres-database");
  binary = (await findTerraform()).path;
});
afterAll(() => its.close());

async function stage(
  name: "plan" | "apply",
  operation: TerraformInvocation["operation"],
  variables: Record<string, unknown>,
  planFile: Buffer | null,
  replace: string[] = [],
) {
  const id = randomUUID();
  const invocation = terraformInvocationSchema.parse({
    type: "TERRAFORM",
    template: "postgres-database",
    operation,
  });
  const connection = { PGADMIN_URL: new Secret(inject("testServer").provisioner) };
  const request = terraformBackend.stageRequest({
    runId: "r_1",
    stage: name,
    invocation,
    module: template.module,
    variables,
    connection,
    state: state.address,
    planFile,
    binary,
    replace,
  });
  await requestExecution(its.dataDir, id, request);
  const report: ExecutionReport = await ended(its.dataDir, id);
  const log = String((await readOutput(its.dataDir, id, 0, 10_000_000)).bytes);
  const lines = log.split("\n").map((line) => terraformBackend.parseLine(line));
  return {
    id,
    report,
    log,
    work: workDir(its.dataDir, id),
    completed: lines.flatMap((line) => line.completed ?? []),
    diagnostics: lines.flatMap((line) => line.diagnostic ?? []),
  };
}

/** What is other than the state says. */
async function look(variables: Record<string, unknown>): Promise<PlanSummary> {
  const id = randomUUID();
  const request = terraformBackend.speculativeRequest({
    kind: "drift",
    invocation: terraformInvocationSchema.parse({ type: "TERRAFORM", template: "postgres-database" }),
    module: template.module,
    variables,
    connection: { PGADMIN_URL: new Secret(inject("testServer").provisioner) },
    state: Buffer.from(state.current()!),
    binary,
  });
  await requestExecution(its.dataDir, id, request);
  expect(await ended(its.dataDir, id)).toMatchObject({ state: "exited", exitCode: 0 });
  return terraformBackend.readDrift(workDir(its.dataDir, id));
}

/** A plan and, when it is good, the apply of exactly it. */
async function run(
  variables: Record<string, unknown>,
  operation: TerraformInvocation["operation"] = "apply",
) {
  const planned = await stage("plan", operation, variables, null);
  if (planned.report.exitCode !== 0) return { ...planned, summary: null, outputs: {} };
  const { planFile, summary } = await terraformBackend.readPlan(planned.work);
  const applied = await stage("apply", operation, variables, planFile);
  expect(applied.report, applied.log).toMatchObject({ state: "exited", exitCode: 0 });
  const outputs = await terraformBackend.readOutputs(applied.work);
  return { ...applied, summary: summary as PlanSummary | null, outputs };
}

const text = (outputs: Record<string, { value: unknown }>, name: string) => String(outputs[name]?.value);

/** One query in a connection of its own. */
async function ask(url: string, query: string) {
  const sql = postgres(url, { max: 1, onnotice() {}, connect_timeout: 10 });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

describe("the database golden path", { timeout: 240_000 }, () => {
  const name = `orders_${randomUUID().slice(0, 8)}`;

  beforeAll(async () => {
    state = await stateServer();
  });
  afterAll(() => state.close());

  let password = "";

  it("makes a database that its own login can use, and nobody else", async () => {
    const { summary, outputs, completed, log } = await run({
      name,
      environment: "staging",
      team: "payments",
      owner: 'it\'s "me" $(id) \\ ${x}',
      retention_days: 14,
    });
    expect(summary).toMatchObject({ counts: { create: 6, update: 0, delete: 0, replace: 0 }, empty: false });
    expect(completed.map((resource) => resource.address)).toContain("terraform_data.creation");
    expect(completed[0]!.idValue).toMatch(/^[0-9a-f-]{36}$/);
    expect(outputs).toMatchObject({
      engine: { sensitive: false, value: "PostgreSQL" },
      host: { value: "127.0.0.1" },
      port: { value: Number(new URL(inject("testServer").admin).port) },
      database: { value: name },
      username: { value: name },
      password: { sensitive: true },
      connection_string: { sensitive: true },
    });
    password = text(outputs, "password");
    expect(password).toMatch(/^[0-9a-f]{32}$/);
    expect(log).not.toContain(password);

    const url = text(outputs, "connection_string");
    await ask(url, "create table orders (id int); insert into orders values (42)");
    expect(await ask(url, "select id from orders")).toEqual([{ id: 42 }]);
    expect(
      await ask(
        url,
        "select rolsuper, rolcreatedb, rolcreaterole, rolcanlogin from pg_roles where rolname = current_user",
      ),
    ).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolcanlogin: true }]);
    const comment = await ask(
      url,
      "select shobj_description(oid, 'pg_database') as settings from pg_database where datname = current_database()",
    );
    expect(JSON.parse(comment[0]!.settings as string)).toMatchObject({
      environment: "staging",
      retention_days: 14,
      owner: 'it\'s "me" $(id) \\ ${x}',
    });
  });

  it("keeps others out, and its login in", async () => {
    const other = `other_${randomUUID().slice(0, 8)}`;
    await ask(inject("testServer").admin, `create role ${other} login password 'other-password'`);
    const place = new URL(inject("testServer").admin);
    const intruder = `postgres://${other}:other-password@${place.host}/${name}`;
    await expect(ask(intruder, "select 1")).rejects.toThrow(/permission denied for database/);
    await ask(inject("testServer").admin, `drop role ${other}`);
    await expect(ask(`postgres://${name}:${password}@${place.host}/postgres`, "select 1")).rejects.toThrow(
      /permission denied for database/,
    );
  });

  it("finds nothing to do a second time", async () => {
    const planned = await stage(
      "plan",
      "apply",
      {
        name,
        environment: "staging",
        team: "payments",
        owner: 'it\'s "me" $(id) \\ ${x}',
        retention_days: 14,
      },
      null,
    );
    const { summary } = await terraformBackend.readPlan(planned.work);
    expect(summary).toMatchObject({ empty: true, resources: [], outputs: [] });
  });

  it("rotates the password, shows what is replaced and why, and no secret; the data stays", async () => {
    const variables = {
      name,
      environment: "staging",
      team: "payments",
      retention_days: 30,
      password_version: 2,
    };
    const { summary, outputs } = await run(variables);
    expect(summary!.resources.map(({ address, action }) => `${action} ${address}`)).toEqual([
      "replace terraform_data.login",
      "replace terraform_data.password",
      "replace terraform_data.settings",
    ]);
    const [, replaced, settings] = summary!.resources;
    expect(replaced).toMatchObject({ reason: "triggers_replace cannot be changed in place." });
    expect(replaced!.attributes).toContainEqual(
      expect.objectContaining({ path: "triggers_replace", before: [1], after: [2], forcesReplacement: true }),
    );
    expect(settings!.attributes).toContainEqual(
      expect.objectContaining({ path: "input.retention_days", before: 14, after: 30, sensitive: false }),
    );
    const shown = JSON.stringify(summary);
    const uuid = password.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(uuid);
    expect(replaced!.attributes.find((attribute) => attribute.path === "output")).toMatchObject({
      sensitive: true,
      before: null,
    });

    const rotated = text(outputs, "connection_string");
    expect(text(outputs, "password")).not.toBe(password);
    expect(await ask(rotated, "select id from orders")).toEqual([{ id: 42 }]);
    await expect(ask(rotated.replace(text(outputs, "password"), password), "select 1")).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it("notices what somebody changed by hand, and makes just that anew", async () => {
    const variables = {
      name,
      environment: "staging",
      team: "payments",
      retention_days: 30,
      password_version: 2,
    };
    const before = state.current();
    expect((await look(variables)).resources).toEqual([]);
    await ask(inject("testServer").admin, `comment on database ${name} is '{"retention_days": 1}'`);
    const drift = await look(variables);
    expect(drift.resources.map(({ address, action }) => [address, action])).toEqual([
      ["terraform_data.settings", "update"],
    ]);
    expect(drift.resources[0]!.attributes).toContainEqual(
      expect.objectContaining({ path: "input.retention_days", before: 30, after: 1 }),
    );
    expect(state.current()).toBe(before);

    const planned = await stage("plan", "apply", variables, null, ["terraform_data.settings"]);
    const { planFile, summary } = await terraformBackend.readPlan(planned.work);
    expect(summary.resources.map(({ address }) => address)).toEqual(["terraform_data.settings"]);
    expect((await stage("apply", "apply", variables, planFile)).report.exitCode).toBe(0);
    expect((await look(variables)).resources).toEqual([]);
  });

  it("does not destroy what is protected", async () => {
    const { report, diagnostics } = await run({ name, protected: true }, "destroy");
    expect(report.exitCode).toBe(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", summary: "Invalid value for variable" });
    expect(diagnostics[0]!.detail).toContain("Delete protection is on");
  });

  it("drops database and login, also while somebody is connected", async () => {
    const secret = JSON.parse(state.current()!) as { outputs: { connection_string: { value: string } } };
    const open = postgres(secret.outputs.connection_string.value, { max: 1, onnotice() {} });
    await open`select 1`;
    const { summary } = await run({ name }, "destroy");
    expect(summary!.counts).toEqual({ create: 0, update: 0, delete: 6, replace: 0 });
    await open.end({ timeout: 1 });
    const left = await ask(
      inject("testServer").admin,
      `select datname as name from pg_database where datname = '${name}' union all select rolname from pg_roles where rolname = '${name}'`,
    );
    expect(left).toEqual([]);
    expect(state.locked()).toBe(false);
  });
});

describe("a name that is taken", { timeout: 240_000 }, () => {
  beforeAll(async () => {
    state = await stateServer();
  });
  afterAll(() => state.close());

  it("is refused before anything happens when it is reserved or no name", async () => {
    for (const name of [
      "postgres",
      "pg_stat",
      "waymark_app",
      "Orders",
      "a",
      'x"; drop role y; --',
      "name\nwith newline",
      "$(id)",
    ]) {
      const { report, diagnostics } = await stage("plan", "apply", { name }, null);
      expect(report.exitCode, name).toBe(1);
      expect(diagnostics[0]?.summary).toBe("Invalid value for variable");
    }
  });

  it("belonging to somebody else is left alone, by creation and by destruction", async () => {
    const name = `theirs_${randomUUID().slice(0, 8)}`;
    const admin = inject("testServer").admin;
    await ask(admin, `create role ${name}`);
    await ask(admin, `create database ${name} owner ${name}`);
    const planned = await stage("plan", "apply", { name }, null);
    const { planFile } = await terraformBackend.readPlan(planned.work);
    const { report, log } = await stage("apply", "apply", { name }, planFile);
    expect(report.exitCode).toBe(1);
    expect(log).toContain(`A role \\"${name}\\" exists already`);
    const destroyed = await stage("plan", "destroy", { name }, null);
    const undone = await stage(
      "apply",
      "destroy",
      { name },
      (await terraformBackend.readPlan(destroyed.work)).planFile,
    );
    expect(undone.report.exitCode).toBe(0);
    expect(undone.log).toContain("so it stays");
    expect(await ask(admin, `select datname from pg_database where datname = '${name}'`)).toHaveLength(1);
    await ask(admin, `drop database ${name}`);
    await ask(admin, `drop role ${name}`);
  });
});
