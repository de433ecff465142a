import { startEmbedded, type EmbeddedDatabase } from "@/db/embedded";
import { checkDatabase } from "@/scripts/start/external";
import { backoffMs } from "@/scripts/start/children";
import { duration, say, yellow } from "@/scripts/start/terminal.mjs";
import { setTimeout as pause } from "node:timers/promises";

/** The PostgreSQL of a running portal. */
export type PortalDatabase = {
  url: string;
  provisionerUrl: string | undefined;
  /** For people: which server, where. */
  description: string;
  stop(): Promise<void>;
};

/** A PostgreSQL of one's own, checked; it is never stopped by us. */
export async function useExternal(url: string, provisionerUrl: string | undefined): Promise<PortalDatabase> {
  const { version } = await checkDatabase(url);
  return {
    url,
    provisionerUrl,
    description: `PostgreSQL ${version} at ${new URL(url).host}`,
    stop: async () => undefined,
  };
}

/**
 * The embedded PostgreSQL, started again whenever it dies.
 *
 * @param onMoved called after a restart that had to take another port: its addresses are new
 */
export async function useEmbedded(
  dataDir: string,
  onProgress: (text: string) => void,
  onMoved: (database: PortalDatabase) => void,
): Promise<PortalDatabase> {
  let server = await startEmbedded({ dataDir, onProgress });
  let stopping = false;
  const describe = (): PortalDatabase => ({
    url: server.appUrl,
    provisionerUrl: server.provisionerUrl,
    description: [
      `embedded PostgreSQL on port ${server.port}`,
      ...(server.reused ? ["taken over from an earlier start"] : []),
      // Whoever copies the data folder away as a backup must know.
      ...(server.folder.startsWith(dataDir) ? [] : [`its data in ${server.folder}`]),
    ].join(", "),
    stop: async () => {
      stopping = true;
      await server.stop();
    },
  });
  const watch = async () => {
    for (;;) {
      await server.gone;
      if (stopping) return;
      const before = server;
      server = await restart(dataDir, () => stopping);
      if (server.port !== before.port) onMoved(describe());
    }
  };
  void watch();
  return describe();
}

/** Starts the server again until that works: the portal answers 503 meanwhile and goes on by itself afterwards. */
async function restart(dataDir: string, isStopping: () => boolean): Promise<EmbeddedDatabase> {
  const begin = performance.now();
  for (let failures = 0; ; failures++) {
    try {
      const server = await startEmbedded({ dataDir });
      if (isStopping()) await server.stop();
      else
        say(
          yellow(
            `PostgreSQL ended unexpectedly and runs again (after ${duration(performance.now() - begin)}).`,
          ),
        );
      return server;
    } catch (error) {
      const wait = backoffMs(failures);
      say(
        yellow(
          `PostgreSQL does not start again; next attempt in ${wait / 1000} s. ${(error as Error).message}`,
        ),
      );
      await pause(wait);
    }
  }
}
