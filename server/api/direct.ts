import { INBOUND_BACKENDS } from "@/server/pipelines/core/inbound/vendors";
import { handleHook } from "./hook-handler";
import { handleRest } from "./rest-handler";
import { handleTrpc } from "./trpc-handler";

type Handler = (request: Request) => Promise<Response>;

const HOOKS = new Map<string, Handler>(
  INBOUND_BACKENDS.map((backend) => [`/api/hooks/${backend}`, (request) => handleHook(request, backend)]),
);

/**
 * Who answers a request without Next, which costs several times what the answer itself takes: the REST API, what pages
 * change, and deliveries of vendors. What pages read stays with Next, which compresses it. Null: it is Next's.
 */
export function directHandler(method: string, url: string): Handler | null {
  const [path = ""] = url.split("?", 1);
  if (path === "/v1" || path.startsWith("/v1/")) return handleRest;
  if (method !== "POST") return null;
  if (path.startsWith("/api/trpc/")) return handleTrpc;
  return HOOKS.get(path) ?? null;
}
