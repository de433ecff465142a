import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { fetchOpentofu, opentofuVersion } from "@/scripts/start/opentofu";
import type { StartOptions } from "@/scripts/start/options";
import { Problem } from "@/scripts/start/problem";
import { dim, say, step, yellow } from "@/scripts/start/terminal.mjs";
import { findTerraform, type Terraform } from "@/scripts/start/terraform";

/**
 * The Terraform or OpenTofu to use. Where there is none the person is asked, once, whether to fetch OpenTofu; the portal
 * runs without it too, and then says so wherever an action needs it.
 */
export async function chooseTerraform(
  options: StartOptions,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Terraform | undefined> {
  const { found, warning } = await findTerraform(options.dataDir, environment);
  if (warning) say(yellow(warning));
  if (found) return found;
  if (!options.installOpentofu && !(await isWanted(options.dataDir, signal))) {
    say(yellow("Neither OpenTofu nor Terraform is installed: actions that need it will say so."));
    say(dim("  npm run up -- --install-opentofu fetches OpenTofu; TERRAFORM_BIN names one that you have."));
    return undefined;
  }
  try {
    const releases = environment.WAYMARK_OPENTOFU_RELEASES;
    await step(`Fetching OpenTofu ${opentofuVersion}`, (onProgress) =>
      fetchOpentofu({ dataDir: options.dataDir, releases, onProgress }),
    );
    return (await findTerraform(options.dataDir, environment)).found;
  } catch (error) {
    if (!(error instanceof Problem) || options.installOpentofu) throw error;
    say(yellow(error.message));
    return undefined;
  }
}

/** Asks at the terminal; somebody who said no is not asked again. */
async function isWanted(dataDir: string, signal: AbortSignal): Promise<boolean> {
  const declined = path.join(dataDir, "opentofu-declined");
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env.CI || fs.existsSync(declined))
    return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // The terminal is in raw mode while it asks, so Ctrl-C arrives here alone.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const question = `Neither OpenTofu nor Terraform is installed. Fetch OpenTofu ${opentofuVersion} (30 MB, signature checked) from its release page? [y/N] `;
    const answer = await terminal.question(question, { signal });
    if (/^y(es)?$/i.test(answer.trim())) return true;
    fs.writeFileSync(declined, "");
    return false;
  } finally {
    terminal.close();
  }
}
