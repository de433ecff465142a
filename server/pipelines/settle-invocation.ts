import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import {
  addressOf,
  CONNECTIONS_OF,
  kindInfo,
  liesUnder,
  NEEDS_CONNECTION,
  repositoriesUnder,
} from "./core/connection-kinds";
import type { RemoteInvocation } from "./schema";
import { kindOf, noConnection } from "./service";
import { loadSkeleton } from "./templates";
import { allConnections, type ConnectionRow, findConnection } from "./store";

type Ctx = Context | TransactionContext;

/**
 * Settles what a rendered invocation leaves open, so that it can be frozen and approved: the connection, where it names none
 * and only one can be meant, and what its template is made of now. Throws Precondition when what it needs is not there.
 */
export async function settleInvocation<I extends RemoteInvocation>(ctx: Ctx, invocation: I): Promise<I> {
  const connection = await connectionFor(ctx, invocation);
  return {
    ...invocation,
    ...(connection === null ? {} : { connection }),
    ...(invocation.type === "GITOPS" && invocation.template !== undefined
      ? { templateSha256: (await loadSkeleton(invocation.template)).sha256 }
      : {}),
  };
}

async function connectionFor(ctx: Ctx, invocation: RemoteInvocation): Promise<string | null> {
  const kinds = CONNECTIONS_OF[invocation.type] ?? [];
  const named = "connection" in invocation ? invocation.connection : undefined;
  const labels = kinds.map((kind) => kindInfo(kind).label).join(" or ");
  if (named !== undefined && kinds.length > 0) {
    const row = await findConnection(ctx.db, named);
    if (!row) throw noConnection(named);
    if (!kinds.includes(kindOf(row)))
      throw new Precondition(
        `The connection "${named}" is of the kind ${kindInfo(kindOf(row)).label}, and the action needs one of the kind ${labels}. Name another in the action.`,
      );
    return named;
  }
  if (kinds.length === 0) return null;
  const fitting = (await allConnections(ctx.db)).filter(
    (row) => kinds.includes(kindOf(row)) && leadsTo(row, invocation),
  );
  if (fitting.length === 1) return fitting[0]!.identifier;
  if (!NEEDS_CONNECTION.has(invocation.type)) return null;
  throw new Precondition(
    fitting.length === 0
      ? `The action needs a connection of the kind ${labels}, and there is none. An administrator can add it under Settings, Connections.`
      : `There are several connections of the kind ${labels} (${fitting.map((row) => row.identifier).join(", ")}). Name one in the action.`,
  );
}

/** One that was made for another address is not meant, though it be the only one. */
function leadsTo(row: ConnectionRow, invocation: RemoteInvocation): boolean {
  const kind = kindOf(row);
  const address = addressOf(kind, row.settings);
  if (invocation.type === "WEBHOOK") return address !== undefined && liesUnder(invocation.url, address);
  if (invocation.type !== "GITOPS") return true;
  const base = repositoriesUnder(kind, address);
  return base !== null && liesUnder(invocation.repository, base);
}
