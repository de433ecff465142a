import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseAllowed } from "@/server/kernel/addresses";
import { createEgress } from "@/server/kernel/egress";
import { Secret } from "@/server/kernel/secrets";
import type { CallTools, RemoteCall } from "../remote";
import type { RemoteInvocation } from "../schema";

/** For tests: what must never leave by a message, a log or an address. */
export const CANARY = "canary-3f9d1c7be2a84d06";

/** The call of a run with everything in place; `over` changes it. */
export const callOf = <I extends RemoteInvocation>(
  invocation: I,
  over: Partial<RemoteCall<I>> = {},
): RemoteCall<I> => ({
  runId: "r_testrun",
  callId: "call_0001",
  attempt: 1,
  invocation,
  action: { identifier: "deploy", title: "Deploy", operation: "CREATE" },
  portalUrl: "https://waymark.example",
  runToken: new Secret(`run-token-${CANARY}`),
  connection: {},
  signingSecret: new Secret(`signing-${CANARY}`),
  ...over,
});

/** The guarded client, with this machine allowed, folders that are removed afterwards, and whoever fetches offers. */
export function testTools(offer: CallTools["offer"] = async () => undefined): CallTools {
  const send = createEgress({ allowed: parseAllowed("127.0.0.0/8") });
  return {
    offer,
    // What hangs on purpose is waited for no longer than a test should take.
    send: (address, options) => send(address, { ...options, timeoutMs: 800 }),
    withFolder: async (work) => {
      const folder = await fs.mkdtemp(path.join(os.tmpdir(), "waymark-call-"));
      try {
        return await work(folder);
      } finally {
        await fs.rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Values of a connection, as a call holds them. */
export const secretsOf = (values: Record<string, string>): Record<string, Secret> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
