import { spawnSync } from "node:child_process";
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { createCaller } from "@/server/api/root";
import { restApp } from "@/server/api/rest-app";
import { decide } from "@/server/approvals/service/decide";
import type { Actor } from "@/server/kernel/context";
import { createRedactor, REDACTED } from "@/server/pipelines/core/redact";
import { eventually } from "@/server/pipelines/execution/testing";
import { logFile } from "@/server/runs/service/log-file";
import { changeSecret, setSecret } from "@/server/pipelines/secrets";
import { upsertConnection } from "@/server/pipelines/service";
import { scriptedEngine } from "@/server/runs/testing-engine";
import { type StatePortal, statePortal } from "@/server/runs/testing-portal";
import { QUICK } from "@/server/runs/testing-engine";
import { type Stage, stage } from "@/server/runs/testing";
import { createAction } from "./definitions";
import { executeAction } from "./execute";
import { updatePermissions } from "./permissions";

const binary = [process.env.TERRAFORM_BIN, "tofu", "terraform"].find(
  (name) => name && spawnSync(name, ["version"]).status === 0,
);

/** A module that is as careless with what it is given as one can be: nothing of it is declared sensitive. */
const CARELESS = `
variable "name" {}
variable "password" {}
variable "config" {}
variable "address" {}
variable "client" {}
resource "terraform_data" "it" {
  input = { password = var.password, config = var.config, address = var.address }
  provisioner "local-exec" {
    command = "echo token=$TOKEN; echo $TOKEN | base64; printf '%s' \\"$GIVEN\\"; printf '%s' \\"$GIVEN\\" | od -An -tx1 | tr -d ' \\\\n'; echo; echo \\"$GIVEN\\" >&2"
    environment = { GIVEN = nonsensitive("\${var.password} \${jsonencode(var.config)} \${var.address}") }
  }
}
resource "terraform_data" "named" {
  input = nonsensitive(var.password)
}
output "host" { value = nonsensitive("db of \${var.password}") }
output "password" {
  value     = var.password
  sensitive = true
}
`;

const canary = (kind: string) => `canary/${kind}+${randomBytes(9).toString("base64url")}"é`;
const CANARIES = {
  organisation: canary("organisation"),
  input: canary("input"),
  object: canary("object"),
  client: canary("client"),
  connection: canary("connection"),
};
/** The same forms, and places within base64, that are taken out of logs. */
const finder = createRedactor(Object.values(CANARIES));
const leaks = (text: string) => finder(text) !== text;

const { publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
function byBrowser(text: string): string {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  return Buffer.concat([nonce, publicEncrypt({ key: publicKey, ...padding }, key), body]).toString("base64");
}

/** An action that takes a secret of every kind. */
const definition = (identifier: string, variables: object = {}) => ({
  identifier,
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "database",
    userInputs: {
      properties: {
        name: { type: "string" },
        password: { type: "string", encryption: "aes256-gcm", minLength: 10 },
        config: { type: "object", encryption: "aes256-gcm" },
        client: { type: "string", encryption: { algorithm: "client-side", key: publicKey } },
      },
      required: ["name", "password"],
    },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    connection: "cloud",
    variables: {
      name: "{{ .inputs.name }}",
      password: "{{ .inputs.password }}",
      config: "{{ .inputs.config }}",
      address: 'postgres://app:{{ .secrets["DB-URL"] | @uri }}@db.example/{{ .inputs.name }}',
      client: "{{ .inputs.client }}",
      ...variables,
    },
    mapping: {
      identifier: "{{ .inputs.name }}",
      title: "{{ .inputs.name }}",
      properties: { host: "{{ .outputs.host }}", password: "{{ .inputs.password }}" },
    },
  },
  requiredApproval: true,
});

describe.runIf(binary)("a secret of every kind, through a whole run", () => {
  let s: Stage, portal: StatePortal;
  beforeAll(async () => {
    s = await stage();
    portal = await statePortal();
    s.module.files = [{ path: "main.tf", content: Buffer.from(CARELESS) }];
    const admin = s.as(s.people.admin);
    await setSecret(admin, { name: "DB-URL", value: CANARIES.organisation });
    await upsertConnection(admin, {
      identifier: "cloud",
      title: "Cloud",
      variables: { TOKEN: CANARIES.connection },
    });
    await createAction(admin, definition("connect"));
    // jq repeats the values that it fails on.
    await createAction(admin, definition("spoil", { name: '{{ .secrets["DB-URL"] | tonumber }}' }));
    await createAction(admin, definition("refuse"));
    await updatePermissions(admin, "refuse", {
      execute: { policy: { queries: {}, conditions: [".inputs.password | tonumber"] } },
    });
    s.startSupervisor();
    await start();
  });
  afterAll(async () => {
    await portal.close();
    await pool().close();
    await s.close();
  });

  const submit = (name: string, action = "connect") =>
    executeAction(s.as(s.people.dev), action, {
      properties: {
        name,
        password: CANARIES.input,
        config: { nested: [CANARIES.object] },
        client: byBrowser(CANARIES.client),
      },
    });
  const start = () =>
    s.startWorker({
      timing: QUICK,
      adapt: (engine) => ({
        ...scriptedEngine(engine, null, s.module),
        connection: engine.connection,
        url: portal.url,
      }),
    });

  /** Every row of every table as text; bytes in hex, whose readable form is that of the same bytes. */
  async function tables(): Promise<Map<string, string>> {
    const names = await s.database.db.execute<{ name: string }>(sql`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`);
    const found = new Map<string, string>();
    for (const { name } of names) {
      const rows = await s.database.db.execute<{ row: string }>(
        sql`select to_jsonb(t)::text as row from ${sql.raw(name)} t`,
      );
      found.set(name, rows.map(({ row }) => row).join("\n"));
    }
    return found;
  }

  function files(folder: string): string[] {
    return fs
      .readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  async function answers(runId: string, actor: Actor): Promise<string[]> {
    const ctx = s.as(actor);
    const caller = createCaller(ctx);
    const app = restApp(async () => ctx);
    const get = async (route: string) => (await app.request(`/v1${route}`)).text();
    return [
      ...(await Promise.all([
        caller.runs.get({ runId }),
        caller.runs.list({}),
        caller.runs.logs({ runId }),
        caller.approvals.inbox(),
        caller.actions.form({ identifier: "connect" }),
        ...(actor === s.people.admin ? [caller.secrets.list(), caller.audit.list({})] : []),
      ]).then((all) => all.map((answer) => JSON.stringify(answer)))),
      await get(`/actions/runs/${runId}`),
      await get(`/actions/runs/${runId}/logs`),
      await get("/actions/runs"),
      await get("/blueprints/database/entities"),
    ];
  }

  it("is found in no table, job, log, audit row, answer or file, in whatever form", async () => {
    const { id } = await submit("orders");
    const waiting = await s.reaches(id, "awaiting_approval");
    expect([...(await tables())].filter(([, text]) => leaks(text)).map(([name]) => name)).toEqual([]);
    expect(waiting.variables).toMatchObject({
      name: "orders",
      password: { $secret: ["inputs.password"] },
      address: { $secret: ["secrets.DB-URL"] },
    });
    const [kept] = await s.database.sql`select count(*)::int as n from run_secrets where run_id = ${id}`;
    expect(kept!.n).toBeGreaterThanOrEqual(4);
    await decide(s.as(s.people.admin), id, { status: "APPROVE", subjectHash: waiting.subjectHash! });
    const run = await s.reaches(id, "succeeded", "failed");
    expect(run.failure).toBeNull();
    expect(run.outputs).toMatchObject({
      host: { value: `db of ${REDACTED}` },
      password: { sensitive: true, value: null },
    });
    const all = await tables();
    expect(all.get("public.run_logs")).toContain("token=");
    expect(all.get("public.run_logs")).toContain(REDACTED);
    expect([...all].filter(([, text]) => leaks(text)).map(([name]) => name)).toEqual([]);
    expect(await s.database.sql`select * from run_secrets`).toHaveLength(0);
    for (const actor of [s.people.admin, s.people.dev])
      for (const answer of await answers(id, actor)) expect(leaks(answer), answer.slice(0, 300)).toBe(false);
    const left = files(s.dataDir).filter((file) => leaks(fs.readFileSync(file, "utf8")));
    expect(left).toEqual([]);
  }, 120_000);

  it("is not repeated by faults, and its loss is told by name", async () => {
    const refused = await executeAction(s.as(s.people.dev), "connect", {
      properties: { name: "x", password: [CANARIES.input], config: CANARIES.object, client: CANARIES.client },
    }).catch((error: unknown) => error as { message: string; details: unknown });
    expect("details" in refused && JSON.stringify([refused.message, refused.details])).toMatch(
      /properties.client/,
    );
    expect(leaks(JSON.stringify(refused))).toBe(false);
    expect(leaks(String((refused as { message: string }).message))).toBe(false);

    const spoilt = await s.reaches((await submit("spoilt", "spoil")).id, "failed");
    expect(spoilt.failure?.message).toMatch(/cannot be evaluated with the values of its secrets/);
    await expect(submit("refused", "refuse")).rejects.toThrow(/policy of this action/);

    const { id } = await submit("ledger");
    const waiting = await s.reaches(id, "awaiting_approval");
    await changeSecret(s.as(s.people.admin), { name: "DB-URL", value: CANARIES.organisation });
    await decide(s.as(s.people.admin), id, { status: "APPROVE", subjectHash: waiting.subjectHash! });
    const stale = await s.reaches(id, "stale");
    expect(stale.failure?.message).toBe("The secret DB-URL was replaced or deleted since the plan was made.");
    await createCaller(s.as(s.people.admin)).secrets.delete({ name: "DB-URL" });
    const failed = await s.reaches((await submit("stock")).id, "failed");
    expect(failed.failure?.message).toMatch(/needs the secret "DB-URL", which does not exist/);
    expect([...(await tables())].filter(([, text]) => leaks(text)).map(([name]) => name)).toEqual([]);
  }, 120_000);

  it("is in no plan that nothing applies, no check of drift, no state that is shown and no file", async () => {
    const [dev, admin] = [s.as(s.people.dev), s.as(s.people.admin)];
    await setSecret(admin, { name: "DB-URL", value: CANARIES.organisation });
    const caller = createCaller(dev);
    const { planId } = await caller.actions.planPreview({
      identifier: "connect",
      properties: { name: "planned", password: CANARIES.input, config: { nested: [CANARIES.object] } },
    });
    const plan = await eventually(async () => {
      const found = await caller.runs.plans.get({ planId });
      return found.endedAt ? found : null;
    });
    expect(plan.failure).toBeNull();
    expect(plan.plan?.counts.create).toBe(2);
    expect(leaks(JSON.stringify(plan))).toBe(false);

    const { id } = await submit("shown");
    const waiting = await s.reaches(id, "awaiting_approval");
    await decide(admin, id, { status: "APPROVE", subjectHash: waiting.subjectHash! });
    const run = await s.reaches(id, "succeeded");
    const workspaceId = run.workspaceId!;
    const workspaces = createCaller(admin).runs.workspaces;
    await workspaces.checkDrift({ workspaceId });
    const drift = await eventually(async () => {
      const found = await workspaces.drift({ workspaceId });
      return found.checking || !found.checkedAt ? null : found;
    });
    const [version] = await workspaces.versions({ workspaceId });
    let file = "";
    for await (const part of await logFile(admin, id)) file += part;
    expect(file).toContain(REDACTED);
    const shown = [
      drift,
      version,
      await workspaces.page({ workspaceId }),
      await workspaces.content({ workspaceId }),
      await workspaces.diff({ workspaceId, from: null, to: version!.version }),
      file,
      await createCaller(admin).actions.secretsToGive({ workspaceId }),
    ].map((answer) => (typeof answer === "string" ? answer : JSON.stringify(answer)));
    for (const answer of shown) expect(leaks(answer), answer.slice(0, 500)).toBe(false);

    // What has drifted is mended with the secrets given again, and with none of them missing.
    await s.database.sql`update workspaces set drift_status = 'drifted' where id = ${workspaceId}`;
    const mending = { workspaceId, idempotencyKey: "mend-once" };
    await updatePermissions(admin, "connect", { approve: { users: [s.people.lead.email] } });
    const mend = createCaller(admin).actions.mendDrift;
    await expect(mend(mending)).rejects.toThrow(/not kept: config, password. Give them again/);
    const secrets = { password: CANARIES.input, config: { nested: [CANARIES.object] } };
    const mended = await mend({ ...mending, secrets });
    expect((await s.reaches(mended.runId, "awaiting_approval")).rerunOf).toBe(id);
    const all = await tables();
    expect([...all].filter(([, text]) => leaks(text)).map(([name]) => name)).toEqual([]);
    // The tables that were looked through had something in them to be found.
    for (const name of ["speculative_plans", "outbox", "audit_log", "state_versions", "run_events"])
      expect(all.get(`public.${name}`), name).toBeTruthy();
  }, 180_000);
});
