import path from "node:path";
import { Precondition } from "@/server/kernel/errors";
import { type ExecutionRequest, LOCAL_PORT, type PipelineBackend, type StageInput } from "../backend";
import { summarizePlan, type PlanJson } from "../core/plan";
import { parseObserved, summarizeDrift } from "../core/drift";
import { readVariables } from "../core/variables";
import { parseTerraformLine } from "../core/terraform-ui";
import { moduleName } from "../schema";
import { WORK_FOLDER } from "../execution/launch";
import { readMade } from "../execution/files";
import { LOCK_FILE, PROVIDER_FOLDER, providerMirror } from "../execution/providers";

/** Files that we put beside the module's own. `_override` wins over whatever backend the module names. */
const BACKEND_FILE = "waymark_backend_override.tf.json";
const VARIABLES_FILE = "waymark.auto.tfvars.json";
const SENSITIVE_FILE = "waymark_sensitive_override.tf.json";
const CLI_CONFIG_FILE = "waymark.tfrc";
const PLAN_FILE = "plan.bin";
const PLAN_JSON = "plan.json";
const OUTPUTS_JSON = "outputs.json";
/** Terraform leaves the state here when it could not store it. */
const ERRORED_STATE = "errored.tfstate";

/** A speculative plan works on a copy of the state beside the module, so that it cannot write to the real one. */
const STATE_FILE = "waymark.tfstate";
const localBackend = Buffer.from(JSON.stringify({ terraform: { backend: { local: { path: STATE_FILE } } } }));
/** Longest that a plan takes which nothing waits for. */
const SPECULATIVE_MINUTES = 15;
/** A module's own look at what it made, and what it gets and gives. */
const OBSERVE_FILE = "observe.mjs";
const STATE_JSON = "state.json";
const OBSERVED_JSON = "observed.json";

/** How long a command waits for the lock of the state: a run before it may still be letting go. */
const LOCK_TIMEOUT = "-lock-timeout=60s";
const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin";

const initOf = (binary: string) => ({ name: "init", argv: [binary, "init", "-input=false", "-no-color"] });

async function made(workDir: string, name: string): Promise<Buffer> {
  const content = await readMade(workDir, name);
  if (content === null) throw new Error(`Terraform left no ${name}.`);
  return content;
}

/** The parser's own complaint repeats what it read, which may be anything. */
function parsed<T>(content: Buffer, name: string): T {
  try {
    return JSON.parse(content.toString("utf8")) as T;
  } catch {
    throw new Error(`${name} is not what Terraform writes.`);
  }
}

/** Terraform or OpenTofu, with its state in the portal. */
export const terraformBackend: PipelineBackend = {
  kind: "TERRAFORM",

  stageRequest(input) {
    const { binary, stage, invocation } = input;
    const init = initOf(binary);
    const destroy = invocation.operation === "destroy" ? ["-destroy"] : [];
    const replace = destroy.length ? [] : (input.replace ?? []).map((address) => `-replace=${address}`);
    const commands: ExecutionRequest["commands"] =
      stage === "plan"
        ? [
            init,
            {
              name: "plan",
              argv: [
                binary,
                "plan",
                "-json",
                "-input=false",
                LOCK_TIMEOUT,
                `-out=${PLAN_FILE}`,
                ...destroy,
                ...replace,
              ],
            },
            { name: "show", argv: [binary, "show", "-json", "-no-color", PLAN_FILE], stdout: PLAN_JSON },
          ]
        : [
            init,
            { name: "apply", argv: [binary, "apply", "-json", "-input=false", LOCK_TIMEOUT, PLAN_FILE] },
            { name: "output", argv: [binary, "output", "-json", "-no-color"], stdout: OUTPUTS_JSON },
          ];
    return {
      files: filesOf(input),
      commands,
      environment: { ...environmentOf(input), ...stateEnvironment(input) },
      timeoutSeconds: invocation.timeoutMinutes * 60,
      ...(invocation.network ? { network: { reach: input.state.address } } : {}),
    };
  },

  speculativeRequest(input) {
    const { binary, invocation, kind, module } = input;
    const destroys = kind === "preview" && invocation.operation === "destroy";
    const more = kind === "drift" ? ["-refresh-only"] : destroys ? ["-destroy"] : [];
    // What a provider cannot refresh, the module may look at itself; see docs/terraform.
    const observe: ExecutionRequest["commands"] =
      kind === "drift" && module.some((file) => file.path === OBSERVE_FILE)
        ? [
            { name: "state", argv: [binary, "show", "-json", "-no-color"], stdout: STATE_JSON },
            { name: "observe", argv: [process.execPath, OBSERVE_FILE], stdout: OBSERVED_JSON },
          ]
        : [];
    return {
      files: [
        ...module,
        { path: BACKEND_FILE, content: localBackend },
        ...(input.state ? [{ path: STATE_FILE, content: input.state }] : []),
        ...settingFiles(input),
      ],
      commands: [
        initOf(binary),
        {
          name: "plan",
          argv: [binary, "plan", "-json", "-input=false", "-lock=false", `-out=${PLAN_FILE}`, ...more],
        },
        { name: "show", argv: [binary, "show", "-json", "-no-color", PLAN_FILE], stdout: PLAN_JSON },
        ...observe,
      ],
      environment: environmentOf(input),
      ...(invocation.network ? { network: { reach: null } } : {}),
      timeoutSeconds: Math.min(invocation.timeoutMinutes, SPECULATIVE_MINUTES) * 60,
    };
  },

  parseLine: parseTerraformLine,

  async readDrift(workDir) {
    const read = async (name: string) => (await readMade(workDir, name))?.toString("utf8") ?? null;
    const [plan, state, observed] = await Promise.all([
      read(PLAN_JSON),
      read(STATE_JSON),
      read(OBSERVED_JSON),
    ]);
    return summarizeDrift(
      JSON.parse(plan ?? "{}") as PlanJson,
      observed === null ? null : { state: JSON.parse(state ?? "{}"), observed: parseObserved(observed) },
    );
  },

  async readPlan(workDir) {
    const planFile = await made(workDir, PLAN_FILE);
    return { planFile, summary: summarizePlan(parsed<PlanJson>(await made(workDir, PLAN_JSON), PLAN_JSON)) };
  },

  async readOutputs(workDir) {
    const outputs = parsed<Record<string, { sensitive?: boolean; value: unknown }>>(
      await made(workDir, OUTPUTS_JSON),
      OUTPUTS_JSON,
    );
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { sensitive, value }]) => [
        name,
        { sensitive: sensitive === true, value },
      ]),
    );
  },

  async readErroredState(workDir) {
    return readMade(workDir, ERRORED_STATE);
  },
};

function filesOf(input: StageInput): ExecutionRequest["files"] {
  if (input.stage === "apply" && !input.planFile) throw new Error("The apply stage was given no plan file.");
  return [
    ...input.module,
    { path: BACKEND_FILE, content: Buffer.from(JSON.stringify({ terraform: { backend: { http: {} } } })) },
    ...settingFiles(input),
    ...(input.stage === "apply" && input.planFile ? [{ path: PLAN_FILE, content: input.planFile }] : []),
  ];
}

function settingFiles(input: Pick<StageInput, "variables" | "module" | "sensitive" | "invocation">) {
  return [
    // The only way by which values reach Terraform: texts in a variables file are literal, whatever they hold.
    { path: VARIABLES_FILE, content: Buffer.from(JSON.stringify(input.variables)) },
    ...sensitiveFile(input),
    { path: CLI_CONFIG_FILE, content: Buffer.from(cliConfig()) },
  ];
}

/** The settings of the account that runs the portal do not apply; all that there can be is another place for providers. */
function cliConfig(): string {
  const mirror = providerMirror();
  if (mirror === null) return "# Nothing is set here.\n";
  return mirror.startsWith("https://")
    ? `provider_installation {\n  network_mirror {\n    url = "${mirror.replace(/\/*$/, "/")}"\n  }\n}\n`
    : `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`;
}

/**
 * Marks the variables that hold secrets as sensitive, whatever the module says of them: Terraform then keeps them, and what it
 * makes of them, out of what it shows. Throws Precondition for one that the module does not declare.
 */
function sensitiveFile({
  module,
  sensitive,
  invocation,
}: Pick<StageInput, "module" | "sensitive" | "invocation">): ExecutionRequest["files"] {
  if (!sensitive?.length) return [];
  const declared = new Set(declaredVariables(module));
  const unknown = sensitive.find((name) => !declared.has(name));
  if (unknown !== undefined)
    throw new Precondition(
      `The action gives a secret to the variable "${unknown}", which the module "${moduleName(invocation)}" does not declare. An administrator has to correct the variables of the action.`,
    );
  const variable = Object.fromEntries(sensitive.map((name) => [name, { sensitive: true }]));
  return [{ path: SENSITIVE_FILE, content: Buffer.from(JSON.stringify({ variable })) }];
}

function declaredVariables(module: StageInput["module"]): string[] {
  const inJson = module
    .filter(({ path: file }) => /^[^/]+\.tf\.json$/.test(file))
    .flatMap(({ content }) => {
      const { variable = {} } = JSON.parse(content.toString("utf8")) as { variable?: object };
      return Object.keys(variable);
    });
  return [...readVariables(module).variables.map(({ name }) => name), ...inJson];
}

/** Everything that the commands find in their environment. Nothing of the portal's own is among it. */
function environmentOf({
  connection,
  module,
}: Pick<StageInput, "connection" | "module">): Record<string, string> {
  return {
    ...placesOf(connection),
    ...Object.fromEntries(Object.entries(connection).map(([name, secret]) => [name, secret.reveal()])),
    PATH: SEARCH_PATH,
    HOME: WORK_FOLDER,
    TMPDIR: WORK_FOLDER,
    LANG: "C.UTF-8",
    // The very Node that runs the portal, and where its packages are found: for scripts of a template.
    WAYMARK_NODE: process.execPath,
    WAYMARK_PACKAGES: path.join(process.cwd(), "package.json"),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: CLI_CONFIG_FILE,
    TF_PLUGIN_CACHE_DIR: PROVIDER_FOLDER,
    // Without a lock file of the module's own there is none to be left incomplete; with one, its checksums decide.
    ...(module.some((file) => file.path === LOCK_FILE)
      ? {}
      : { TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" }),
  };
}

/** Where the state is, and with whose credentials. */
function stateEnvironment({ state, invocation }: StageInput): Record<string, string> {
  // Without a network, the state is found on the machine itself, from where it is given on.
  const place = (address: string): string => {
    if (!invocation.network) return address;
    const { pathname, search } = new URL(address);
    return `http://127.0.0.1:${LOCAL_PORT}${pathname}${search}`;
  };
  return {
    TF_HTTP_ADDRESS: place(state.address),
    TF_HTTP_LOCK_ADDRESS: place(state.lockAddress),
    TF_HTTP_UNLOCK_ADDRESS: place(state.unlockAddress),
    // The web framework routes no methods of one's own making.
    TF_HTTP_LOCK_METHOD: "POST",
    TF_HTTP_UNLOCK_METHOD: "POST",
    TF_HTTP_USERNAME: state.username,
    TF_HTTP_PASSWORD: state.password.reveal(),
    // A restart of the portal takes longer than Terraform's own patience of two seconds.
    TF_HTTP_RETRY_MAX: "10",
    TF_HTTP_RETRY_WAIT_MIN: "1",
    TF_HTTP_RETRY_WAIT_MAX: "30",
  };
}

/**
 * Where the addresses of a connection lead, without their credentials: for `PGADMIN_URL` a module may declare the variables
 * `pgadmin_host` and `pgadmin_port`. Terraform passes over those that it does not declare.
 */
function placesOf(connection: StageInput["connection"]): Record<string, string> {
  const places = Object.entries(connection).flatMap(([name, secret]) => {
    const prefix = /^(\w+)_URL$/i.exec(name)?.[1]?.toLowerCase();
    if (prefix === undefined || !URL.canParse(secret.reveal())) return [];
    const { hostname, port } = new URL(secret.reveal());
    return [
      [`TF_VAR_${prefix}_host`, hostname],
      [`TF_VAR_${prefix}_port`, port],
    ].filter(([, value]) => value !== "");
  });
  return Object.fromEntries(places) as Record<string, string>;
}
