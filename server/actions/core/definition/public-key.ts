import { createPublicKey, type KeyObject } from "node:crypto";

/** Shorter keys can be broken. */
const SHORTEST_KEY = 2048;

/** What is wrong with the key that a browser encrypts a secret for, or null: a public RSA key in PEM. */
export function publicKeyFault(pem: string): string | null {
  // It would give its public key: whoever pastes it has to be told, and it must not be stored.
  if (/PRIVATE KEY/.test(pem))
    return "This is a private key, which must stay with whoever decrypts. Use the public key.";
  // Browsers read no other form.
  const key = pem.trim().startsWith("-----BEGIN PUBLIC KEY-----") ? parsed(pem) : null;
  if (!key) return 'Must be a public RSA key in PEM, which begins with "-----BEGIN PUBLIC KEY-----".';
  if (key.asymmetricKeyType !== "rsa")
    return `Must be an RSA key, and this is one of type ${String(key.asymmetricKeyType)}.`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < SHORTEST_KEY ? `The key must have ${SHORTEST_KEY} bits or more; it has ${bits}.` : null;
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch (error) {
    // OpenSSL's reasons name no more than that it cannot be read.
    if (error instanceof Error) return null;
    throw error;
  }
}
