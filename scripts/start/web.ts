import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Child } from "@/scripts/start/children";
import { Problem } from "@/scripts/start/problem";

/** Throws Problem when somebody listens on this port already. */
export async function checkPort(host: string, port: number): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
  if (code === undefined) return;
  if (code === "EADDRINUSE") {
    throw new Problem(
      `Port ${port} is in use by another program: end that, or choose another with npm run up -- --port ${port + 1}.`,
    );
  }
  if (code === "EACCES")
    throw new Problem(`Port ${port} is reserved for the system: choose one above 1023 with --port.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    throw new Problem(`${host} is not an address of this machine: choose another with --host.`);
  }
  throw new Problem(
    `Nothing can listen on ${host}:${port} (${code}): choose another with --host and --port.`,
  );
}

/** A web server that dies this often before it ever answered will not answer. */
const hopelessDeaths = 3;

/** Resolves when the web server answers. Throws Problem when it cannot be brought up. */
export async function webAnswers(
  address: string,
  web: Child,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (web.deaths >= hopelessDeaths)
      throw new Problem(`The web server ends right after its start: see why in ${web.logFile}.`);
    if (await answers(`${address}/api/health/live`)) return;
    await pause(50);
  }
  throw new Problem(
    `The web server did not answer within ${patienceMs / 1000} s: see why in ${web.logFile}.`,
  );
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}
