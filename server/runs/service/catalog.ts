import type { Entity } from "@/server/catalog/schema";
import { deleteEntity } from "@/server/catalog/service/delete-entity";
import { createEntity } from "@/server/catalog/service/entities";
import { getEntity } from "@/server/catalog/service/read";
import { published } from "@/server/catalog/service/record";
import { isAdmin, type Actor, type Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import type { RunTarget } from "@/server/runs/schema";
import type { RunRow } from "@/server/runs/store/runs";
import type { MappedEntity } from "./stages/register";

const isMissingEntity = (error: unknown): boolean =>
  error instanceof NotFound && error.details.data?.resource === "Entity";

/** The entity, or null. Throws NotFound for an unknown blueprint. Whether the requester may see it was asked when they requested. */
export async function findEntity(
  ctx: Context | TransactionContext,
  blueprint: string,
  identifier: string,
): Promise<Entity | null> {
  try {
    return published(
      await getEntity({ ...ctx, actor: { kind: "system", name: "Waymark" } }, blueprint, identifier),
    );
  } catch (error) {
    if (isMissingEntity(error)) return null;
    throw error;
  }
}

/**
 * In whose name a run writes to the catalog: its requester's. That they may have this entity made was decided by the
 * action's permissions and approvals; so the catalog's own rule, that one writes for one's own teams, is not asked again.
 */
function actorOf(
  run: Pick<RunRow, "requesterId" | "requesterKind" | "requesterName" | "requesterEmail">,
): Actor {
  const { requesterId: id, requesterName: name } = run;
  if (run.requesterKind === "user")
    return { kind: "user", id, name, email: run.requesterEmail ?? "", role: "admin", memberships: [] };
  if (run.requesterKind === "client") return { kind: "client", id, name, role: "admin", ownerId: null };
  return { kind: "system", name };
}

const asRun = (tx: TransactionContext, run: RunRow): TransactionContext => ({
  ...tx,
  actor: actorOf(run),
  origin: "JOB",
});

/** Creates the entity of a run, or changes what it gives of one that exists. */
export async function registerEntity(
  tx: TransactionContext,
  run: RunRow,
  entity: MappedEntity,
): Promise<void> {
  await createEntity(asRun(tx, run), run.blueprint!, entity, { upsert: true, merge: true, runId: run.id });
}

/** Removes the entity whose resources were destroyed; it may be gone already. Throws Conflict when others need it. */
export async function removeEntity(tx: TransactionContext, run: RunRow, target: RunTarget): Promise<void> {
  try {
    await deleteEntity(asRun(tx, run), target.blueprint, target.identifier, { runId: run.id });
  } catch (error) {
    if (!isMissingEntity(error)) throw error;
  }
}

class Undo extends Error {}

/** Throws Conflict when the catalog would refuse to let the entity go: better now than after its resources are destroyed. */
export async function assertRemovable(ctx: Context | TransactionContext, target: RunTarget): Promise<void> {
  try {
    await transaction({ ...ctx, actor: { kind: "system", name: "Waymark" } }, async (tx) => {
      await deleteEntity(tx, target.blueprint, target.identifier);
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo || isMissingEntity(error)) return;
    // The catalog names what needs it, which the requester may not be allowed to read.
    if (error instanceof Conflict && !isAdmin(ctx.actor))
      throw new Conflict(
        `Other entities need "${target.identifier}". Change or delete them first; its page in the catalog shows those that you may read.`,
        { error: "has_dependents" },
      );
    throw error;
  }
}
