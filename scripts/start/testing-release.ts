import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";

/** A file for a made-up archive. `mode` is the Unix mode with its kind; `claimedSize` lies about the size (bytes). */
export type ZipEntry = {
  name: string;
  content: Buffer;
  stored?: boolean;
  mode?: number;
  claimedSize?: number;
};

/** Writes a zip archive, for tests of the reader. */
export function makeZip(entries: ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const packed = entry.stored ? entry.content : deflateRawSync(entry.content);
    const common = Buffer.alloc(22);
    common.writeUInt16LE(entry.stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(entry.content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.claimedSize ?? entry.content.length, 18);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, lengths, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100755) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), common, lengths, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

/** A signer as OpenPGP knows it, for tests: its binary public key and a function that makes detached signatures. */
export function makeSigner() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const body = Buffer.concat([Buffer.from([4, 0x65, 0x54, 0xc8, 0x8c, 1]), number(n), number(e)]);
  const sign = (data: Buffer): Buffer => {
    const hashed = Buffer.from([4, 0, 1, 10, 0, 6, 5, 2, 0x65, 0x54, 0xc8, 0x8c]);
    const trailer = Buffer.from([4, 0xff, 0, 0, 0, hashed.length]);
    const signed = createSign("RSA-SHA512").update(data).update(hashed).update(trailer).sign(privateKey);
    const digest = createHash("sha512").update(data).update(hashed).update(trailer).digest();
    const packet = Buffer.concat([
      hashed,
      Buffer.from([0, 0]),
      digest.subarray(0, 2),
      number(signed.toString("base64url")),
    ]);
    return wrap(2, packet);
  };
  return { publicKey: wrap(6, body), sign };
}

function wrap(tag: number, body: Buffer): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt8(0x80 | (tag << 2) | 1, 0);
  head.writeUInt16BE(body.length, 1);
  return Buffer.concat([head, body]);
}

function number(base64url: string): Buffer {
  const value = Buffer.from(base64url, "base64url");
  const head = Buffer.alloc(2);
  head.writeUInt16BE(value.length * 8, 0);
  return Buffer.concat([head, value]);
}
