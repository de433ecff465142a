import { Pool } from "undici";
import { percentile } from "../statistics";

export interface Request {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
}

export interface Load {
  /** Answered requests in a second. */
  rate: number;
  /** From sending a request to the last byte of its answer, in ms. */
  p50: number;
  p95: number;
  p99: number;
  requests: number;
}

export interface Client {
  send(request: Request): Promise<{ status: number; body: string }>;
  close(): Promise<void>;
}

/** A client with `connections` that are kept open, and a token in every request. */
export function openClient(address: string, token: string, connections: number): Client {
  const pool = new Pool(address, { connections, pipelining: 1 });
  return {
    async send({ method, path, body }) {
      const answer = await pool.request({
        method,
        path,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: answer.statusCode, body: await answer.body.text() };
    },
    close: () => pool.close(),
  };
}

/**
 * Sends requests for `seconds` from `connections` loops, each as soon as its last one was answered; `next` gives the n-th.
 * Throws at the first answer that is no success, since a refusal is quick.
 */
export async function load(
  client: Client,
  options: { seconds: number; connections: number },
  next: (n: number) => Request,
): Promise<Load> {
  const times: number[] = [];
  let n = 0;
  const run = async (until: number, keep: boolean) => {
    while (performance.now() < until) {
      const request = next(n++);
      const start = performance.now();
      const { status, body } = await client.send(request);
      if (status >= 300)
        throw new Error(`${request.method} ${request.path} answered ${status}: ${body.slice(0, 500)}`);
      if (keep) times.push(performance.now() - start);
    }
  };
  const all = (until: number, keep: boolean) =>
    Promise.all(Array.from({ length: options.connections }, () => run(until, keep)));
  await all(performance.now() + 1000, false);
  const start = performance.now();
  await all(start + options.seconds * 1000, true);
  const elapsed = (performance.now() - start) / 1000;
  return {
    rate: times.length / elapsed,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    requests: times.length,
  };
}
