import { CLIENT_NONCE_BYTES } from "@/server/actions/core/form/seal";

/**
 * Encrypts a secret for whoever has the private key, before it leaves the browser: a random AES-256-GCM key encrypts the text,
 * and RSA-OAEP with SHA-256 wraps that key. Out: base64 of nonce, wrapped key, ciphertext with tag.
 *
 * @param pem public RSA key, as the definition of the input has it
 * @throws TypeError when the page is not served over https, where browsers have no ciphers
 */
export async function sealForClient(pem: string, text: string): Promise<string> {
  const { subtle } = globalThis.crypto;
  if (!(subtle as SubtleCrypto | undefined))
    throw new TypeError(
      "This browser encrypts only over https. Ask an administrator to serve the portal so.",
    );
  const publicKey = await subtle.importKey(
    "spki",
    bytesOf(pem),
    { name: "RSA-OAEP", hash: "SHA-256" },
    false,
    ["wrapKey"],
  );
  const key = await subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const nonce = globalThis.crypto.getRandomValues(new Uint8Array(CLIENT_NONCE_BYTES));
  const [wrapped, body] = await Promise.all([
    subtle.wrapKey("raw", key, publicKey, { name: "RSA-OAEP" }),
    subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, new TextEncoder().encode(text)),
  ]);
  return base64([nonce, new Uint8Array(wrapped), new Uint8Array(body)]);
}

/** The DER inside of a PEM. */
function bytesOf(pem: string): Uint8Array<ArrayBuffer> {
  const body = pem.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, "").replace(/\s/g, "");
  return Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
}

function base64(parts: Uint8Array[]): string {
  let binary = "";
  for (const part of parts) for (const byte of part) binary += String.fromCharCode(byte);
  return btoa(binary);
}
