import { hostAlive, hostId } from "@/server/kernel/heartbeats";
import type { Context } from "@/server/kernel/context";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sendOut } from "@/server/kernel/egress";
import { env } from "@/server/kernel/env";
import { Precondition } from "@/server/kernel/errors";
import { Secret } from "@/server/kernel/secrets";
import type { PipelineBackend } from "@/server/pipelines/backend";
import { backends } from "@/server/pipelines/backends/registry";
import { remoteBackends } from "@/server/pipelines/backends/remote-registry";
import type { RemoteBackend, RemoteTools } from "@/server/pipelines/remote";
import type { RemoteKind } from "@/server/pipelines/schema";
import { connectionOrNone } from "@/server/pipelines/service";
import { loadGitModule } from "@/server/pipelines/git-modules";
import { loadModule } from "@/server/pipelines/versions";
import { findTerraform } from "@/server/pipelines/terraform-binary";
import type { ModuleSnapshot } from "@/server/runs/schema";
import type { AnyModule } from "./module-reference";

export interface Timing {
  /** How long a claim holds when it is not renewed, in seconds of the database's clock. */
  leaseSeconds: number;
  /** How often it is renewed, in ms. */
  renewMs: number;
  /** Without a renewal for this long a worker stops its own work: before another may claim the run, in ms. */
  selfFenceMs: number;
  /** How often output is looked for, in ms. */
  pollMs: number;
}

export const TIMING: Timing = { leaseSeconds: 20, renewMs: 4_000, selfFenceMs: 15_000, pollMs: 50 };

export interface LoadedModule {
  snapshot: ModuleSnapshot;
  files: { path: string; content: Buffer }[];
}

/** What the steps of a run need from outside of the database; tests put a scripted one in its place. */
export interface Engine {
  /** Names this incarnation of the worker. */
  owner: string;
  /** Names the machine on whose disk the executions are. */
  host: string;
  dataDir: string;
  /** Where Terraform reaches the portal. */
  url: string;
  timing: Timing;
  /** Aborted when the worker is to stop: runs are given back for another to go on. */
  stopping: AbortSignal;
  backend(): PipelineBackend;
  /** A backend that works elsewhere. Throws Precondition when this portal has none of the kind. */
  remote(kind: RemoteKind): RemoteBackend;
  tools: RemoteTools;
  /** Has the portal's own API answer a request, for whoever the context says. */
  ownApi(ctx: Context, request: Request): Promise<Response>;
  /** With which calls are signed; null when the operator has set none. */
  signingSecret: Secret | null;
  loadModule(ctx: Context, reference: AnyModule): Promise<LoadedModule>;
  connection(ctx: Context, identifier: string | undefined): Promise<Record<string, Secret>>;
  /** Path of the program. Throws Precondition when there is none. */
  binary(): Promise<string>;
  /** Whether the machine of another worker is still served by one. */
  hostAlive(ctx: Context, host: string): Promise<boolean>;
}

/** Where no portal is around, nothing answers: the call is tried again later. */
const noApi: Engine["ownApi"] = async () => new Response(null, { status: 503 });

/** The engine of a real worker. */
export function createEngine(
  owner: string,
  stopping: AbortSignal,
  timing: Timing = TIMING,
  ownApi: Engine["ownApi"] = noApi,
): Engine {
  const { WAYMARK_DATA_DIR: dataDir, WAYMARK_URL: url, WAYMARK_WEBHOOK_SECRET: webhookSecret } = env();
  return {
    owner,
    host: hostId(dataDir),
    dataDir,
    url,
    timing,
    stopping,
    backend: () => backends.TERRAFORM,
    remote: remoteBackend,
    tools: { send: sendOut, withFolder },
    ownApi,
    signingSecret: webhookSecret ? new Secret(webhookSecret) : null,
    loadModule: async (ctx, reference) =>
      "source" in reference
        ? loadGitModule(
            { dataDir, connection: await connectionOrNone(ctx, reference.source.connection) },
            reference.source,
          )
        : loadModule({ db: ctx.db }, reference),
    connection: connectionOrNone,
    binary: async () => (await findTerraform()).path,
    hostAlive: (ctx, host) => hostAlive(ctx.db, host),
  };
}

function remoteBackend(kind: RemoteKind): RemoteBackend {
  const backend = remoteBackends[kind];
  if (!backend)
    throw new Precondition(
      `The backend ${kind} is not available in this portal. An administrator can choose another for the action.`,
    );
  return backend;
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "waymark-call-"));
  try {
    return await work(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
