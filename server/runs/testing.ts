import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { memberships, teams, users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { ApprovalRule } from "@/server/approvals/schema";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import type { Actor, Context } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";
import { bench, end, eventually } from "@/server/pipelines/execution/testing";
import type { ActionSnapshot, RunStatus, RunTarget } from "@/server/runs/schema";
import { startWorker, type WorkerOptions, type WorkerProcess } from "@/server/worker/process";
import type { Engine } from "./service/engine";
import type { TerraformInvocation } from "@/server/pipelines/schema";
import { submitRun, type SubmitRun } from "./service/submit";
import { findRun, type RunRow } from "./store/runs";
import { HARMLESS, QUICK, scriptedEngine, type ScriptedModule, type Scripts } from "./testing-engine";

type User = Extract<Actor, { kind: "user" }>;

export const action = (
  over: Partial<ActionSnapshot> = {},
  invocation: Partial<TerraformInvocation> = {},
): ActionSnapshot => ({
  id: "5f0d7a0e-2f37-4f53-9f0e-7b3f1d2c9a11",
  identifier: "create_database",
  title: "Create a database",
  icon: null,
  revision: 1,
  operation: "CREATE",
  requiredApproval: false,
  userInputs: {},
  ...over,
  invocation: {
    type: "TERRAFORM",
    template: "scripted",
    operation: "apply",
    variables: { name: "{{ .inputs.name }}" },
    mapping: {
      identifier: "{{ .inputs.name }}",
      title: "Database {{ .inputs.name }}",
      properties: { host: "{{ .outputs.host }}", password: "{{ .outputs.password }}" },
      relations: {},
    },
    timeoutMinutes: 60,
    ...invocation,
  },
});

export const LEADS: ApprovalRule = {
  type: "ANY",
  roles: [],
  users: [],
  teams: [],
  teamLeads: true,
  owningTeam: "payments",
};

export interface Stage {
  database: TestDatabase;
  dataDir: string;
  people: { admin: User; dev: User; lead: User; other: User };
  as(actor: Actor): Context;
  startSupervisor: ReturnType<typeof bench>["startSupervisor"];
  startWorker(options?: Partial<WorkerOptions>): Promise<WorkerProcess>;
  /** A worker in a process of its own, to be killed; `scripts` null: with the real Terraform. */
  spawnWorker(scripts: Partial<Scripts> | null, environment?: Record<string, string>): ChildProcess;
  /** Scripts of one run, or of every run for which none were given. */
  script(scripts: Partial<Scripts>, runId?: string): void;
  /** What the engine loads as the module, whatever its template; change it to make an approval stale. */
  module: ScriptedModule;
  engineOf(engine: Engine): Engine;
  submit(input?: Partial<SubmitRun>, actor?: Actor): Promise<RunRow>;
  create(name: string, over?: Partial<SubmitRun>, actor?: Actor): Promise<RunRow>;
  run(id: string): Promise<RunRow>;
  reaches(id: string, ...statuses: RunStatus[]): Promise<RunRow>;
  close(): Promise<void>;
}

/** A database with four people, a data folder, and everything to run workers and supervisors on them. */
export async function stage(): Promise<Stage> {
  const database = await createTestDatabase();
  const { dataDir, startSupervisor, close } = bench();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    WAYMARK_DATA_DIR: dataDir,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  const people = await makePeople(database);
  await createBlueprint(
    { actor: people.admin, origin: "UI", requestId: newId(), db: database.db },
    {
      identifier: "database",
      title: "Database",
      schema: { properties: { host: { type: "string" }, password: { type: "string" } }, required: [] },
      relations: {},
    },
  );
  const workers: WorkerProcess[] = [];
  const scripts = new Map<string, Scripts>();
  const processes: ChildProcess[] = [];
  const module: ScriptedModule = {
    files: [{ path: "main.tf", content: Buffer.from("# nothing") }],
    version: "1.0.0",
  };
  const choose = (runId: string) => scripts.get(runId) ?? scripts.get("*") ?? HARMLESS;
  const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });
  const engineOf = (engine: Engine) => scriptedEngine(engine, choose, module);
  const submit: Stage["submit"] = (input = {}, actor = people.dev) =>
    transaction(as(actor), (tx) =>
      submitRun(tx, {
        action: action(),
        blueprint: "database",
        inputs: { name: `db-${newId().slice(0, 8)}` },
        target: null,
        team: "payments",
        rule: null,
        ...input,
      }),
    );
  const run = async (id: string) => {
    const row = await findRun(database.db, id);
    if (!row) throw new Error(`There is no run ${id}.`);
    return row;
  };
  return {
    database,
    dataDir,
    people,
    as,
    startSupervisor,
    module,
    engineOf,
    submit,
    run,
    script: (given, runId = "*") => void scripts.set(runId, { ...HARMLESS, ...given }),
    create: (name, over, actor) => submit({ inputs: { name }, ...over }, actor),
    startWorker: async (options = {}) => {
      const worker = await startWorker({
        databaseUrl: database.url,
        timing: QUICK,
        beatMs: 500,
        sweepMs: 500,
        deadAfterSeconds: 3,
        adapt: engineOf,
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    spawnWorker: (given, environment = {}) => {
      const parts = {
        scripts: given && { ...HARMLESS, ...given },
        module: module.files.map((f) => ({ path: f.path, content: f.content.toString() })),
      };
      const child = spawn(process.execPath, ["--import", "tsx", "server/runs/testing-worker.ts"], {
        cwd: path.resolve(import.meta.dirname, "../.."),
        env: { ...process.env, LOG_LEVEL: "silent", PARTS: JSON.stringify(parts), ...environment },
        stdio: ["ignore", "inherit", "inherit"],
      });
      processes.push(child);
      return child;
    },
    reaches: (id, ...statuses) =>
      eventually(async () => {
        const row = await run(id);
        if (statuses.includes(row.status)) return row;
        if (row.endedAt) throw new Error(`The run ended as ${row.status}: ${JSON.stringify(row.failure)}`);
        return null;
      }),
    close: async () => {
      for (const child of processes) await end(child, "SIGKILL");
      for (const worker of workers) await worker.stop();
      await close();
      await database.close();
    },
  };
}

async function makePeople({ db }: TestDatabase): Promise<Stage["people"]> {
  const [payments, logistics] = await db
    .insert(teams)
    .values([
      { identifier: "payments", title: "Payments" },
      { identifier: "logistics", title: "Logistics" },
    ])
    .returning();
  if (!payments || !logistics) throw new Error("The teams were not written.");
  const person = async (
    name: string,
    role: "admin" | "member",
    team?: typeof payments,
    teamRole: "lead" | "member" = "member",
  ): Promise<User> => {
    const [row] = await db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    if (!row) throw new Error("A person was not written.");
    if (team) await db.insert(memberships).values({ teamId: team.id, userId: row.id, role: teamRole });
    return {
      kind: "user",
      id: row.id,
      email: row.email,
      name,
      role,
      memberships: team ? [{ teamId: team.id, team: team.identifier, role: teamRole }] : [],
    };
  };
  return {
    admin: await person("ada", "admin"),
    dev: await person("dev", "member", payments),
    lead: await person("lea", "member", payments, "lead"),
    other: await person("otto", "member", logistics),
  };
}

/** The entity that the scripts act on, for actions on what exists. */
export const targetOf = (identifier: string): RunTarget => ({
  blueprint: "database",
  identifier,
  title: null,
});
