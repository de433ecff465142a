import http from "node:http";
import type { AddressInfo } from "node:net";

/** One request that a fake was sent. */
export interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
}

/** What goes wrong with the next requests of a fake: an answer in its place, none at all, or one that never ends. */
export type Fault = Answer | "silence" | "flood" | "slow";

export interface FakeServer {
  url: string;
  /** Every request, in order. */
  seen: Seen[];
  /** Goes wrong in this way until it is set to null. */
  fault: Fault | null;
  close(): Promise<void>;
}

/** For tests: an HTTP server on a port of this machine whose answers `answer` gives. */
export async function fakeServer(answer: (seen: Seen) => Answer | Promise<Answer>): Promise<FakeServer> {
  const fake: FakeServer = { url: "", seen: [], fault: null, close };
  const server = http.createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const seen: Seen = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    fake.seen.push(seen);
    if (fake.fault === "silence") return;
    if (fake.fault === "flood") return flood(response);
    if (fake.fault === "slow") {
      // A beginning, and then nothing more.
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
      return;
    }
    write(response, fake.fault ?? (await answer(seen)));
  }

  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return fake;
}

function write(response: http.ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === "string" || body === undefined;
  response.writeHead(status, { ...(isText ? {} : { "content-type": "application/json" }), ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** Sends more than anybody wants to read, until the other side hangs up. */
function flood(response: http.ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const more = () => {
    while (!response.destroyed && response.write("x".repeat(64 * 1024)));
  };
  response.on("drain", more);
  response.on("error", () => undefined);
  more();
}
