import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templateVersions } from "@/db/schema/templates";
import { restApp } from "@/server/api/rest-app";
import { transaction } from "@/server/kernel/transaction";
import { eventually } from "@/server/pipelines/execution/testing";
import { deprecateVersion, recommendVersion } from "@/server/pipelines/version-standing";
import type { Engine } from "@/server/runs/service/engine";
import { getPreview } from "@/server/runs/service/speculative/request";
import { type Stage, stage } from "@/server/runs/testing";
import { createAction } from "../definitions";
import { executeAction } from "../execute";
import { getUpgrade, startUpgrade, stopUpgrade } from "./many";
import { secretsToGive } from "../secrets-anew";
import { previewUpgrade, upgradeInstance } from "./one";
import { instanceStanding, templateStandings } from "./standing";

let s: Stage;

const CREATE = {
  identifier: "make_database",
  title: "Make",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: { properties: { name: { type: "string" }, note: { type: "string" } }, required: ["name"] },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    variables: { name: "{{ .inputs.name }}", note: "{{ .inputs.note }}" },
    mapping: {
      identifier: "{{ .inputs.name }}",
      team: "payments",
      properties: { host: "{{ .outputs.host }}" },
    },
  },
};

const keep = (version: string) =>
  s.database.db.insert(templateVersions).values({
    slug: "postgres-database",
    version,
    sha256: version,
    manifest: { slug: "postgres-database", title: "PostgreSQL", version, description: "x" },
    docs: "",
    files: Buffer.from(""),
  });

/** The scripted engine, with a module of the version that was asked for. */
const versioned = (engine: Engine): Engine => ({
  ...s.engineOf(engine),
  loadModule: async (_, reference) => {
    if ("source" in reference) throw new Error("This test has no git repositories.");
    const { template, version } = reference;
    return {
      snapshot: { source: template, version: version ?? "1.0.0", sha256: version ?? "1.0.0" },
      files: [{ path: "main.tf", content: Buffer.from(version ?? "1.0.0") }],
    };
  },
});

beforeAll(async () => {
  s = await stage();
  s.script({
    plan: `cat main.tf; printf 'plan' > plan.bin`,
    apply: `v=$(cat main.tf); if [ "$v" = 6.6.6 ]; then echo "error it breaks"; exit 1; fi; printf '{"host":{"value":"%s"}}' "$v" > outputs.json`,
  });
  s.startSupervisor();
  await s.startWorker({ adapt: versioned });
  await createAction(s.as(s.people.admin), CREATE);
  for (const version of ["1.0.0", "1.1.0", "1.2.0", "6.6.6"]) await keep(version);
});
afterAll(() => s.close());

const of = (entity: string) => ({ blueprint: "database", entity });
async function make(name: string, note = "x") {
  const run = await executeAction(s.as(s.people.dev), "make_database", { properties: { name, note } });
  await s.reaches(run.id, "succeeded");
  const [row] = await s.database.sql`select id from workspaces where name = ${`database/${name}`}`;
  return row!.id as string;
}
const versionOf = async (name: string) =>
  (await s.database.sql`select template_version from workspaces where name = ${`database/${name}`}`)[0]!
    .template_version as string;

describe("an instance", () => {
  it("knows its version and how far it is behind, goes on, and back", async () => {
    await make("one", "costs {{ 4 }} a day");
    expect(await instanceStanding(s.as(s.people.dev), of("one"))).toMatchObject({
      version: "1.0.0",
      behind: 3,
      target: "6.6.6",
      deprecated: null,
    });
    const run = await upgradeInstance(s.as(s.people.dev), of("one"), "1.2.0");
    const ended = await s.reaches(run.id, "succeeded");
    expect(ended).toMatchObject({
      module: { version: "1.2.0" },
      variables: { name: "one", note: "costs {{ 4 }} a day" },
      action: { operation: "DAY-2", upgrade: { from: "1.0.0", to: "1.2.0" } },
      outputs: { host: { value: "1.2.0" } },
    });
    expect(await versionOf("one")).toBe("1.2.0");
    const back = await upgradeInstance(s.as(s.people.dev), of("one"), "1.0.0");
    await s.reaches(back.id, "succeeded");
    expect(await versionOf("one")).toBe("1.0.0");
  });

  it("is upgraded with its secret inputs given again, which nobody finds afterwards", async () => {
    const secret = "hunter2-given-anew";
    const properties = {
      name: { type: "string" },
      pin: { type: "string", encryption: "aes256-gcm", minLength: 6 },
      unused: { type: "string", encryption: "aes256-gcm" },
    };
    const { trigger, invocationMethod } = CREATE;
    await createAction(s.as(s.people.admin), {
      ...CREATE,
      identifier: "make_secret",
      trigger: { ...trigger, userInputs: { properties, required: ["name"] } },
      invocationMethod: {
        ...invocationMethod,
        variables: { name: "{{ .inputs.name }}", pin: "{{ .inputs.pin }}" },
      },
    });
    const first = await executeAction(s.as(s.people.dev), "make_secret", {
      properties: { name: "secretive", pin: "first-pin", unused: "not-needed" },
    });
    await s.reaches(first.id, "succeeded");
    const dev = s.as(s.people.dev);
    const [{ id: workspaceId }] = (await s.database.sql`
      select id from workspaces where name = 'database/secretive'`) as unknown as [{ id: string }];
    expect(await secretsToGive(dev, workspaceId)).toEqual([
      { key: "pin", title: "pin", description: null, isObject: false },
      { key: "unused", title: "unused", description: null, isObject: false },
    ]);
    const upgrade = (secrets?: Record<string, unknown>) =>
      upgradeInstance(dev, of("secretive"), "1.2.0", secrets);
    await expect(upgrade()).rejects.toMatchObject({
      code: "precondition",
      details: { data: { error: "secret_inputs", inputs: ["pin"] } },
    });
    await expect(upgrade({ pin: "" })).rejects.toMatchObject({ code: "precondition" });
    const short = await upgrade({ pin: "p1n" }).catch((error: unknown) => error);
    expect(JSON.stringify(short)).toMatch(/"secrets","pin"/);
    expect(JSON.stringify(short)).not.toContain("p1n");
    await expect(upgrade({ pin: secret, other: "x" })).rejects.toMatchObject({ code: "invalid" });
    const run = await upgrade({ pin: secret });
    const ended = await s.reaches(run.id, "succeeded");
    expect(ended).toMatchObject({
      module: { version: "1.2.0" },
      variables: { pin: { $secret: ["inputs.pin"] } },
    });
    expect(ended.inputs.unused).toBe(first.inputs.unused);
    expect(ended.inputs.pin).not.toBe(first.inputs.pin);
    const [kept] = await s.database.sql`
      select (select count(*)::int from run_secrets where run_id = ${run.id}) as secrets,
             (select count(*)::int from runs r where r::text like ${`%${secret}%`}) as runs,
             (select count(*)::int from audit_log a where a::text like ${`%${secret}%`}) as audit,
             (select count(*)::int from run_logs l where l.text like ${`%${secret}%`}) as logs`;
    expect(kept).toEqual({ secrets: 0, runs: 0, audit: 0, logs: 0 });
  });

  it("stays on its version when the upgrade fails", async () => {
    await make("unlucky");
    const run = await upgradeInstance(s.as(s.people.dev), of("unlucky"), "6.6.6");
    await s.reaches(run.id, "failed");
    expect(await versionOf("unlucky")).toBe("1.0.0");
  });

  it("shows by a plan what an upgrade would change, and is left as it is", async () => {
    const workspaceId = await make("looked-at");
    const runsNow = async () => (await s.database.sql`select count(*)::int as n from runs`)[0]!.n as number;
    const before = await runsNow();
    const preview = (who: "dev" | "other", version: string) =>
      previewUpgrade(s.as(s.people[who]), of("looked-at"), version);
    const { planId } = await preview("dev", "1.2.0");
    const plan = await eventually(async () => {
      const found = await getPreview(s.as(s.people.dev), planId);
      return found.endedAt ? found : null;
    });
    expect(plan).toMatchObject({
      status: "succeeded",
      plan: { counts: { create: 1 } },
      target: { identifier: "looked-at" },
      failure: null,
    });
    const [asked] = await s.database
      .sql`select workspace_id, action, module from speculative_plans where id = ${planId}`;
    expect(asked).toMatchObject({
      workspace_id: workspaceId,
      action: { upgrade: { from: "1.0.0", to: "1.2.0" } },
      module: { version: "1.2.0" },
    });
    expect([await versionOf("looked-at"), await runsNow()]).toEqual(["1.0.0", before]);
    await expect(preview("other", "1.2.0")).rejects.toThrow(/owning team/);
    await expect(preview("dev", "9.9.9")).rejects.toThrow(/version: Version 9\.9\.9/);
    await expect(getPreview(s.as(s.people.other), planId)).rejects.toThrow("was not found");
  });

  it("is upgraded by whoever may run its action for the team, to a version that there is", async () => {
    await make("guarded");
    const upgrade = (who: "dev" | "other" | "admin", version: string) =>
      upgradeInstance(s.as(s.people[who]), of("guarded"), version);
    await expect(upgrade("other", "1.1.0")).rejects.toThrow(/owning team/);
    await expect(upgrade("dev", "9.9.9")).rejects.toThrow(/version: Version 9\.9\.9/);
    await expect(upgrade("dev", "1.0.0")).rejects.toThrow(/on version 1\.0\.0 already/);
    await expect(upgradeInstance(s.as(s.people.dev), of("nosuch"), "1.1.0")).rejects.toThrow("was not found");
  });
});

describe("many instances", () => {
  const settled = (id: string) =>
    eventually(async () => {
      const upgrade = await getUpgrade(s.as(s.people.admin), id);
      return upgrade.status === "running" || upgrade.items.some(({ status }) => status === "running")
        ? null
        : upgrade;
    });

  it("go on together, in the name of whoever asked, each by a run of its own", async () => {
    const workspaceIds = [await make("a1"), await make("a2"), await make("a3")];
    const input = { slug: "postgres-database", version: "1.1.0", workspaceIds, stopOnFailure: false };
    const { id } = await startUpgrade(s.as(s.people.admin), input);
    const upgrade = await settled(id);
    expect(upgrade).toMatchObject({ status: "done" });
    expect(upgrade.items.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect((await s.run(upgrade.items[0]!.runId!)).requesterId).toBe(s.people.admin.id);
  });

  it("go on although the job was lost that was to begin them", async () => {
    const input = { slug: "postgres-database", version: "1.1.0", workspaceIds: [await make("lost")] };
    const { id } = await transaction(s.as(s.people.admin), async (tx) => {
      const upgrade = await startUpgrade(tx, input);
      await tx.db.execute(sql`select graphile_worker.remove_job(${`upgrade:${upgrade.id}`})`);
      return upgrade;
    });
    expect((await settled(id)).status).toBe("done");
  });

  it("stop after the first that does not succeed", async () => {
    const workspaceIds = [await make("b1"), await make("b2")];
    const input = { slug: "postgres-database", version: "6.6.6", workspaceIds, stopOnFailure: true };
    const { id } = await startUpgrade(s.as(s.people.admin), input);
    const upgrade = await settled(id);
    expect(upgrade).toMatchObject({ status: "stopped" });
    expect(upgrade.items.map(({ status }) => status)).toEqual(["failed", "skipped"]);
    expect(upgrade.items[0]!.message).toMatch(/it breaks/);
    expect(await versionOf("b2")).toBe("1.0.0");
    await stopUpgrade(s.as(s.people.admin), id);
  });

  it("are for administrators, and of the template that is named", async () => {
    const id = await make("c1");
    const input = { slug: "postgres-database", version: "1.1.0", workspaceIds: [id] };
    await expect(startUpgrade(s.as(s.people.dev), input)).rejects.toThrow(/actions\.manage/);
    const other = { ...input, slug: "ephemeral-environment" };
    await expect(startUpgrade(s.as(s.people.admin), other)).rejects.toThrow(/not known|no instance/);
    await expect(startUpgrade(s.as(s.people.admin), { ...input, workspaceIds: [] })).rejects.toThrow(
      /at least one/,
    );
  });
});

describe("a version", () => {
  it("that is deprecated is not recommended, and its instances say so", async () => {
    await make("old");
    const admin = s.as(s.people.admin);
    const version = { slug: "postgres-database", version: "1.0.0" };
    await recommendVersion(admin, version);
    await deprecateVersion(admin, { ...version, note: "it leaks", retireOn: "2030-01-31" });
    await expect(recommendVersion(admin, version)).rejects.toThrow(/is deprecated/);
    expect(await instanceStanding(s.as(s.people.dev), of("old"))).toMatchObject({
      deprecated: { note: "it leaks", retireOn: "2030-01-31" },
    });
    await recommendVersion(admin, { ...version, version: "1.1.0" });
    expect((await instanceStanding(admin, of("old")))!.target).toBe("1.1.0");
    const [standing] = (await templateStandings(admin)).filter(({ slug }) => slug === "postgres-database");
    expect(standing!.versions.find((one) => one.version === "1.0.0")).toMatchObject({ status: "deprecated" });
    expect(standing!.behind).toBeGreaterThan(0);
    await expect(deprecateVersion(s.as(s.people.dev), { ...version, note: "I want to" })).rejects.toThrow(
      /actions\.manage/,
    );
  });
});

it("is read and begun over REST", async () => {
  await make("rest");
  const call = async (who: "dev" | "admin", method: string, path: string, body?: object) => {
    const app = restApp(async () => ({ ...s.as(s.people[who]), origin: "API" }));
    const init = {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
    const response = await app.fetch(new Request(`http://127.0.0.1/v1/templates${path}`, init));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  expect(await call("admin", "GET", "")).toMatchObject({ status: 200 });
  expect(await call("dev", "GET", "")).toMatchObject({ status: 403 });
  expect(await call("dev", "GET", "/instances/database/rest")).toMatchObject({
    status: 200,
    body: { instance: { template: "postgres-database" } },
  });
  const upgrade = "/instances/database/rest/upgrade";
  expect(await call("dev", "POST", upgrade, { version: "latest" })).toMatchObject({ status: 422 });
  const begun = await call("dev", "POST", upgrade, { version: "1.2.0" });
  expect(begun.status).toBe(202);
  await s.reaches(begun.body.runId as string, "succeeded");
});
