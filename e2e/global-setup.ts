import { signInEverybody } from "./people";
import { startPortal } from "./start-portal";

/** Starts the portal under test and signs everybody in. Returns what stops it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // Journeys hold whichever process answers or carries out: WAYMARK_E2E_PROCESSES=2 runs them against two of each.
  const processes = process.env.WAYMARK_E2E_PROCESSES;
  const portal = await startPortal({
    port: process.env.WAYMARK_E2E_PORT ?? "",
    args: processes ? ["--webs", processes, "--workers", processes] : [],
  });
  process.env.WAYMARK_E2E_DATA_DIR = portal.dataDir;
  try {
    await signInEverybody();
  } catch (error) {
    const logs = portal.logs();
    await portal.stop();
    throw new Error(`Not everybody could sign in.\n${logs}`, { cause: error });
  }
  return portal.stop;
}
