import type { Secret } from "@/server/kernel/secrets";
import type { PlanSummary, TerraformInvocation } from "./schema";

/** What the supervisor is asked to run: files to lay out, commands in order, and nothing inherited. */
export interface ExecutionRequest {
  /** Relative path (no "..", no absolute) to content; written 0600 into the work folder. */
  files: { path: string; content: Buffer }[];
  /** Run one after the other; the first that fails ends the execution with its exit code. Never through a shell. */
  commands: {
    name: string;
    argv: string[];
    /** standard output goes here instead of the log */ stdout?: string;
  }[];
  /** The whole environment of the commands: nothing is inherited. The value WORK_FOLDER stands for the path of the work folder. */
  environment: Record<string, string>;
  timeoutSeconds: number;
  /**
   * Takes the network away. What is below the address `reach` is still reached, at LOCAL_PORT of 127.0.0.1. Where it cannot be taken away,
   * nothing is started.
   */
  network?: { reach: string | null };
}

/** Where a command without a network finds the one address that it may reach. */
export const LOCAL_PORT = 8321;

/** How an execution stands, read from the disk of this machine. */
export interface ExecutionReport {
  /** lost: it was started and is gone without having ended in order (a killed or crashed process, a crashed machine). */
  state: "absent" | "requested" | "running" | "exited" | "lost";
  exitCode: number | null;
  /** Name of the command that runs, or that ran last. */
  command: string | null;
  /** Why it was stopped from outside, when it was. */
  stopped: "cancel" | "timeout" | "shutdown" | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface StageInput {
  runId: string;
  stage: "plan" | "apply";
  invocation: TerraformInvocation;
  /** Files of the module, by relative path. */
  module: { path: string; content: Buffer }[];
  variables: Record<string, unknown>;
  /** Names of the variables that hold secrets: the backend has to keep them out of what it shows. */
  sensitive?: readonly string[];
  /** Credentials of the connection: become environment variables. */
  connection: Record<string, Secret>;
  /** Where the state is kept, and the run's own credentials for it. */
  state: { address: string; lockAddress: string; unlockAddress: string; username: string; password: Secret };
  /** The approved plan, byte for byte; given to the apply stage. */
  planFile: Buffer | null;
  binary: string;
  /** Addresses of resources that are to be made anew, whatever the plan would do with them. */
  replace?: readonly string[];
}

/** A plan that nothing will apply: of what an action would change, or of what has changed behind its back. */
export interface SpeculativeInput extends Omit<StageInput, "runId" | "stage" | "state" | "planFile"> {
  kind: "preview" | "drift";
  /** A copy of the state; null: there is none yet. Nothing can be written back. */
  state: Buffer | null;
}

export interface LogLine {
  level: "info" | "warn" | "error";
  text: string;
}

export interface Diagnostic {
  severity: "error" | "warning";
  summary: string;
  detail: string;
  address: string | null;
}

/** One line of output, understood. */
export interface ParsedLine {
  line: LogLine | null;
  diagnostic: Diagnostic | null;
  /** A resource that is really done, with the id that the provider gave. */
  completed: { address: string; action: string; idKey?: string; idValue?: string } | null;
}

/**
 * A pipeline backend: one file under backends/ and one line in backends/registry.ts. It turns a stage into a request
 * for the supervisor and reads back what came of it; the engine in server/runs owns all state.
 */
export interface PipelineBackend {
  kind: "TERRAFORM";
  stageRequest(input: StageInput): ExecutionRequest;
  speculativeRequest(input: SpeculativeInput): ExecutionRequest;
  parseLine(text: string): ParsedLine;
  /** After a plan that ended well: the plan file, byte for byte, and what people see of it. */
  readPlan(workDir: string): Promise<{ planFile: Buffer; summary: PlanSummary }>;
  /** After a speculative plan of kind drift that ended well: what is other than the state says. */
  readDrift(workDir: string): Promise<PlanSummary>;
  /** After an apply that ended well. */
  readOutputs(workDir: string): Promise<Record<string, { sensitive: boolean; value: unknown }>>;
  /** A state that could not be uploaded, left in the work folder; null when there is none. */
  readErroredState(workDir: string): Promise<Buffer | null>;
}
