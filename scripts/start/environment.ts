import type { DemoChoice } from "@/scripts/start/demo";
import type { Keys } from "@/scripts/start/keys";
import type { StartOptions } from "@/scripts/start/options";

/** What the portal's programs are told; everything else of the environment they inherit, without npm's own variables. */
export type PortalSettings = {
  databaseUrl: string;
  /** Connection with which golden paths make databases; only the embedded server has one by itself. */
  provisionerUrl: string | undefined;
  address: string;
  keys: Keys;
  /** How much of a demo there is: none, small or full. */
  demo: DemoChoice;
  terraform: string | undefined;
};

/** The environment of one child. `name` is told to its log. */
export function childEnvironment(
  name: string,
  options: StartOptions,
  settings: PortalSettings,
  inherited: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([key]) => !/^npm_/i.test(key) && !forgotten.has(key));
  const optional = { WAYMARK_PROVISIONER_URL: settings.provisionerUrl, TERRAFORM_BIN: settings.terraform };
  return {
    ...Object.fromEntries(kept),
    ...optional,
    ...settings.keys,
    NODE_ENV: options.dev ? "development" : "production",
    DATABASE_URL: settings.databaseUrl,
    WAYMARK_DATA_DIR: options.dataDir,
    WAYMARK_URL: settings.address,
    NEXTAUTH_URL: settings.address,
    WAYMARK_DEMO: settings.demo,
    WAYMARK_PROCESS: name,
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
  };
}

/** Ours, but from an outer start or for another purpose: a child must not act on them by chance. */
const forgotten = new Set(["PORT", "WAYMARK_HOST", "NODE_CHANNEL_FD", "INIT_CWD"]);
