import type { Encryption, UserInputs } from "../definition/user-inputs";

/**
 * The published formats of encrypted inputs, each base64 of its parts in this order:
 *
 * - `aes256-gcm`: 16 bytes of nonce, the ciphertext, 16 bytes of tag. The key is the first 32 bytes of the organisation's key.
 * - `client-side`: 12 bytes of nonce, a random AES-256 key wrapped by RSA-OAEP with SHA-256 (as long as the RSA key), the
 *   ciphertext of AES-256-GCM with its 16 bytes of tag at the end.
 *
 * What is encrypted is the text itself; of an object, its JSON.
 */
export const AES_NONCE_BYTES = 16;
export const CLIENT_NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export const isClientSide = (
  encryption: Encryption | undefined,
): encryption is Exclude<Encryption, "aes256-gcm"> => typeof encryption === "object";

/** The inputs that the browser encrypts: the portal never sees them in clear. */
export const clientSideKeys = ({ properties }: Pick<UserInputs, "properties">): string[] =>
  Object.entries(properties).flatMap(([key, { encryption }]) => (isClientSide(encryption) ? [key] : []));

/** The inputs that the portal encrypts when the form is sent. */
export const serverSideKeys = ({ properties }: Pick<UserInputs, "properties">): string[] =>
  Object.entries(properties).flatMap(([key, { encryption }]) => (encryption === "aes256-gcm" ? [key] : []));

/** What is encrypted of a value. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
