import type { Actor } from "@/server/kernel/context";

type ClientActor = Extract<Actor, { kind: "client" }>;

/** For so long, in ms, the client behind a token is not looked up again: what another process revoked holds here by then. */
const REMEMBERED_MS = 500;
const MOST = 1_000;

interface Remembered {
  actor: ClientActor;
  until: number;
}

/** On the global object, since the web server and the pages' bundle each have a copy of this module. */
const holder = globalThis as { waymarkTokens?: Map<string, Remembered> };

/** The client behind a token, as `resolve` says it, or said it a moment ago. Only good tokens are remembered. */
export async function rememberedClient(
  token: string,
  resolve: (token: string) => Promise<ClientActor | null>,
): Promise<ClientActor | null> {
  // What is forgotten while it is looked up must not come back, so the answer goes into the map of this moment.
  const memory = (holder.waymarkTokens ??= new Map<string, Remembered>());
  const known = memory.get(token);
  if (known && known.until > performance.now()) return known.actor;
  const actor = await resolve(token);
  if (!actor) memory.delete(token);
  else {
    if (memory.size >= MOST) memory.clear();
    memory.set(token, { actor, until: performance.now() + REMEMBERED_MS });
  }
  return actor;
}

/** To be called by whoever changes clients, their tokens or their owners: in this process it holds from the next request. */
export function forgetTokens(): void {
  holder.waymarkTokens = new Map();
}
