import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** A Terraform or OpenTofu that runs here. */
export type Terraform = { program: "Terraform" | "OpenTofu"; version: string; path: string };

export type TerraformSearch = {
  found?: Terraform;
  /** What was there but did not run, in one sentence. */
  warning?: string;
};

/** Where `npm run up` puts the OpenTofu that it fetched. */
export const fetchedTofu = (dataDir: string) => path.join(dataDir, "bin", "tofu");

/** Looks for TERRAFORM_BIN, then the fetched OpenTofu, then `tofu` and `terraform` on PATH; the first that runs is taken. */
export async function findTerraform(
  dataDir: string,
  environment: Record<string, string | undefined>,
): Promise<TerraformSearch> {
  const given = environment.TERRAFORM_BIN;
  const places = [
    ...(given ? [onPath(given, environment.PATH) ?? given] : []),
    fetchedTofu(dataDir),
    ...["tofu", "terraform"].map((name) => onPath(name, environment.PATH)),
  ];
  let warning: string | undefined;
  for (const place of places) {
    if (!place || (!fs.existsSync(place) && place !== given)) continue;
    const result = await askVersion(place);
    if (typeof result !== "string") return { found: result, warning };
    const name = place === places[0] && given ? `TERRAFORM_BIN (${place})` : place;
    warning ??= `${name} does not run (${result}): correct or remove it.`;
  }
  return { warning };
}

/** The first executable of that name on PATH; a name with a slash stands for itself. */
export function onPath(name: string, searchPath = ""): string | undefined {
  if (name.includes("/")) return path.resolve(name);
  for (const folder of searchPath.split(path.delimiter)) {
    const file = path.join(folder || ".", name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) return path.resolve(file);
    } catch {
      // Not in this folder, or not ours to run: the next one may have it.
    }
  }
  return undefined;
}

/** Runs `<program> version`; the reason in a few words when that fails. */
async function askVersion(program: string): Promise<Terraform | string> {
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
    const { stdout } = await promisify(execFile)(program, ["version"], { timeout: 20_000, env });
    const match = /^(Terraform|OpenTofu) v(\S+)/.exec(stdout);
    if (!match) return "it does not answer like Terraform";
    return { program: match[1] as Terraform["program"], version: match[2] ?? "", path: program };
  } catch (error) {
    const { code, killed, message } = error as NodeJS.ErrnoException & { killed?: boolean };
    if (code === "ENOENT") return "there is no such file";
    return killed ? "no answer within 20 s" : (message.split("\n")[0] ?? "unknown reason");
  }
}
