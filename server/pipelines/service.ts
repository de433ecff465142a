import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt, encrypt, Secret } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { addressOf, type ConnectionKind, connectionKindSchema } from "./core/connection-kinds";
import { connectionInput, type ConnectionInput, type ConnectionSummary } from "./schema";
import {
  allConnections,
  type ConnectionRow,
  findConnection,
  insertConnection,
  lockConnection,
  removeConnection,
  updateConnection,
} from "./store";

type Ctx = Context | TransactionContext;

const purpose = (identifier: string): string => `connection:${identifier}`;

/** What a pipeline needs to reach other systems. For administrators; values are written and never read back. */
export async function listConnections(ctx: Ctx): Promise<ConnectionSummary[]> {
  checkPermission(ctx.actor, "actions.manage");
  return (await allConnections(ctx.db)).map(summaryOf);
}

/**
 * Makes a connection, or replaces its variables; one given as null keeps its stored value. Throws Invalid when there is
 * no such value, Conflict when another has just made the same connection.
 */
export async function upsertConnection(ctx: Ctx, input: ConnectionInput): Promise<ConnectionSummary> {
  checkPermission(ctx.actor, "actions.manage");
  const parsed = connectionInput.safeParse(input);
  if (!parsed.success)
    throw new Invalid(
      parsed.error.issues.map((issue) => ({
        path: issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)),
        message: issue.message,
      })),
    );
  const { identifier, title, description = null, kind, settings, variables } = parsed.data;
  return transaction(ctx, async (tx) => {
    const existing = await lockConnection(tx.db, identifier);
    const before = existing ? open(existing) : {};
    // Who may write a secret may not read it: it is not sent to another address than it was given for.
    const moved =
      existing !== null &&
      (kindOf(existing) !== kind ||
        addressOf(kindOf(existing), existing.settings) !== addressOf(kind, settings));
    const values = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        const kept = value ?? (Object.hasOwn(before, name) ? before[name] : undefined);
        if (kept === undefined)
          throw Invalid.at(["variables", name], "Has no stored value to keep. Give one.");
        if (value === null && moved)
          throw Invalid.at(["variables", name], "Give it again, since the connection leads elsewhere now.");
        return [name, kept];
      }),
    );
    const variableNames = Object.keys(values).sort();
    const content = {
      identifier,
      title,
      description,
      kind,
      settings,
      variableNames,
      sealed: encrypt(purpose(identifier), JSON.stringify(values)),
    };
    if (existing) await updateConnection(tx.db, content);
    else if (!(await insertConnection(tx.db, { ...content, createdBy: actorId(tx.actor) })))
      throw new Conflict(
        `Somebody has just created the connection "${identifier}". Reload the page to see it.`,
      );
    await audit(tx, {
      action: existing ? "UPDATE" : "CREATE",
      resourceType: "connection",
      resourceId: identifier,
      diff: {
        ...(existing ? { before: described(existing) } : {}),
        after: {
          title,
          description,
          kind,
          settings,
          variableNames,
          changed: variableNames.filter((name) => values[name] !== before[name]),
        },
      },
    });
    return summaryOf((await findConnection(tx.db, identifier)) as ConnectionRow);
  });
}

/** Removes a connection. Runs that need it fail from then on, and say why. Throws NotFound. */
export async function deleteConnection(ctx: Ctx, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    const existing = await lockConnection(tx.db, identifier);
    if (!existing || !(await removeConnection(tx.db, identifier)))
      throw new NotFound("Connection", identifier);
    await audit(tx, {
      action: "DELETE",
      resourceType: "connection",
      resourceId: identifier,
      diff: { before: described(existing) },
    });
  });
}

/**
 * For the engine of runs only: what it holds with the values; of one that is no environment also its `KIND` and the `URL`
 * that its credentials may be sent to. Throws Precondition when there is no such connection.
 */
export async function resolveConnection(ctx: Ctx, identifier: string): Promise<Record<string, Secret>> {
  const row = await findConnection(ctx.db, identifier);
  if (!row) throw noConnection(identifier);
  return secretsOf(row);
}

/** The same; nothing where no connection is named. */
export const connectionOrNone = async (ctx: Ctx, identifier: string | undefined) =>
  identifier === undefined ? {} : resolveConnection(ctx, identifier);

export const noConnection = (identifier: string): Precondition =>
  new Precondition(
    `The action needs the connection "${identifier}", which does not exist. An administrator can add it under Settings, Connections.`,
  );

/** What a connection holds, and where it leads. */
export function secretsOf(row: ConnectionRow): Record<string, Secret> {
  const kind = kindOf(row);
  const address = addressOf(kind, row.settings);
  const values = {
    ...open(row),
    ...(kind === "environment" ? {} : { KIND: kind, ...(address === undefined ? {} : { URL: address }) }),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
}

export const kindOf = (row: ConnectionRow): ConnectionKind => connectionKindSchema.parse(row.kind);

function open(row: ConnectionRow): Record<string, string> {
  const text = decrypt(purpose(row.identifier), row.sealed).toString("utf8");
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

const described = ({ title, description, kind, settings, variableNames }: ConnectionRow) => ({
  title,
  description,
  kind,
  settings,
  variableNames,
});

const summaryOf = (row: ConnectionRow): ConnectionSummary => ({
  identifier: row.identifier,
  title: row.title,
  description: row.description,
  kind: kindOf(row),
  settings: row.settings,
  variableNames: row.variableNames,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
