import { and, asc, eq, getTableColumns, isNull, sql, type SQL } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { dashboardPages } from "@/db/schema/dashboards";
import { now } from "@/server/kernel/clock";

export type PageRow = typeof dashboardPages.$inferSelect;
export type NewPage = typeof dashboardPages.$inferInsert;
const { definition: _definition, ...heads } = getTableColumns(dashboardPages);
/** A page without what is on it. */
export type PageHead = Omit<PageRow, "definition">;

/** PostgreSQL has no NUL in texts: nothing has such an identifier. */
const isStorable = (identifier: string) => !identifier.includes("\0");

/** Every page and folder, in order within its folder. */
export const allHeads = (db: Executor): Promise<PageHead[]> =>
  db
    .select(heads)
    .from(dashboardPages)
    .orderBy(asc(dashboardPages.position), asc(dashboardPages.createdAt), asc(dashboardPages.identifier));

/** Every page and folder with what is on it, in the same order. */
export const allPages = (db: Executor): Promise<PageRow[]> =>
  db
    .select()
    .from(dashboardPages)
    .orderBy(asc(dashboardPages.position), asc(dashboardPages.createdAt), asc(dashboardPages.identifier));

/** Pages that are shown on the entities of a blueprint, in order. */
export const headsForEntities = (db: Executor, blueprint: string): Promise<PageHead[]> =>
  db
    .select(heads)
    .from(dashboardPages)
    .where(and(eq(dashboardPages.type, "entity"), eq(dashboardPages.blueprint, blueprint)))
    .orderBy(asc(dashboardPages.position), asc(dashboardPages.createdAt), asc(dashboardPages.identifier));

export async function findPage(db: Executor, identifier: string): Promise<PageRow | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [row] = await db.select().from(dashboardPages).where(eq(dashboardPages.identifier, identifier));
  return row;
}

export async function headById(db: Executor, id: string): Promise<PageHead | undefined> {
  const [row] = await db.select(heads).from(dashboardPages).where(eq(dashboardPages.id, id));
  return row;
}

/** A page, kept from others who would change it until the transaction ends. */
export async function lockPage(db: Transaction, identifier: string): Promise<PageRow | undefined> {
  if (!isStorable(identifier)) return undefined;
  const [row] = await db
    .select()
    .from(dashboardPages)
    .where(eq(dashboardPages.identifier, identifier))
    .for("update");
  return row;
}

/** Keeps everybody from changing which pages there are, and where, until the transaction ends. They may still be read. */
export const lockTree = (db: Transaction) =>
  db.execute(sql`lock table ${dashboardPages} in share row exclusive mode`);

/** Out: undefined when the identifier, or the place of the home page, is taken. */
export async function insertPage(db: Transaction, page: NewPage): Promise<PageRow | undefined> {
  const [row] = await db.insert(dashboardPages).values(page).onConflictDoNothing().returning();
  return row;
}

/** Changes a page that is locked, to its next revision. */
export async function changePage(
  db: Transaction,
  id: string,
  change: Partial<
    Pick<NewPage, "identifier" | "title" | "icon" | "description" | "locked" | "definition" | "permissions">
  >,
  by: string,
): Promise<PageRow> {
  const [row] = await db
    .update(dashboardPages)
    .set({ ...change, revision: sql`${dashboardPages.revision} + 1`, updatedAt: now, updatedBy: by })
    .where(eq(dashboardPages.id, id))
    .returning();
  return row as PageRow;
}

export async function deletePage(db: Transaction, id: string): Promise<void> {
  await db.delete(dashboardPages).where(eq(dashboardPages.id, id));
}

const inFolder = (parentId: string | null): SQL =>
  parentId === null ? isNull(dashboardPages.parentId) : eq(dashboardPages.parentId, parentId);

/** Ids of what is in a folder (null: at the top), in order. */
export async function childrenOf(db: Executor, parentId: string | null): Promise<string[]> {
  const rows = await db
    .select({ id: dashboardPages.id })
    .from(dashboardPages)
    .where(inFolder(parentId))
    .orderBy(asc(dashboardPages.position), asc(dashboardPages.createdAt), asc(dashboardPages.identifier));
  return rows.map(({ id }) => id);
}

/** Puts things into a folder in this order. What has that place already is left alone. */
export async function place(db: Transaction, parentId: string | null, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  const rows = ids.map((id, i) => sql`(${id}::uuid, ${i}::int)`);
  await db.execute(sql`
    update ${dashboardPages} as page set parent_id = ${parentId}::uuid, position = want.at
    from (values ${sql.join(rows, sql`, `)}) as want (id, at)
    where page.id = want.id and (page.parent_id is distinct from ${parentId}::uuid or page.position <> want.at)`);
}

export async function countPages(db: Executor): Promise<number> {
  return db.$count(dashboardPages);
}

/** Whether an identifier is taken by another page. */
export async function isTaken(db: Executor, identifier: string, but: string): Promise<boolean> {
  const n = await db.$count(
    dashboardPages,
    and(eq(dashboardPages.identifier, identifier), sql`${dashboardPages.id} <> ${but}::uuid`),
  );
  return n > 0;
}
