import fs from "node:fs/promises";
import path from "node:path";
import { sha256 } from "@/server/kernel/secrets";
import type { PipelineBackend } from "@/server/pipelines/backend";
import { isMissing } from "@/server/pipelines/execution/files";
import type { PlanSummary } from "@/server/pipelines/schema";
import type { Engine, Timing } from "./service/engine";

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** For tests: a claim lapses within seconds, so that what follows a crash need not be waited for. */
export const QUICK: Timing = { leaseSeconds: 3, renewMs: 500, selfFenceMs: 2_000, pollMs: 20 };

/** Shell scripts in the place of Terraform. They run in the work folder, under the real supervisor. */
export interface Scripts {
  plan: string;
  apply: string;
}

/** Writes what a plan and an apply leave, and does nothing else. */
export const HARMLESS: Scripts = {
  plan: `echo planning; printf 'plan of %s' "$RUN" > plan.bin`,
  apply: `echo applying; cat plan.bin; echo; printf '{"host":{"value":"db.example"},"password":{"value":"hush","sensitive":true}}' > outputs.json`,
};

const SUMMARY: PlanSummary = {
  counts: { create: 1, update: 0, delete: 0, replace: 0 },
  resources: [],
  outputs: [],
  empty: false,
  terraformVersion: "0",
};

/** A resource that is other than the state says, for a script that writes its address into a file `drift`. */
const driftOf = (address: string): PlanSummary["resources"][number] => ({
  address,
  type: "scripted",
  name: address,
  provider: "",
  action: "update",
  reason: null,
  attributes: [],
});

/**
 * A backend whose stages are the scripts that `choose` gives for a run. A line `done <address> <id>` tells of a finished
 * resource, `error <text>` of a fault; a file `empty` in the work folder makes the plan an empty one.
 */
export function scriptedBackend(choose: (runId: string) => Scripts): PipelineBackend {
  const read = (folder: string, file: string) =>
    fs.readFile(path.join(folder, file)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
  return {
    kind: "TERRAFORM",
    stageRequest: ({ runId, stage, module, planFile, variables, state, connection, invocation }) => ({
      files: [...module, ...(planFile ? [{ path: "plan.bin", content: planFile }] : [])],
      commands: [{ name: stage, argv: ["/bin/sh", "-c", choose(runId)[stage]] }],
      environment: {
        PATH,
        RUN: runId,
        VARIABLES: JSON.stringify(variables),
        TOKEN: state.password.reveal(),
        ADDRESS: state.address,
        ...Object.fromEntries(Object.entries(connection).map(([name, value]) => [name, value.reveal()])),
      },
      timeoutSeconds: invocation.timeoutMinutes * 60,
    }),
    speculativeRequest: ({ kind, module, state, variables, connection, invocation }) => ({
      files: [...module, ...(state ? [{ path: "state", content: state }] : [])],
      commands: [{ name: "plan", argv: ["/bin/sh", "-c", choose(kind).plan] }],
      environment: {
        PATH,
        RUN: kind,
        VARIABLES: JSON.stringify(variables),
        ...Object.fromEntries(Object.entries(connection).map(([name, value]) => [name, value.reveal()])),
      },
      timeoutSeconds: invocation.timeoutMinutes * 60,
    }),
    readDrift: async (folder) => {
      const drifted = (await read(folder, "drift"))?.toString().trim();
      return drifted ? { ...SUMMARY, resources: [driftOf(drifted)] } : { ...SUMMARY, empty: true };
    },
    parseLine: (text) => {
      const [word, address = "", idValue] = text.split(" ");
      return {
        line: { level: word === "error" ? "error" : "info", text },
        diagnostic:
          word === "error" ? { severity: "error", summary: text.slice(6), detail: "", address: null } : null,
        completed:
          word === "done"
            ? { address, action: "create", ...(idValue ? { idKey: "id", idValue } : {}) }
            : null,
      };
    },
    readPlan: async (folder) => {
      const planFile = await read(folder, "plan.bin");
      if (!planFile) throw new Error("The script made no plan.");
      return { planFile, summary: { ...SUMMARY, empty: (await read(folder, "empty")) !== null } };
    },
    readOutputs: async (folder) => {
      const outputs = JSON.parse((await read(folder, "outputs.json"))?.toString() ?? "{}") as Record<
        string,
        { value: unknown; sensitive?: boolean }
      >;
      return Object.fromEntries(
        Object.entries(outputs).map(([name, o]) => [
          name,
          { value: o.value, sensitive: o.sensitive ?? false },
        ]),
      );
    },
    readErroredState: (folder) => read(folder, "errored.tfstate"),
  };
}

export interface ScriptedModule {
  files: { path: string; content: Buffer }[];
  version: string;
}

/** An engine that carries out scripts, or, with none, the real Terraform, on a module that the test gives. */
export function scriptedEngine(
  engine: Engine,
  choose: ((runId: string) => Scripts) | null,
  module: ScriptedModule,
): Engine {
  const backend = choose && scriptedBackend(choose);
  return {
    ...engine,
    ...(backend ? { backend: () => backend, binary: async () => "/bin/sh" } : {}),
    loadModule: async () => ({
      snapshot: {
        source: "scripted",
        version: module.version,
        sha256: sha256(Buffer.concat(module.files.map((f) => f.content))),
      },
      files: module.files,
    }),
    connection: async () => ({}),
  };
}
