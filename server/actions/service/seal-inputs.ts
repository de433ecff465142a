import { createCipheriv, createPublicKey, randomBytes } from "node:crypto";
import type { Context } from "@/server/kernel/context";
import type { Issue } from "@/server/kernel/errors";
import { Secret } from "@/server/kernel/secrets";
import type { TransactionContext } from "@/server/kernel/transaction";
import { inputKey } from "@/server/pipelines/input-key";
import type { UserInputs } from "../core/definition/user-inputs";
import {
  AES_NONCE_BYTES,
  CLIENT_NONCE_BYTES,
  isClientSide,
  serverSideKeys,
  TAG_BYTES,
  textOf,
} from "../core/form/seal";

/** Inputs as they may be stored, and the secret ones among them in clear, for the run that needs them. */
export interface SealedInputs {
  inputs: Record<string, unknown>;
  secrets: Record<string, Secret<unknown>>;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

/** Encrypts the secret inputs of checked values with the organisation's key, in the published format. */
export async function sealInputs(
  ctx: Context | TransactionContext,
  userInputs: UserInputs,
  values: Record<string, unknown>,
): Promise<SealedInputs> {
  const keys = serverSideKeys(userInputs).filter((key) => !isEmpty(values[key]));
  if (!keys.length) return { inputs: values, secrets: {} };
  const key = await inputKey(ctx);
  const sealed = keys.map((name) => [name, sealWith(key, textOf(values[name]))]);
  return {
    inputs: { ...values, ...Object.fromEntries(sealed) },
    secrets: Object.fromEntries(keys.map((name) => [name, new Secret(values[name])])),
  };
}

function sealWith(key: Secret, text: string): string {
  const nonce = randomBytes(AES_NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.reveal()).subarray(0, 32), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64");
}

/** Values of inputs that the browser has to encrypt, and that are not what it would send. Says nothing of what they are. */
export function unsealedIssues({ properties }: UserInputs, values: Record<string, unknown>): Issue[] {
  return Object.entries(properties).flatMap(([key, { encryption }]) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (!isClientSide(encryption) || isEmpty(value) || isCiphertext(value, encryption.key)) return [];
    return [
      {
        path: [key],
        message:
          "Must be encrypted with the public key of this input before it is sent: the portal does not take it in clear.",
      },
    ];
  });
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether a value has the form that the browser gives it. Whether it can be decrypted knows only who has the private key. */
function isCiphertext(value: unknown, pem: string): boolean {
  if (typeof value !== "string" || !BASE64.test(value)) return false;
  const modulusBytes = (createPublicKey(pem).asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  return Buffer.from(value, "base64").length >= CLIENT_NONCE_BYTES + modulusBytes + TAG_BYTES;
}
