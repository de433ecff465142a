import { audit, auditFailure } from "@/server/audit/service";
import type { Actor, Context } from "@/server/kernel/context";
import { Forbidden, Invalid, NotFound, Unauthenticated } from "@/server/kernel/errors";
import { newToken, randomId } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import { limitRate } from "@/server/kernel/rate-limit";
import { sha256, safeEqual } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { createClientInput, type CreateClient } from "../schema";
import * as access from "../store/access";
import { clientActor } from "./actor";
import { forgetTokens } from "./token-memory";
import { getUser } from "./people";

/** Three hours, as the published API has it. */
export const TOKEN_SECONDS = 3 * 60 * 60;

export type ApiClient = Awaited<ReturnType<typeof access.allClients>>[number];
export interface ClientWithSecret {
  clientId: string;
  name: string;
  /** Shown once: only its digest is stored. */
  clientSecret: string;
}

/** Makes an API client that acts in its owner's name, with no more rights than the owner has. Administrators only. */
export async function createApiClient(
  ctx: Context | TransactionContext,
  input: CreateClient,
): Promise<ClientWithSecret> {
  checkPermission(ctx.actor, "identity.manage");
  const data = createClientInput.parse(input);
  const ownerId = data.ownerId ?? (ctx.actor.kind === "user" ? ctx.actor.id : null);
  if (!ownerId)
    throw Invalid.at(["ownerId"], "A client needs an owner: the person who is answerable for it.");
  const clientSecret = newToken("wms");
  return transaction(ctx, async (tx) => {
    const owner = await getUser(tx, ownerId);
    if (data.role === "admin" && owner.role !== "admin")
      throw new Forbidden("A client cannot have more rights than its owner, who is no administrator.");
    const made = await access.insertClient(tx.db, {
      clientId: `wmc_${randomId(24)}`,
      name: data.name,
      role: data.role,
      ownerId,
      secretHash: sha256(clientSecret),
    });
    await audit(tx, {
      action: "CREATE",
      resourceType: "api_client",
      resourceId: made.clientId,
      diff: { after: { name: data.name, role: data.role, ownerId } },
    });
    return { clientId: made.clientId, name: made.name, clientSecret };
  });
}

/** Every API client with its owner's name, never its secret. Administrators only. */
export async function listApiClients(ctx: Context): Promise<ApiClient[]> {
  checkPermission(ctx.actor, "identity.manage");
  return access.allClients(ctx.db);
}

/** Names and owners of clients by id, for verbs that have checked access; unknown ids are left out. */
export async function clientsByIds(ctx: Pick<Context, "db"> | TransactionContext, ids: string[]) {
  return access.clientsByIds(ctx.db, [...new Set(ids)]);
}

/** Gives the client a new secret; the old one and every token got with it are dead at once. */
export async function rotateApiClient(ctx: Context, clientId: string): Promise<ClientWithSecret> {
  const clientSecret = newToken("wms");
  const changed = await changeClient(ctx, clientId, { secretHash: sha256(clientSecret) }, "ROTATE");
  return { clientId, name: changed.name, clientSecret };
}

/** Shuts the client out; its tokens are dead at once. */
export async function disableApiClient(ctx: Context, clientId: string): Promise<void> {
  await changeClient(ctx, clientId, { disabled: true }, "DISABLE");
}

async function changeClient(
  ctx: Context,
  clientId: string,
  change: { secretHash?: string; disabled?: boolean },
  action: string,
) {
  checkPermission(ctx.actor, "identity.manage");
  const changed = await transaction(ctx, async (tx) => {
    const row = await access.updateClient(tx.db, clientId, change);
    if (!row) throw new NotFound("API client", clientId);
    await access.deleteAccessTokens(tx.db, row.id);
    await audit(tx, { action, resourceType: "api_client", resourceId: clientId });
    return row;
  });
  forgetTokens();
  return changed;
}

export interface AccessToken {
  ok: true;
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  tokenType: "Bearer";
}

/**
 * Exchanges a client's id and secret for an opaque access token. `address` is the sender's, for the rate limit, where known.
 * Throws Unauthenticated, the same for an unknown client and a wrong secret, or Limit after 600 calls in a minute.
 */
export async function issueAccessToken(
  ctx: Context,
  credentials: { clientId: string; clientSecret: string },
  address: string | null = null,
): Promise<AccessToken> {
  await limitRate(ctx.db, { name: "token:client", subject: credentials.clientId, limit: 600, seconds: 60 });
  if (address) await limitRate(ctx.db, { name: "token:address", subject: address, limit: 600, seconds: 60 });
  const client = await access.clientSecretOf(ctx.db, credentials.clientId);
  const fits = safeEqual(client?.secretHash ?? "", sha256(credentials.clientSecret));
  if (!client || !fits) {
    await auditFailure(ctx, {
      action: "ISSUE_TOKEN",
      resourceType: "api_client",
      resourceId: credentials.clientId,
      message: "unknown client or wrong secret",
    });
    throw new Unauthenticated("The client id or the client secret is wrong, or the client is disabled.");
  }
  const accessToken = newToken("wmt");
  const actor: Actor = {
    kind: "client",
    id: client.id,
    name: client.name,
    role: client.role,
    ownerId: client.ownerId,
  };
  await transaction({ ...ctx, actor }, async (tx) => {
    await access.insertAccessToken(tx.db, {
      tokenHash: sha256(accessToken),
      clientId: client.id,
      seconds: TOKEN_SECONDS,
    });
    await audit(tx, { action: "ISSUE_TOKEN", resourceType: "api_client", resourceId: client.clientId });
  });
  return { ok: true, accessToken, expiresIn: TOKEN_SECONDS, tokenType: "Bearer" };
}

/** The client behind a token, with the lesser of its own and its owner's role; null when anything about it is not good. */
export async function resolveAccessToken(
  ctx: Pick<Context, "db">,
  token: string,
): Promise<Extract<Actor, { kind: "client" }> | null> {
  const row = await access.clientOfToken(ctx.db, sha256(token));
  return row && clientActor(row);
}
