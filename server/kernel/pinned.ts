import { lookup } from "node:dns/promises";
import net from "node:net";
import { mayConnect, parseAllowed } from "./addresses";
import { env } from "./env";
import { Invalid, Unavailable } from "./errors";

/** An address that was looked up and checked, for a program that connects by itself. */
export interface Pinned {
  host: string;
  port: number;
  address: string;
}

/**
 * Looks up where an address leads and checks it by the rules of the guarded client, for a program such as git that makes its
 * own connections: it is to be told to connect to just that. Throws Invalid at `url`, Unavailable when the name leads nowhere.
 */
export async function pinAddress(address: string): Promise<Pinned> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const found = net.isIP(host) ? [{ address: host }] : await lookedUp(host);
  const allowed = parseAllowed(env().WAYMARK_EGRESS_ALLOW);
  const [first] = found;
  if (!first || found.some((one) => !mayConnect(one.address, port, allowed)))
    throw Invalid.at(
      ["url"],
      `${url.host} may not be reached from the portal. An operator can allow its network with WAYMARK_EGRESS_ALLOW.`,
    );
  return { host, port, address: first.address };
}

async function lookedUp(host: string): Promise<{ address: string }[]> {
  try {
    return await lookup(host, { all: true });
  } catch {
    throw new Unavailable(`The name ${host} leads nowhere. Check the address, or try again later.`);
  }
}
