import { subscribe } from "node:diagnostics_channel";
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { env } from "./env";
import { safeEqual } from "./secrets";

const HEADER = "x-waymark-peer";
const holder = globalThis as { waymarkPeerKey?: string };

/**
 * Notes on every incoming request which address its connection comes from: Next hands route handlers only headers, and
 * those a client can write. The note carries a key that only this process knows, so a client's own is not believed.
 * Call once, before the server takes requests.
 */
export function notePeers(): void {
  if (holder.waymarkPeerKey) return;
  const key = (holder.waymarkPeerKey = randomBytes(16).toString("hex"));
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const forwarded =
      request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
    request.headers[HEADER] =
      `${key} ${forwarded ? "forwarded" : "direct"} ${request.socket.remoteAddress ?? "unknown"}`;
  });
}

interface Peer {
  address: string;
  /** Whether the request named a forwarder: then the connection is a proxy's, or claims to be. */
  forwarded: boolean;
}

/** The connection a request came by; null where nothing noted it. */
export function peerOf(headers: Headers): Peer | null {
  const [key, how, address] = headers.get(HEADER)?.split(" ") ?? [];
  if (!key || !address || !holder.waymarkPeerKey || !safeEqual(key, holder.waymarkPeerKey)) return null;
  return { address, forwarded: how === "forwarded" };
}

/**
 * The sender's address for rate limits: an IPv4 address or an IPv6 network of 64 bits, which one customer has.
 * X-Forwarded-For counts only as far as WAYMARK_TRUSTED_PROXIES says that proxies of our own wrote it.
 */
export function senderAddress(
  headers: Headers,
  trustedProxies = env().WAYMARK_TRUSTED_PROXIES,
): string | null {
  const hops =
    headers
      .get("x-forwarded-for")
      ?.split(",")
      .map((hop) => hop.trim()) ?? [];
  const written = trustedProxies > 0 ? hops.at(-Math.min(trustedProxies, hops.length || 1)) : undefined;
  return network(written) ?? network(peerOf(headers)?.address);
}

function network(address: string | undefined): string | null {
  if (!address || !ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const groups = (parsed as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${groups.join(":")}::/64`;
}

/** Whether a request comes from this very machine by itself: over loopback, to a loopback name, through no proxy. */
export function isLocal(headers: Headers): boolean {
  const peer = peerOf(headers);
  if (!peer || peer.forwarded || !ipaddr.isValid(peer.address)) return false;
  return ipaddr.process(peer.address).range() === "loopback" && isLoopbackHost(headers.get("host"));
}

function isLoopbackHost(host: string | null): boolean {
  const name = host?.replace(/:\d{1,5}$/, "");
  return name === "localhost" || name === "127.0.0.1" || name === "[::1]";
}
