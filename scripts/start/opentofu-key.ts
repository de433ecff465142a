import { readSigningKey, type SigningKey } from "@/scripts/start/openpgp";

/** Fingerprint of the key with which the OpenTofu project signs its releases, as it publishes it. */
const fingerprint = "E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80";

/** The key itself, from https://get.opentofu.org/opentofu.asc: its first packet, which is all that a check needs. */
const packet = `
xsFNBGVUyIwBEADPg6jUJm5liMTiDndyprnwXQ23GdyQm/kW9MFOhYDRksmmbsz0DCfqntFpuoKxPXzA+JTrZlWZONtU+leZjIOlAVZiz0rw
z5EJq7uIrkueWtUk6AYkBLN+zMtbui0z3HCPVNnR5BlVNyXQeW3jlrQtzuKevjZWzI0gbQGgEKNpj+lfyRFu6q3u/T0o3p/6bOOlQHwCMtnF
lWpjr6f/J2EdUVO/6NYHQzImPj4LINXF/+eqo7v6svFtaVTtREG2V2V7We7bu/cJ+NgJYH7ro7UhB1RQH2k09NdpSCt9F60PVERnORpxGBkM
/VKZzgMSzRvdpxUWwrLxfAxinu5ddbBm3y0bzaU80OT3i1qrWIqW73fmdGHQ71gbJxRrroyLMWehjcJ/9WJDxkHqsfPKqBifYsp6/J9npczD
fSU+zYBVGpR73a4EdbeIRWqwbH0LWhlbi1IM5aFDaZMFNkY+AWyP+OHn8Kehu6DOIh1AVM7v7vLxaX9ht1jVJbswjvPFYquv1DvUdc7VP2QH
z3xctQS1GZJQ1ekcgTv9rRYXUOOwknInjtkM9kQDtyBkVLcEc8ha3Cfh6PJscIP5VHwaNMgAPr9tsl3xqdz56l5UPjFSFuel98jSBqn83VrT
0uKwM0PnDVHd/7q8+Dg1EtOggMwZ830KORFNdjfv6ydsBvl7fwARAQAB`;

/** The key that releases of OpenTofu are checked against. */
export function opentofuKey(): SigningKey {
  const key = readSigningKey(Buffer.from(packet, "base64"));
  if (key.fingerprint !== fingerprint)
    throw new Error(`The built-in OpenTofu key has fingerprint ${key.fingerprint}.`);
  return key;
}
