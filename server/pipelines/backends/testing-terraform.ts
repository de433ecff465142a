import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createRedactor } from "../core/redact";
import { ended, eventually, type Bench, bench } from "../execution/testing";
import { interruptExecution, readOutput, readReport, requestExecution, workDir } from "../execution/spool";
import type { RemoteNews } from "../remote";
import { type TerraformInvocation, terraformInvocationSchema } from "../schema";
import { findTerraform } from "../terraform-binary";
import type { Conforming, Counterpart } from "./conformance";
import { terraformBackend } from "./terraform";
import { stateServer } from "./testing";
import { callOf, secretsOf } from "./testing-call";

export interface TerraformCounterpart extends Counterpart<TerraformInvocation> {
  request: Parameters<typeof requestExecution>[2];
  execution: string;
  bench: Bench;
}

const invocation = terraformInvocationSchema.parse({
  type: "TERRAFORM",
  template: "test",
  connection: "cloud-one",
});
const SECRET = "cloud-secret-CANARY";

/** Says that it began, waits until it is told how to end, and ends so; on its way it says aloud what it must not. */
const moduleIn = (folder: string) => `resource "terraform_data" "thing" {
  provisioner "local-exec" {
    command = <<-EOT
      echo begun >> ${folder}/effects
      echo "signs in with $CLOUD_SECRET"
      until [ -e ${folder}/end ]; do sleep 0.05; done
      exit $(cat ${folder}/end)
    EOT
  }
}`;

/** A supervisor, the real Terraform, and an approved plan of a module; its apply is the call. */
export async function terraformCounterpart(): Promise<TerraformCounterpart> {
  const its = bench();
  const state = await stateServer();
  const binary = (await findTerraform()).path;
  its.startSupervisor();
  const stage = (name: "plan" | "apply", planFile: Buffer | null) =>
    terraformBackend.stageRequest({
      runId: "r_testrun",
      stage: name,
      invocation,
      module: [{ path: "main.tf", content: Buffer.from(moduleIn(its.dataDir)) }],
      variables: {},
      connection: secretsOf({ CLOUD_SECRET: SECRET }),
      state: state.address,
      planFile,
      binary,
    });
  const planning = randomUUID();
  await requestExecution(its.dataDir, planning, stage("plan", null));
  await ended(its.dataDir, planning);
  const { planFile } = await terraformBackend.readPlan(workDir(its.dataDir, planning));
  const effects = path.join(its.dataDir, "effects");
  const end = path.join(its.dataDir, "end");
  const execution = randomUUID();
  return {
    bench: its,
    request: stage("apply", planFile),
    execution,
    server: null,
    connection: "cloud-one",
    credentials: [SECRET],
    call: (over) => callOf(invocation as never, over as never) as never,
    effects: async () => {
      fs.writeFileSync(end, "0");
      await ended(its.dataDir, execution);
      return fs.readFileSync(effects, "utf8").trim().split("\n").length;
    },
    finish: async (id, as) => {
      await eventually(() => fs.existsSync(effects));
      if (as === "cancelled") await interruptExecution(its.dataDir, id, "cancel");
      else fs.writeFileSync(end, as === "succeeded" ? "0" : "3");
      await ended(its.dataDir, id);
    },
    wasStopped: async (id) => (await ended(its.dataDir, id)).stopped === "cancel",
    close: async () => {
      await its.close();
      await state.close();
    },
  };
}

/**
 * Terraform as the suite sees it: to call is to ask the supervisor for the one execution of the approved plan, and how it stands
 * is read from the disk. `at` gives the counterpart that is open.
 */
export const conformingTerraform = (at: () => TerraformCounterpart): Conforming<TerraformInvocation> => ({
  kind: terraformBackend.kind,
  can: { poll: true, cancel: true, repeat: true },
  async call() {
    const { bench: its, execution, request } = at();
    await requestExecution(its.dataDir, execution, request);
    return { state: "waiting", externalId: execution };
  },
  async poll({ externalId }) {
    const { dataDir } = at().bench;
    const id = externalId ?? "";
    const report = await readReport(dataDir, id);
    if (report.state !== "exited") return { state: "waiting" };
    if (report.exitCode === 0) {
      const outputs = await terraformBackend.readOutputs(workDir(dataDir, id));
      return { state: "succeeded", outputs };
    }
    const redact = createRedactor(at().credentials);
    const lines = String((await readOutput(dataDir, id, 0, 1_000_000)).bytes).split("\n");
    const parsed = lines.map((line) => terraformBackend.parseLine(line));
    const [diagnostic] = parsed.flatMap((line) => line.diagnostic ?? []);
    return {
      state: report.stopped === "cancel" ? "cancelled" : "failed",
      message: redact(`${diagnostic?.summary}: ${diagnostic?.detail}`),
      log: parsed.flatMap(({ line }) => (line ? [{ level: line.level, text: redact(line.text) }] : [])),
    } satisfies RemoteNews;
  },
  async cancel({ externalId }) {
    const { dataDir } = at().bench;
    await eventually(() => fs.existsSync(path.join(dataDir, "effects")));
    await interruptExecution(dataDir, externalId ?? "", "cancel");
  },
});
