import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { inspect } from "node:util";
import { env } from "./env";

/** A value that must not be printed: every way of turning it into text gives `[secret]`; only `reveal()` gives it out. */
export class Secret<T = string> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  reveal(): T {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): never {
    throw new TypeError("A secret cannot be serialised.");
  }
  [inspect.custom](): string {
    return "[secret]";
  }
}

/** The purpose is bound into the ciphertext, so that one stored for one use cannot be moved to another. */
function keyFor(purpose: string): Buffer {
  const master = Buffer.from(env().WAYMARK_ENCRYPTION_KEY, "base64");
  return Buffer.from(hkdfSync("sha256", master, "waymark", purpose, 32));
}

/**
 * Encrypts with AES-256-GCM under a key derived for `purpose` (HKDF-SHA256, RFC 5869).
 * Out: version byte 1, 12-byte nonce, 16-byte tag, ciphertext.
 */
export function encrypt(purpose: string, plain: Buffer | string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([1]), nonce, cipher.getAuthTag(), body]);
}

/** Reverses `encrypt`. Throws when the key or the purpose is another, or a byte was changed. */
export function decrypt(purpose: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== 1 || bytes.length < 29) throw new Error("This ciphertext has an unknown format.");
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(1, 13));
  decipher.setAuthTag(bytes.subarray(13, 29));
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]);
}

/** Tells whether two secrets are the same without telling them: HMAC-SHA256 under a key derived for `purpose`. */
export const fingerprint = (purpose: string, text: string): string =>
  createHmac("sha256", keyFor(`fingerprint:${purpose}`))
    .update(text)
    .digest("hex");

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Compares in constant time, whatever the lengths. */
export function safeEqual(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** JSON with sorted keys, so that equal values have equal hashes. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v ?? null)).join(",")}]`;
  if (value && typeof value === "object") {
    if ("toJSON" in value && typeof value.toJSON === "function") return canonicalJson(value.toJSON());
    const members = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
