import { randomBytes } from "node:crypto";
import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt, encrypt, Secret } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { findKey, insertKey, replaceKey } from "./store-secrets";

type Ctx = Context | TransactionContext;

const USE = "inputs";
const PURPOSE = "key:inputs";

/** Text of 64 characters; the cipher takes the first 32, which hold 192 bits. */
const newKey = (): Buffer => encrypt(PURPOSE, randomBytes(48).toString("base64url"));

/** The key with which inputs are encrypted for backends, made at its first use. For services only. */
export async function inputKey(ctx: Ctx): Promise<Secret> {
  const found = await findKey(ctx.db, USE);
  if (found) return new Secret(decrypt(PURPOSE, found.sealed).toString("utf8"));
  // Of several that make it at once, the first is kept.
  await insertKey(ctx.db, USE, newKey(), actorId(ctx.actor));
  return inputKey(ctx);
}

/** Gives out the key, for the backend that has to decrypt. Administrators only; audited each time. */
export async function revealInputKey(ctx: Ctx): Promise<{ key: string }> {
  checkPermission(ctx.actor, "secrets.manage");
  return transaction(ctx, async (tx) => {
    const key = (await inputKey(tx)).reveal();
    await audit(tx, { action: "REVEAL", resourceType: "input_key", resourceId: USE });
    return { key };
  });
}

/**
 * Replaces the key and gives the new one out. What was encrypted before needs the old one, which is gone: a backend keeps it
 * until the runs under way have ended. Administrators only; audited.
 */
export async function rotateInputKey(ctx: Ctx): Promise<{ key: string }> {
  checkPermission(ctx.actor, "secrets.manage");
  return transaction(ctx, async (tx) => {
    await replaceKey(tx.db, USE, newKey(), actorId(tx.actor));
    await audit(tx, { action: "ROTATE", resourceType: "input_key", resourceId: USE });
    return { key: (await inputKey(tx)).reveal() };
  });
}
