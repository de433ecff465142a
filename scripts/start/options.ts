import path from "node:path";
import { parseArgs } from "node:util";
import { Problem } from "@/scripts/start/problem";

export type StartOptions = {
  dev: boolean;
  host: string;
  port: number;
  /** Absolute folder for database, keys, logs and work of this installation. */
  dataDir: string;
  installOpentofu: boolean;
  /** How many processes answer requests, and how many carry out runs. */
  webs: number;
  workers: number;
  help: boolean;
};

export const usage = `npm run up -- [options]

  --port <number>       port of the portal (PORT; default 3000)
  --host <address>      address to listen on (WAYMARK_HOST; default 127.0.0.1)
  --data-dir <folder>   database, keys and logs (WAYMARK_DATA_DIR; default .data)
  --install-opentofu    fetch OpenTofu into the data folder if neither it nor Terraform is installed
  --webs <number>       processes that answer requests (default 1)
  --workers <number>    processes that carry out runs (default 1)
  WAYMARK_DEMO          what a first start makes: none, small (accounts and golden paths) or full (the default)
  --dev                 reload on every change (npm run dev)`;

/** Reads command line and environment. Throws Problem for what it does not understand. */
export function parseOptions(args: string[], environment: Record<string, string | undefined>): StartOptions {
  const { values } = parse(args);
  const text = values.port ?? environment.PORT ?? "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new Problem(`"${text}" is not a port: choose a number from 1 to 65535 with --port.`);
  }
  return {
    dev: values.dev ?? false,
    host: values.host ?? environment.WAYMARK_HOST ?? "127.0.0.1",
    port,
    dataDir: path.resolve(values["data-dir"] ?? environment.WAYMARK_DATA_DIR ?? ".data"),
    installOpentofu: values["install-opentofu"] ?? false,
    webs: processes("webs", values.webs),
    workers: processes("workers", values.workers),
    help: values.help ?? false,
  };
}

/** Throws Problem unless it is a number of processes that one machine may have. */
function processes(name: string, text = "1"): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 32)
    throw new Problem(`"${text}" is no number of processes: choose one from 1 to 32 with --${name}.`);
  return count;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        dev: { type: "boolean" },
        host: { type: "string" },
        port: { type: "string" },
        "data-dir": { type: "string" },
        "install-opentofu": { type: "boolean" },
        webs: { type: "string" },
        workers: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new Problem(`${reason}: see npm run up -- --help.`);
  }
}

/** Only reachable from this machine? Demo accounts and generated keys exist nowhere else. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
