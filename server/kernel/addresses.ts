import ipaddr from "ipaddr.js";

/** A network and port that the operator lets outgoing requests reach though it is not public. */
export interface AllowedNetwork {
  network: [ipaddr.IPv4 | ipaddr.IPv6, number];
  /** null: every port. */
  port: number | null;
}

/**
 * Reads `10.1.0.0/16:443, [fd00::/8]:8443, 192.0.2.7/32`. Without a port every port is allowed.
 * Throws with the part at fault.
 */
export function parseAllowed(text: string): AllowedNetwork[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, bracketed, plain, port] =
        /^(?:\[([^\]]+)\]|([^:]+(?::[^:]*:[^/]*)?\/\d+|[\d.]+\/\d+))(?::(\d{1,5}))?$/.exec(part) ?? [];
      const cidr = bracketed ?? plain;
      if (!cidr || !ipaddr.isValidCIDR(cidr))
        throw new Error(`WAYMARK_EGRESS_ALLOW: "${part}" is not a network such as 10.1.0.0/16:443.`);
      return { network: ipaddr.parseCIDR(cidr), port: port === undefined ? null : Number(port) };
    });
}

/** Ranges that ipaddr.js calls ordinary and that lead inside all the same. */
const INSIDE = [
  // IPv4-compatible addresses: ::127.0.0.1.
  "::/96",
  // Local NAT64 (RFC 8215): maps to IPv4 addresses of the operator's choice.
  "64:ff9b:1::/48",
  // Site-local, out of use since 2004, and still routed in places.
  "fec0::/10",
  // Azure's host, which gives out credentials.
  "168.63.129.16/32",
].map((cidr) => ipaddr.parseCIDR(cidr));

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, network: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean =>
  address.kind() === network[0].kind() &&
  address.match(network as [ipaddr.IPv4, number] & [ipaddr.IPv6, number]);

/** The ports that a public host is reached by; others need to be allowed. */
const PUBLIC_PORTS = new Set([80, 443]);

/** Whether an outgoing connection may go to this address: public and on a web port, or allowed by the operator. */
export function mayConnect(address: string, port: number, allowed: AllowedNetwork[]): boolean {
  // ipaddr.js reads ::8.8.8.8 as 8.8.8.8, and the system connects to something else.
  if (!ipaddr.isValid(address) || /^::\d+\./.test(address)) return false;
  // IPv4-mapped IPv6 is the IPv4 address that it maps.
  const parsed = ipaddr.process(address);
  if (allowed.some((one) => (one.port === null || one.port === port) && within(parsed, one.network)))
    return true;
  return (
    PUBLIC_PORTS.has(port) &&
    parsed.range() === "unicast" &&
    !INSIDE.some((network) => within(parsed, network))
  );
}
