import { and, eq, inArray } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { actions } from "@/db/schema/actions";
import { savedViews } from "@/db/schema/catalog";
import { runs } from "@/db/schema/runs";
import { LIVE_STATUSES } from "@/server/runs/core/lifecycle";

/** What outside of the definitions may name a key of a blueprint. */

export const viewsOf = (db: Executor, blueprint: string) =>
  db
    .select({ id: savedViews.id, title: savedViews.title, state: savedViews.state })
    .from(savedViews)
    .where(eq(savedViews.blueprint, blueprint));

export const setViewState = (tx: Transaction, id: string, state: Record<string, unknown>) =>
  tx.update(savedViews).set({ state }).where(eq(savedViews.id, id));

/** Every action's definition and permissions, to read: actions change through their own verbs alone. */
export const actionDefinitions = (db: Executor) =>
  db
    .select({
      identifier: actions.identifier,
      definition: actions.definition,
      permissions: actions.permissions,
    })
    .from(actions)
    .orderBy(actions.identifier);

/** How many runs on entities of a blueprint have not ended, those that wait for approval among them. */
export const openRuns = (db: Executor, blueprint: string): Promise<number> =>
  db.$count(runs, and(eq(runs.blueprint, blueprint), inArray(runs.status, [...LIVE_STATUSES])));
