import { z } from "zod";
import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { decrypt, encrypt, Secret } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
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
  const { identifier, title, description = null, variables } = parsed.data;
  return transaction(ctx, async (tx) => {
    const existing = await lockConnection(tx.db, identifier);
    const before = existing ? open(existing) : {};
    const values = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        const kept = value ?? (Object.hasOwn(before, name) ? before[name] : undefined);
        if (kept === undefined)
          throw Invalid.at(["variables", name], "Has no stored value to keep. Give one.");
        return [name, kept];
      }),
    );
    const variableNames = Object.keys(values).sort();
    const content = {
      identifier,
      title,
      description,
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

/** For the engine of runs only: the variables with their values. Throws Precondition when there is no such connection. */
export async function resolveConnection(ctx: Ctx, identifier: string): Promise<Record<string, Secret>> {
  const row = await findConnection(ctx.db, identifier);
  if (!row)
    throw new Precondition(
      `The action needs the connection "${identifier}", which does not exist. An administrator can add it under Settings, Connections.`,
    );
  return Object.fromEntries(Object.entries(open(row)).map(([name, value]) => [name, new Secret(value)]));
}

function open(row: ConnectionRow): Record<string, string> {
  const text = decrypt(purpose(row.identifier), row.sealed).toString("utf8");
  return z.record(z.string(), z.string()).parse(JSON.parse(text));
}

const described = ({ title, description, variableNames }: ConnectionRow) => ({
  title,
  description,
  variableNames,
});

const summaryOf = ({
  identifier,
  title,
  description,
  variableNames,
  createdAt,
  updatedAt,
}: ConnectionRow): ConnectionSummary => ({
  identifier,
  title,
  description,
  variableNames,
  createdAt,
  updatedAt,
});
