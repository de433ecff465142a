import { createHash, createPublicKey, createVerify, type KeyObject } from "node:crypto";

/** What went wrong while reading a key or signature, or the signature does not fit. */
export class SignatureError extends Error {
  override name = "SignatureError";
}

/** An RSA key of OpenPGP (RFC 4880), identified by its fingerprint in upper-case hexadecimal. */
export type SigningKey = { key: KeyObject; fingerprint: string; bytes: number };

type Packet = { tag: number; body: Buffer };

/** Reads the first packet of a binary OpenPGP message; only definite lengths, which signatures and keys have. */
function firstPacket(data: Buffer): Packet {
  const head = data.readUInt8(0);
  if ((head & 0x80) === 0) throw new SignatureError("it is not an OpenPGP packet");
  if (head & 0x40) {
    const first = data.readUInt8(1);
    if (first < 192) return cut(data, head & 0x3f, 2, first);
    if (first < 224) return cut(data, head & 0x3f, 3, ((first - 192) << 8) + data.readUInt8(2) + 192);
    if (first === 255) return cut(data, head & 0x3f, 6, data.readUInt32BE(2));
    throw new SignatureError("its length is not definite");
  }
  const size = [1, 2, 4][head & 3];
  if (size === undefined) throw new SignatureError("its length is not definite");
  return cut(data, (head >> 2) & 0xf, 1 + size, data.readUIntBE(1, size));
}

function cut(data: Buffer, tag: number, start: number, length: number): Packet {
  if (data.length < start + length) throw new SignatureError("it is cut off");
  return { tag, body: data.subarray(start, start + length) };
}

/** Reads a multi-precision integer and says where the next field starts. */
function readNumber(data: Buffer, at: number): { value: Buffer; next: number } {
  const next = at + 2 + Math.ceil(data.readUInt16BE(at) / 8);
  if (data.length < next) throw new SignatureError("it is cut off");
  return { value: data.subarray(at + 2, next), next };
}

/** Reads the primary key from the start of a binary public key. */
export function readSigningKey(data: Buffer): SigningKey {
  const { tag, body } = firstPacket(data);
  if (tag !== 6 || body.readUInt8(0) !== 4 || body.readUInt8(5) !== 1)
    throw new SignatureError("it is not an RSA public key");
  const modulus = readNumber(body, 6);
  const exponent = readNumber(body, modulus.next);
  const jwk = { kty: "RSA", n: modulus.value.toString("base64url"), e: exponent.value.toString("base64url") };
  const prefix = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  const fingerprint = createHash("sha1").update(prefix).update(body).digest("hex").toUpperCase();
  return { key: createPublicKey({ key: jwk, format: "jwk" }), fingerprint, bytes: modulus.value.length };
}

/**
 * Checks a binary detached signature over `data`.
 *
 * @throws SignatureError unless the signature is whole and was made by `signer`
 */
export function verifyDetached(data: Buffer, signature: Buffer, signer: SigningKey): void {
  try {
    if (isBy(data, signature, signer)) return;
  } catch (error) {
    if (error instanceof RangeError) throw new SignatureError("it is cut off");
    throw error;
  }
  throw new SignatureError("it was not made with the expected key over this file");
}

function isBy(data: Buffer, signature: Buffer, signer: SigningKey): boolean {
  const { tag, body } = firstPacket(signature);
  const [version, kind, algorithm, hash] = body.subarray(0, 4);
  if (tag !== 2 || version !== 4 || kind !== 0 || algorithm !== 1)
    throw new SignatureError("it is not an RSA signature of a file");
  const digest = hash === 8 ? "RSA-SHA256" : hash === 10 ? "RSA-SHA512" : undefined;
  if (!digest) throw new SignatureError("it uses a hash that is not accepted");
  const hashedEnd = 6 + body.readUInt16BE(4);
  const hashed = body.subarray(0, hashedEnd);
  const unhashedEnd = hashedEnd + 2 + body.readUInt16BE(hashedEnd);
  const { value } = readNumber(body, unhashedEnd + 2);
  const trailer = Buffer.alloc(6);
  trailer.writeUInt16BE(0x04ff, 0);
  trailer.writeUInt32BE(hashed.length, 2);
  // The number was written without leading zeros; the check wants it as long as the modulus.
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, signer.bytes - value.length)), value]);
  return createVerify(digest).update(data).update(hashed).update(trailer).verify(signer.key, padded);
}
