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

/** A bearer secret with 256 bits of randomness and a prefix by which a scanner can recognise it. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;
