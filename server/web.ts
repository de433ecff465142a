import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { pool } from "@/db/client";
import { directHandler } from "@/server/api/direct";
import { contentSecurityPolicy, securityHeaders } from "@/server/identity/core/security-headers";
import { env } from "@/server/kernel/env";
import { newId } from "@/server/kernel/ids";
import { log } from "@/server/kernel/log";
import { exitWithParent } from "@/server/kernel/parent";
import { notePeers } from "@/server/kernel/peer";

/**
 * The web server in production: pages by Next, and beside it what needs nothing of Next, whose way from socket to route
 * handler is long.
 */
const { values } = parseArgs({
  options: { host: { type: "string", default: "127.0.0.1" }, port: { type: "string", default: "3000" } },
});
const [hostname, port] = [values.host, Number(values.port)];
/** Requests under way get this long to finish, in ms. */
const DRAIN_MS = 4_000;

notePeers();
const portal = next({ dev: false, hostname, port });
await portal.prepare();
const pages = portal.getRequestHandler();

const surroundings = { secure: env().WAYMARK_URL.startsWith("https:"), development: false };
const headers = Object.entries({
  ...securityHeaders(surroundings),
  "Content-Security-Policy": contentSecurityPolicy(newId(), surroundings),
});
type Listener = ReturnType<typeof getRequestListener>;
const listeners = new Map<(request: Request) => Promise<Response>, Listener>();

/** Answers without Next what needs nothing of it. */
function listenerOf(request: IncomingMessage): Listener | null {
  const handler = directHandler(request.method ?? "GET", request.url ?? "");
  if (!handler) return null;
  const known = listeners.get(handler) ?? getRequestListener(handler, { overrideGlobalObjects: false });
  listeners.set(handler, known);
  return known;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const listener = listenerOf(request);
  if (listener) for (const [name, value] of headers) response.setHeader(name, value);
  const answered = listener ? listener(request, response) : pages(request, response);
  Promise.resolve(answered).catch((error: unknown) => {
    // What neither of the two caught must not end the process with every other request in it.
    log.error({ err: String(error), path: request.url }, "a request could not be answered");
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  });
}

const server = createServer(answer);
// A client that asks again within this time, in ms, must not meet a connection that is just being closed.
server.keepAliveTimeout = 30_000;
server.on("error", (error) => {
  log.error({ err: String(error) }, "the web server cannot listen");
  process.exit(1);
});
server.listen(port, hostname, () => {
  log.info({ hostname, port }, "web server started");
  // Only now: of several on one port each asks for it by the channel to its parent, which must keep it alive until then.
  exitWithParent(() => stop("the parent process is gone"));
});

let stopping = false;
function stop(why: string): void {
  if (stopping) return;
  stopping = true;
  log.info({ why }, "web server stops");
  const end = () =>
    void pool()
      .close()
      .finally(() => process.exit(0));
  server.close(end);
  server.closeIdleConnections();
  // Live logs stay open for as long as somebody looks at them.
  setTimeout(() => {
    server.closeAllConnections();
    end();
  }, DRAIN_MS).unref();
}
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
