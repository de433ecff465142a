import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Precondition } from "@/server/kernel/errors";

/** A Terraform or OpenTofu that runs on this machine. */
export interface TerraformBinary {
  program: "Terraform" | "OpenTofu";
  version: string;
  path: string;
}

type Environment = Record<string, string | undefined>;

/** Where `npm run up` puts the OpenTofu that it fetched. */
export const fetchedTofu = (dataDir: string): string => path.resolve(dataDir, "bin", "tofu");

/** Answers by the place that was asked: a program does not change its version while it stands. */
const answers = new Map<string, TerraformBinary>();

/**
 * The first that runs of: TERRAFORM_BIN, the fetched OpenTofu, `tofu` and `terraform` on PATH. Throws Precondition, with
 * what to do, when there is none, or when TERRAFORM_BIN was given and does not run.
 */
export async function findTerraform(environment: Environment = process.env): Promise<TerraformBinary> {
  const given = environment.TERRAFORM_BIN;
  if (given) {
    const found = await ask(onPath(given, environment.PATH) ?? given);
    if (typeof found !== "string") return found;
    throw new Precondition(
      `TERRAFORM_BIN is ${given}, which does not run: ${found}. An administrator must correct or remove it.`,
    );
  }
  const fetched = fetchedTofu(environment.WAYMARK_DATA_DIR ?? ".data");
  for (const place of [fetched, onPath("tofu", environment.PATH), onPath("terraform", environment.PATH)]) {
    if (place === undefined || !fs.existsSync(place)) continue;
    const found = await ask(place);
    if (typeof found !== "string") return found;
  }
  throw new Precondition(
    "Neither OpenTofu nor Terraform was found on the portal's machine, so this action cannot run. An administrator can install one of them, set TERRAFORM_BIN to its path, or let `npm run up` fetch OpenTofu.",
  );
}

/** The first executable of that name on PATH; a name with a slash stands for itself. */
function onPath(name: string, searchPath = ""): string | undefined {
  if (name.includes("/")) return path.resolve(name);
  return searchPath
    .split(path.delimiter)
    .map((folder) => path.resolve(folder || ".", name))
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    // Not ours to run: the next folder may have another.
    return false;
  }
}

/** What `<program> version` says; the reason in a few words when it says nothing of use. */
async function ask(program: string): Promise<TerraformBinary | string> {
  const known = answers.get(program);
  if (known && fs.existsSync(program)) return known;
  try {
    const env = { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" } as unknown as NodeJS.ProcessEnv;
    const { stdout } = await promisify(execFile)(program, ["version"], { timeout: 20_000, env });
    const match = /^(Terraform|OpenTofu) v(\S+)/.exec(stdout);
    if (!match) return "it does not answer like Terraform";
    const found: TerraformBinary = {
      program: match[1] as TerraformBinary["program"],
      version: match[2] ?? "",
      path: program,
    };
    answers.set(program, found);
    return found;
  } catch (error) {
    const { code, killed, message } = error as NodeJS.ErrnoException & { killed?: boolean };
    if (code === "ENOENT") return "there is no such file";
    return killed ? "it gave no answer within 20 s" : (message.split("\n")[0] ?? "unknown reason");
  }
}
