import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealForClient } from "./seal";

/** Written from the published format alone: nonce of 12 bytes, wrapped key, ciphertext, tag of 16 bytes. */
function open(sealed: string, privateKey: string, modulusBytes: number): string {
  const bytes = Buffer.from(sealed, "base64");
  const wrapped = bytes.subarray(12, 12 + modulusBytes);
  const key = privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    wrapped,
  );
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(12 + modulusBytes, -16)).toString("utf8") + decipher.final("utf8");
}

const pair = (modulusLength: number) =>
  generateKeyPairSync("rsa", {
    modulusLength,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

describe("what a browser encrypts", () => {
  it.each([2048, 3072])("is opened with the private key of %d bits, and with nothing else", async (bits) => {
    const { publicKey, privateKey } = pair(bits);
    for (const text of [
      "",
      "s3cret",
      "ключ \u{1f511}\nsecond line",
      JSON.stringify({ a: "x".repeat(5000) }),
    ]) {
      const sealed = await sealForClient(publicKey, text);
      expect(open(sealed, privateKey, bits / 8)).toBe(text);
      const changed = Buffer.from(sealed, "base64");
      changed[changed.length - 1]! ^= 1;
      expect(() => open(changed.toString("base64"), privateKey, bits / 8)).toThrow();
    }
  });

  it("is another each time", async () => {
    const { publicKey } = pair(2048);
    expect(await sealForClient(publicKey, "same")).not.toBe(await sealForClient(publicKey, "same"));
  });
});
