import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { actionRevisions, actions } from "@/db/schema/actions";
import { lifetimes } from "@/db/schema/lifetimes";
import { now } from "@/server/kernel/clock";
import type { ActionDefinition, ActionPermissions, EventKind, Operation } from "./schema";

export type ActionRow = typeof actions.$inferSelect;
export type RevisionRow = typeof actionRevisions.$inferSelect;

const columnsOf = (definition: ActionDefinition) => ({
  identifier: definition.identifier,
  definition,
  published: definition.publish ?? true,
  trigger: definition.trigger.type,
  ...(definition.trigger.type === "self-service"
    ? { blueprint: definition.trigger.blueprintIdentifier ?? null, operation: definition.trigger.operation }
    : { blueprint: null, operation: null }),
});

/** PostgreSQL has no NUL in texts: nothing has such an identifier, and asking for it would be an error. */
const isStorable = (identifier: string) => !identifier.includes("\0");

export async function findAction(db: Executor, identifier: string): Promise<ActionRow | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [row] = await db.select().from(actions).where(eq(actions.identifier, identifier));
  return row;
}

export interface ActionSelection {
  identifiers?: string[];
  /** Of the entity that an action makes or works on, or whose change sets off an automation. */
  blueprints?: string[];
  operations?: Operation[];
  trigger?: "self-service" | "automation";
  events?: EventKind[];
  /** Actions whose runs set off an automation. */
  eventActions?: string[];
  published?: boolean;
}

const event = (key: string) => sql`${actions.definition}->'trigger'->'event'->>${key}`;

/** Actions by identifier; each part of the selection narrows it. */
export function selectActions(db: Executor, selection: ActionSelection): Promise<ActionRow[]> {
  const { identifiers, blueprints, operations, trigger, events, eventActions, published } = selection;
  return db
    .select()
    .from(actions)
    .where(
      and(
        identifiers ? inArray(actions.identifier, identifiers.filter(isStorable)) : undefined,
        blueprints
          ? or(
              inArray(actions.blueprint, blueprints.filter(isStorable)),
              inArray(event("blueprintIdentifier"), blueprints.filter(isStorable)),
            )
          : undefined,
        operations ? inArray(actions.operation, operations) : undefined,
        trigger ? eq(actions.trigger, trigger) : undefined,
        events ? inArray(event("type"), events) : undefined,
        eventActions ? inArray(event("actionIdentifier"), eventActions.filter(isStorable)) : undefined,
        published === undefined ? undefined : eq(actions.published, published),
      ),
    )
    .orderBy(asc(actions.identifier));
}

/** Types of the events that published automations listen to, each once. */
export async function automationEvents(db: Executor): Promise<string[]> {
  const rows = await db
    .selectDistinct({ type: sql<string>`${event("type")}` })
    .from(actions)
    .where(and(eq(actions.trigger, "automation"), eq(actions.published, true)));
  return rows.map((row) => row.type);
}

/** Out: undefined when the identifier is taken. */
export async function insertAction(
  db: Transaction,
  definition: ActionDefinition,
  permissions: ActionPermissions,
  by: string,
): Promise<ActionRow | undefined> {
  const [row] = await db
    .insert(actions)
    .values({ ...columnsOf(definition), permissions, createdBy: by, updatedBy: by })
    .onConflictDoNothing({ target: actions.identifier })
    .returning();
  return row;
}

/** Replaces the definition of the revision that was read. Out: undefined when somebody changed it meanwhile. */
export async function updateDefinition(
  db: Transaction,
  row: ActionRow,
  definition: ActionDefinition,
  by: string,
): Promise<ActionRow | undefined> {
  const [updated] = await db
    .update(actions)
    .set({ ...columnsOf(definition), revision: row.revision + 1, updatedAt: now, updatedBy: by })
    .where(and(eq(actions.id, row.id), eq(actions.revision, row.revision)))
    .returning();
  return updated;
}

/** The action with its row kept from changing until the transaction ends. */
export async function lockAction(db: Transaction, identifier: string): Promise<ActionRow | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [row] = await db.select().from(actions).where(eq(actions.identifier, identifier)).for("update");
  return row;
}

export async function updatePermissions(
  db: Transaction,
  id: string,
  permissions: ActionPermissions,
  by: string,
): Promise<void> {
  await db.update(actions).set({ permissions, updatedAt: now, updatedBy: by }).where(eq(actions.id, id));
}

export async function deleteAction(db: Transaction, id: string): Promise<boolean> {
  const rows = await db.delete(actions).where(eq(actions.id, id)).returning({ id: actions.id });
  return rows.length === 1;
}

/** So many things are named that an action is to destroy. */
export const MOST_NAMED = 5;

/** What relies on an action to destroy it: actions that name it in their lifetime, and things that they made and that still live. */
export async function destroyedBy(
  db: Transaction,
  identifier: string,
): Promise<{ actions: string[]; things: string[] }> {
  if (!isStorable(identifier)) return { actions: [], things: [] };
  const naming = await db
    .select({ identifier: actions.identifier })
    .from(actions)
    .where(sql`${actions.definition}->'lifetime'->>'destroy' = ${identifier}`)
    .orderBy(asc(actions.identifier));
  const living = await db
    .select({ blueprint: lifetimes.blueprint, entity: lifetimes.entity })
    .from(lifetimes)
    .where(and(eq(lifetimes.destroyAction, identifier), isNull(lifetimes.endedAt)))
    .orderBy(asc(lifetimes.blueprint), asc(lifetimes.entity))
    .limit(MOST_NAMED);
  return {
    actions: naming.map((row) => row.identifier),
    things: living.map(({ blueprint, entity }) => `${blueprint} "${entity}"`),
  };
}

/** Records what the definition became; null: it was deleted. */
export async function insertRevision(
  db: Transaction,
  row: Pick<ActionRow, "id" | "identifier" | "revision">,
  definition: ActionDefinition | null,
  by: string,
): Promise<void> {
  await db
    .insert(actionRevisions)
    .values({ actionId: row.id, identifier: row.identifier, revision: row.revision, definition, by });
}

/** The history of an action, the newest first. */
export function revisionsOf(db: Executor, actionId: string): Promise<RevisionRow[]> {
  return db
    .select()
    .from(actionRevisions)
    .where(eq(actionRevisions.actionId, actionId))
    .orderBy(desc(actionRevisions.revision));
}

export async function revisionOf(
  db: Executor,
  actionId: string,
  revision: number,
): Promise<RevisionRow | undefined> {
  const [row] = await db
    .select()
    .from(actionRevisions)
    .where(and(eq(actionRevisions.actionId, actionId), eq(actionRevisions.revision, revision)));
  return row;
}
