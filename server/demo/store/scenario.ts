import { eq, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { demoItems, demoScenario } from "@/db/schema/demo";
import { installation } from "@/db/schema/kernel";
import { now } from "@/server/kernel/clock";

export type ScenarioRow = typeof demoScenario.$inferSelect;

/** What the scenario makes where tables have no source. */
export type ItemKind =
  | "blueprint"
  | "budget"
  | "entity"
  | "form"
  | "import"
  | "maintenance"
  | "page"
  | "run"
  | "team"
  | "upgrade"
  | "user"
  | "version";

export async function findScenario(db: Executor): Promise<ScenarioRow | null> {
  const [row] = await db.select().from(demoScenario);
  return row ?? null;
}

/** Out: false when there is a scenario already. */
export async function beginScenario(
  tx: Transaction,
  row: Pick<ScenarioRow, "anchor" | "timeZone" | "note" | "startedBy" | "startedByName">,
): Promise<boolean> {
  const made = await tx
    .insert(demoScenario)
    .values({ ...row, state: "loading" })
    .onConflictDoNothing()
    .returning({ id: demoScenario.id });
  return made.length === 1;
}

/** Changes it while it is in a state. Out: false when it is not, or not any more. */
export async function changeScenario(
  db: Executor,
  state: ScenarioRow["state"],
  change: Partial<Pick<ScenarioRow, "state" | "step" | "note" | "problem">> & { finished?: boolean },
): Promise<boolean> {
  const { finished, ...rest } = change;
  const changed = await db
    .update(demoScenario)
    .set({ ...rest, ...(finished ? { finishedAt: now as unknown as Date } : {}) })
    .where(eq(demoScenario.state, state))
    .returning({ id: demoScenario.id });
  return changed.length === 1;
}

/** Notes what was made. */
export async function noteItems(tx: Transaction, kind: ItemKind, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .insert(demoItems)
    .values(keys.map((key) => ({ kind, key })))
    .onConflictDoNothing();
}

export async function itemsOf(db: Executor, kind: ItemKind): Promise<string[]> {
  const rows = await db.select({ key: demoItems.key }).from(demoItems).where(eq(demoItems.kind, kind));
  return rows.map(({ key }) => key).sort();
}

/** True where the first start made the small demo: its people, teams and services are part of the scenario. */
export async function hasSmallDemo(db: Executor): Promise<boolean> {
  const [row] = await db.select().from(installation).where(eq(installation.key, "seed"));
  return row !== undefined;
}

/** The zone's date of now: the anchor of a scenario that is loaded now. */
export async function today(db: Executor, zone: string): Promise<string> {
  const [row] = await db.execute<{ day: string }>(
    sql`select (now() at time zone ${zone})::date::text as day`,
  );
  return row!.day;
}

/** True once anybody told of an event or sent a bill. */
export async function anythingTold(db: Executor): Promise<boolean> {
  const [row] = await db.execute<{ told: boolean }>(sql`
    select exists (select from insight_batches) or exists (select from cost_imports) as told`);
  return row?.told === true;
}
