import fs from "node:fs";
import path from "node:path";
import { demoFile, peopleTable } from "@/scripts/start/demo";
import { chooseTerraform } from "@/scripts/start/choose-terraform";
import { parseOptions, usage, type StartOptions } from "@/scripts/start/options";
import { Portal, type FindTool } from "@/scripts/start/portal";
import { sentenceFor } from "@/scripts/start/problem";
import { Shutdown } from "@/scripts/start/shutdown";
import { bold, dim, green, red, say } from "@/scripts/start/terminal.mjs";
import type { Terraform } from "@/scripts/start/terraform";
import { exitWithParent } from "@/server/kernel/parent";

const root = path.resolve(import.meta.dirname, "..");

/** Runs the portal until it is told to stop. Returns the exit code of the process. */
export async function up(args: string[]): Promise<number> {
  let place = path.resolve(".data");
  try {
    const options = parseOptions(args, process.env);
    place = options.dataDir;
    if (options.help) {
      say(usage);
      return 0;
    }
    return await run(options);
  } catch (error) {
    process.stderr.write(`${red("✗")} ${sentenceFor(error, place) ?? unexpected(error, place)}\n`);
    return 1;
  }
}

async function run(options: StartOptions): Promise<number> {
  const portal = new Portal(root, options, { ...process.env });
  const shutdown = new Shutdown();
  const stopped = new AbortController();
  const askedToStop = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (!shutdown.press()) return;
      stopped.abort();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
    exitWithParent(onSignal);
  });
  // A terminal that was closed must not end us before everything is stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  let terraform: Terraform | undefined;
  const findTool: FindTool = async (signal) =>
    (terraform = await chooseTerraform(options, process.env, signal));
  try {
    await portal.start(findTool, stopped.signal);
  } catch (error) {
    await portal.stopRest();
    if (stopped.signal.aborted) return 130;
    throw error;
  }
  announce(portal, options, terraform);
  process.send?.({ ready: portal.address });
  await askedToStop;
  say();
  await shutdown.run(portal);
  say(`${green("✓")} Stopped.`);
  return 0;
}

function announce(portal: Portal, options: StartOptions, terraform: Terraform | undefined): void {
  const relative = (file: string) => path.relative(process.cwd(), file) || ".";
  say();
  say(`${green("✓")} Waymark runs at ${bold(portal.address)}`);
  say();
  if (portal.demo) {
    say("Sign in as one of the demo organisation's people:");
    say(peopleTable(portal.demo.people));
    say(dim(`These accounts and an API client are in ${relative(demoFile(options.dataDir))}.`));
    say();
  }
  const tool = terraform ? `${terraform.program} ${terraform.version}` : "no Terraform";
  say(
    dim(
      `${portal.database?.description ?? ""} · ${tool} · logs in ${relative(portal.logDir)} · stop with Ctrl-C`,
    ),
  );
}

/** Something that nobody foresaw: the details go to a file, for whoever mends it. */
function unexpected(error: unknown, place: string): string {
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = error instanceof Error ? error.message : String(error);
  try {
    const file = path.join(place, "logs", "start.log");
    fs.appendFileSync(file, `${new Date().toISOString()} ${details}\n`, { mode: 0o600 });
    return `The portal did not start (${message}): details are in ${file}.`;
  } catch {
    return `The portal did not start (${message}), and no log could be written to ${place}.\n${details}`;
  }
}
