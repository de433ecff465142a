import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { here, programPath, type RunningPortal } from "./portal";
import { median, percentile, type Measure } from "./statistics";
import {
  approve,
  CREATE_DATABASE,
  databaseRequest,
  openDatabase,
  people,
  submit,
  waitFor,
  type Database,
} from "./traffic";

const run = promisify(execFile);

/** From the row of a run to the moment at which a worker took it, over `count` runs, one after the other. */
export async function submitToStart(portal: RunningPortal, count = 30): Promise<Measure[]> {
  const { developer } = await people(portal);
  const db = openDatabase(portal);
  try {
    const waits: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const runId = await submit(developer, CREATE_DATABASE, databaseRequest());
      await waitFor(db, runId, ["awaiting_approval"]);
      const [row] = await db<{ wait: number }[]>`
        select extract(epoch from started_at - created_at)::float8 * 1000 as wait from runs where id = ${runId}`;
      waits.push(row?.wait ?? Number.NaN);
      await developer.mutate("runs.cancel", { runId });
    }
    return [
      {
        name: "submit to worker start p50",
        value: median(waits),
        unit: "ms",
        limit: 100,
        note: `${count} runs, p95 ${percentile(waits, 0.95).toFixed(0)} ms`,
      },
    ];
  } finally {
    await db.end();
  }
}

/** What the portal adds to init, plan and apply of the same module on this machine: both measured in turn, `repeat` times. */
export async function overhead(portal: RunningPortal, repeat = 5): Promise<Measure[]> {
  const { developer, lead } = await people(portal);
  const db = openDatabase(portal);
  const bare: number[] = [];
  const through: number[] = [];
  try {
    for (let i = 0; i < repeat + 1; i += 1) {
      const [b, t] = [await bareTerraform(portal, db), await portalRun(db, developer, lead)];
      // The first of each finds cold caches.
      if (i === 0) continue;
      bare.push(b);
      through.push(t);
    }
  } finally {
    await db.end();
  }
  const differences = through.map((t, i) => t - (bare[i] ?? Number.NaN));
  return [
    {
      name: "portal overhead over bare Terraform",
      value: median(differences) / 1000,
      unit: "s",
      limit: 1.5,
      note: `${repeat} pairs; bare ${(median(bare) / 1000).toFixed(2)} s, portal ${(median(through) / 1000).toFixed(2)} s (without the wait for the approver)`,
    },
  ];
}

/** Submit to awaiting_approval, and decision to succeeded, in ms by the clock of the database. */
async function portalRun(
  db: Database,
  developer: Awaited<ReturnType<typeof people>>["developer"],
  lead: Awaited<ReturnType<typeof people>>["lead"],
): Promise<number> {
  const runId = await submit(developer, CREATE_DATABASE, databaseRequest());
  await waitFor(db, runId, ["awaiting_approval"]);
  await approve(lead, runId);
  await waitFor(db, runId, ["succeeded"]);
  const [row] = await db<{ waited: number; worked: number }[]>`
    select extract(epoch from a.created_at - r.created_at)::float8 * 1000 as waited,
           extract(epoch from r.ended_at - a.decided_at)::float8 * 1000 as worked
    from runs r join approval_requests a on a.run_id = r.id where r.id = ${runId}`;
  return (row?.waited ?? Number.NaN) + (row?.worked ?? Number.NaN);
}

/** init, plan and apply of the golden path's module with its state in a local file, in ms; the database is dropped again. */
async function bareTerraform(portal: RunningPortal, db: Database): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-bare-"));
  try {
    fs.cpSync(path.join(here, "templates", "postgres-database", "module"), folder, { recursive: true });
    const { properties } = databaseRequest();
    const values = { ...properties, service: null, owner: null, review_on: null };
    fs.writeFileSync(path.join(folder, "bench.auto.tfvars.json"), JSON.stringify(values));
    const environment = { ...(await connectionOf(portal, db)), ...toolEnvironment() };
    const terraform = process.env.TERRAFORM_BIN ?? programPath("terraform");
    const call = (command: string, ...rest: string[]) =>
      run(terraform, [command, "-input=false", "-no-color", ...rest], {
        cwd: folder,
        env: environment as unknown as NodeJS.ProcessEnv,
        maxBuffer: 50_000_000,
      });
    const begin = performance.now();
    await call("init");
    await call("plan", "-out=plan.bin");
    await call("apply", "plan.bin");
    const took = performance.now() - begin;
    await call("destroy", "-auto-approve");
    return took;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const toolEnvironment = () => ({
  PATH: process.env.PATH ?? "/usr/bin:/bin",
  HOME: os.tmpdir(),
  CHECKPOINT_DISABLE: "1",
  TF_IN_AUTOMATION: "1",
  WAYMARK_NODE: process.execPath,
  WAYMARK_PACKAGES: path.join(here, "package.json"),
});

/** The connection that the portal would give to the module. */
async function connectionOf(portal: RunningPortal, db: Database): Promise<Record<string, string>> {
  const [row] = await db<{ server_version: string }[]>`show server_version`;
  const url = new URL(portal.provisionerUrl());
  return {
    PGADMIN_URL: url.href,
    TF_VAR_pgadmin_host: url.hostname,
    TF_VAR_pgadmin_port: url.port,
    TF_VAR_server_version: row?.server_version ?? "",
  };
}
