import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import * as lockRoute from "@/app/api/state/[workspace]/lock/route";
import * as stateRoute from "@/app/api/state/[workspace]/route";
import * as unlockRoute from "@/app/api/state/[workspace]/unlock/route";

export interface StatePortal {
  url: string;
  close(): Promise<void>;
}

/** For tests: the portal's routes of the state backend, as its web process serves them, on a port of this machine. */
export async function statePortal(): Promise<StatePortal> {
  const server = http.createServer((req, res) => void answer(req, res)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(req: http.IncomingMessage, res: http.ServerResponse) {
    const [, workspace = "", verb = ""] =
      /^\/api\/state\/([^/?]+)(\/lock|\/unlock)?/.exec(req.url ?? "") ?? [];
    const body = req.method === "POST" ? (Readable.toWeb(req) as ReadableStream<Uint8Array>) : undefined;
    const request = new Request(`${url}${req.url}`, {
      method: req.method,
      headers: req.headers as Record<string, string>,
      body,
      duplex: "half",
    } as RequestInit);
    const params = { params: Promise.resolve({ workspace }) };
    const response = await (verb === "/lock"
      ? lockRoute.POST(request, params)
      : verb === "/unlock"
        ? unlockRoute.POST(request, params)
        : req.method === "POST"
          ? stateRoute.POST(request, params)
          : stateRoute.GET(request, params));
    res.writeHead(response.status, Object.fromEntries(response.headers));
    res.end(Buffer.from(await response.arrayBuffer()));
  }

  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
