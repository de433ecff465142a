import { lookup as systemLookup } from "node:dns";
import net from "node:net";
import { Agent, buildConnector, request } from "undici";
import { mayConnect, parseAllowed, type AllowedNetwork } from "./addresses";
import { env } from "./env";
import { Invalid, Limit, Unavailable } from "./errors";
import { log } from "./log";

export interface OutgoingRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The most of an answer's body that is read, in bytes. */
  maxBytes?: number;
  /** For the whole exchange, in milliseconds. */
  timeoutMs?: number;
}

export interface OutgoingResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

class Refused extends Error {}

export interface EgressOptions {
  allowed: AllowedNetwork[];
  /** Resolves a name as `dns.lookup` does with `all`. */
  lookup?: typeof systemLookup;
}

/**
 * A client for every request that leaves the portal. The address is checked as the connection is made, so a name that
 * resolves to something else the second time gains nothing. Redirects are handed back, never followed; bodies are not
 * unpacked. Throws Invalid at `url` for an address that may not be reached, Unavailable when it does not answer in time,
 * Limit when it answers too much.
 */
export function createEgress({ allowed, lookup = systemLookup }: EgressOptions) {
  const permitted = (address: string, port: number) => mayConnect(address, port, allowed);
  const connectTo = (port: number) =>
    buildConnector({
      timeout: 5000,
      lookup: (
        hostname: string,
        options: object,
        done: (error: Error | null, addresses: unknown, family?: number) => void,
      ) =>
        lookup(hostname, { ...options, all: true }, (error, addresses) => {
          if (error) return done(error, []);
          const inside = addresses.length === 0 || addresses.some(({ address }) => !permitted(address, port));
          if (inside) return done(new Refused(hostname), []);
          const [first] = addresses;
          if ("all" in options && options.all) return done(null, addresses);
          return done(null, first?.address, first?.family);
        }),
    } as buildConnector.BuildOptions);
  const agent = new Agent({
    connect(options, done) {
      const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
      const host = options.hostname.replace(/^\[|\]$/g, "");
      // A literal address is never looked up, so it is checked here.
      if (net.isIP(host) && !permitted(host, port)) return done(new Refused(host), null);
      connectTo(port)(options, (...[error, socket]) => {
        if (error) return done(error, null);
        if (permitted(socket.remoteAddress ?? "", port)) return done(null, socket);
        socket.destroy();
        done(new Refused(host), null);
      });
    },
  });

  return async function send(address: string, options: OutgoingRequest = {}): Promise<OutgoingResponse> {
    const url = checkedUrl(address);
    const maxBytes = options.maxBytes ?? 1024 * 1024;
    try {
      const response = await request(url, {
        dispatcher: agent,
        method: options.method ?? "GET",
        headers: options.headers,
        body: options.body,
        signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maxBytes)
          throw new Limit(`${url.host} answered with more than ${maxBytes} bytes.`, "size");
        chunks.push(chunk);
      }
      return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
    } catch (error) {
      if (error instanceof Limit) throw error;
      if (error instanceof Refused)
        throw Invalid.at(
          ["url"],
          `${url.host} may not be reached from the portal. An operator can allow its network with WAYMARK_EGRESS_ALLOW.`,
        );
      log.warn(
        { host: url.host, reason: error instanceof Error ? error.message : String(error) },
        "outgoing request failed",
      );
      throw new Unavailable(`${url.host} did not answer. Check the address, or try again later.`);
    }
  };
}

function checkedUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw Invalid.at(["url"], "Give an address that begins with https:// or http://.");
  if (url.username || url.password)
    throw Invalid.at(["url"], "An address must not hold a user name or a password.");
  return url;
}

let shared: ReturnType<typeof createEgress> | undefined;

/** Sends a request out of the portal, with the networks that the operator allowed. See `createEgress`. */
export function sendOut(address: string, options?: OutgoingRequest): Promise<OutgoingResponse> {
  return (shared ??= createEgress({ allowed: parseAllowed(env().WAYMARK_EGRESS_ALLOW) }))(address, options);
}
