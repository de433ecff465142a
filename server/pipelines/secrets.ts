import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt, encrypt, Secret, sha256 } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import {
  type ChangeSecret,
  changeSecretInput,
  type SecretSummary,
  type SetSecret,
  setSecretInput,
} from "./core/secret-name";
import * as store from "./store-secrets";

type Ctx = Context | TransactionContext;

/** The name is bound into the ciphertext, so that one secret cannot be passed off as another. */
const purpose = (name: string): string => `secret:${name}`;

const summaryOf = ({
  name,
  description,
  createdAt,
  updatedAt,
  updatedBy,
}: store.SecretRow): SecretSummary => ({
  name,
  description,
  createdAt,
  updatedAt,
  updatedBy,
});

/** The secrets of the organisation, by name. Administrators only; values are written and never read back. */
export async function listSecrets(ctx: Ctx): Promise<SecretSummary[]> {
  checkPermission(ctx.actor, "secrets.manage");
  return (await store.allSecrets(ctx.db)).map(summaryOf);
}

/** Throws NotFound. */
export async function getSecret(ctx: Ctx, name: string): Promise<SecretSummary> {
  checkPermission(ctx.actor, "secrets.manage");
  const [row] = await store.secretsNamed(ctx.db, [name.replaceAll("\0", "")]);
  if (!row) throw new NotFound("Secret", name);
  return summaryOf(row);
}

/** Makes a secret. Throws Conflict when there is one of that name, Invalid with each fault. */
export async function createSecret(ctx: Ctx, input: SetSecret): Promise<SecretSummary> {
  checkPermission(ctx.actor, "secrets.manage");
  const { name, value, description = null } = setSecretInput.parse(input);
  return transaction(ctx, async (tx) => {
    const sealed = encrypt(purpose(name), value);
    const row = await store.insertSecret(tx.db, { name, description, sealed }, actorId(tx.actor));
    if (!row)
      throw new Conflict(`There is a secret "${name}" already. Replace its value, or choose another name.`, {
        resource: "Secret",
        identifier: name,
      });
    await record(tx, "CREATE", name, { after: { description } });
    return summaryOf(row);
  });
}

/** Changes what is given of a secret; an approved run that needs its old value is not carried out any more. Throws NotFound. */
export async function changeSecret(ctx: Ctx, input: ChangeSecret): Promise<SecretSummary> {
  checkPermission(ctx.actor, "secrets.manage");
  const { name, value, description } = changeSecretInput.parse(input);
  return transaction(ctx, async (tx) => {
    const before = await store.lockSecret(tx.db, name);
    if (!before) throw new NotFound("Secret", name);
    const change = {
      ...(description === undefined ? {} : { description }),
      ...(value === undefined ? {} : { sealed: encrypt(purpose(name), value) }),
    };
    const row = await store.updateSecret(tx.db, name, change, actorId(tx.actor));
    if (!row) throw new NotFound("Secret", name);
    await record(tx, "UPDATE", name, {
      before: { description: before.description },
      after: { description: row.description, valueReplaced: value !== undefined },
    });
    return summaryOf(row);
  });
}

/** Makes a secret, or replaces its value. */
export async function setSecret(ctx: Ctx, input: SetSecret): Promise<SecretSummary> {
  checkPermission(ctx.actor, "secrets.manage");
  const existing = await store.secretsNamed(ctx.db, [setSecretInput.parse(input).name]);
  return existing.length ? changeSecret(ctx, input) : createSecret(ctx, input);
}

/** Removes a secret. Runs of actions that name it fail from then on, and say why. Throws NotFound. */
export async function deleteSecret(ctx: Ctx, name: string): Promise<void> {
  checkPermission(ctx.actor, "secrets.manage");
  await transaction(ctx, async (tx) => {
    const row = name.includes("\0") ? null : await store.lockSecret(tx.db, name);
    if (!row) throw new NotFound("Secret", name);
    await store.removeSecret(tx.db, name);
    await record(tx, "DELETE", name, { before: { description: row.description } });
  });
}

/** For whoever checks a definition: those of the names that no secret has. */
export async function missingSecrets(ctx: Ctx, names: string[]): Promise<string[]> {
  if (!names.length) return [];
  const found = await store.secretsNamed(ctx.db, names);
  return names.filter((name) => !found.some((row) => row.name === name));
}

/** A secret for a template: its value, and a mark that is another whenever the value was written anew. */
export interface ResolvedSecret {
  value: Secret;
  version: string;
}

/** For the engine of runs only. Throws Precondition naming what does not exist. */
export async function resolveSecrets(ctx: Ctx, names: string[]): Promise<Record<string, ResolvedSecret>> {
  if (!names.length) return {};
  const rows = await store.secretsNamed(ctx.db, names);
  const missing = names.find((name) => !rows.some((row) => row.name === name));
  if (missing !== undefined)
    throw new Precondition(
      `The action needs the secret "${missing}", which does not exist. An administrator can add it under Settings, Secrets.`,
    );
  return Object.fromEntries(
    rows.map((row) => [
      row.name,
      {
        value: new Secret(decrypt(purpose(row.name), row.sealed).toString("utf8")),
        version: versionOf(row),
      },
    ]),
  );
}

/** Version of each of the secrets that there is; their values are not touched. */
export async function secretVersions(ctx: Ctx, names: string[]): Promise<Record<string, string>> {
  const rows = names.length ? await store.secretsNamed(ctx.db, names) : [];
  return Object.fromEntries(rows.map((row) => [row.name, versionOf(row)]));
}

/** Of the ciphertext, which a nonce makes another each time: it tells nothing of the value. */
const versionOf = (row: store.SecretRow): string => sha256(row.sealed).slice(0, 16);

const record = (
  tx: TransactionContext,
  action: string,
  name: string,
  diff: { before?: unknown; after?: unknown },
) => audit(tx, { action, resourceType: "secret", resourceId: name, diff });
