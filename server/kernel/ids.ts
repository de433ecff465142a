import { randomBytes, randomUUID } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz";

/** A random identifier of `length` characters from an alphabet of 54 without look-alikes (5.75 bits a character). */
export function randomId(length = 16): string {
  let out = "";
  while (out.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 216 = 4 x 54: bytes above are dropped, so that each character is equally likely.
      if (byte < 216 && out.length < length) out += ALPHABET[byte % 54];
    }
  }
  return out;
}

/** `r_` and 16 random characters, the published form of a run's identifier. */
export const newRunId = (): string => `r_${randomId()}`;

/** The published form of a generated entity identifier. */
export const newEntityIdentifier = (): string => `e_${randomId()}`;

export const newId = (): string => randomUUID();

let lastMs = 0;
let sequence = 0;

/**
 * A UUID of version 7 (RFC 9562): its order is the order of making, also within one millisecond of this process, so that
 * rows made together lie together in an index.
 */
export function newOrderedId(): string {
  const ms = Date.now();
  if (ms > lastMs) [lastMs, sequence] = [ms, 0];
  // 12 bits count within a millisecond; when they are used up, the next millisecond is taken early.
  else if (++sequence > 0xfff) [lastMs, sequence] = [lastMs + 1, 0];
  const time = lastMs.toString(16).padStart(12, "0");
  const random = randomBytes(8);
  random[0] = (random[0]! & 0x3f) | 0x80;
  const hex = random.toString("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, "0")}-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

/** A bearer secret with 256 bits of randomness and a prefix by which a scanner can recognise it. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;
