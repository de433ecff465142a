import { and, asc, desc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Executor, Transaction } from "@/db/client";
import { notices, notificationChannels } from "@/db/schema/notifications";
import { inSeconds, now } from "@/server/kernel/clock";
import { GIVE_UP_SECONDS } from "./core/backoff";
import type { ChannelKind, ChannelSettings, NoticeReceipt, NoticeState } from "./schema";

export type ChannelRow = typeof notificationChannels.$inferSelect;
export type NoticeRow = typeof notices.$inferSelect;

export const allChannels = (db: Executor): Promise<ChannelRow[]> =>
  db
    .select()
    .from(notificationChannels)
    .orderBy(asc(notificationChannels.kind), asc(notificationChannels.title));

export async function channelById(db: Executor, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.select().from(notificationChannels).where(eq(notificationChannels.id, id));
  return row;
}

export async function channelOfKind(db: Executor, kind: ChannelKind): Promise<ChannelRow | undefined> {
  const [row] = await db
    .select()
    .from(notificationChannels)
    .where(eq(notificationChannels.kind, kind))
    .limit(1);
  return row;
}

type ChannelValues = Pick<ChannelRow, "title" | "enabled" | "topics" | "updatedBy"> & {
  settings: ChannelSettings;
  sealed: Buffer | null;
};

/** Out: undefined when there is a mail server or Slack workspace already. */
export async function insertChannel(
  db: Transaction,
  id: string,
  values: ChannelValues,
): Promise<ChannelRow | undefined> {
  const [row] = await db
    .insert(notificationChannels)
    .values({ id, kind: values.settings.kind, ...values })
    .onConflictDoNothing()
    .returning();
  return row;
}

export async function updateChannel(
  db: Transaction,
  id: string,
  values: ChannelValues,
): Promise<ChannelRow | undefined> {
  const [row] = await db
    .update(notificationChannels)
    .set({ ...values, stoppedReason: null, updatedAt: now })
    .where(and(eq(notificationChannels.id, id), eq(notificationChannels.kind, values.settings.kind)))
    .returning();
  return row;
}

export async function deleteChannel(db: Transaction, id: string): Promise<ChannelRow | undefined> {
  const [row] = await db.delete(notificationChannels).where(eq(notificationChannels.id, id)).returning();
  return row;
}

/** The receiver is gone: nothing is sent to it until an administrator saves it again. */
export async function stopChannel(db: Transaction, id: string, why: string): Promise<void> {
  await db
    .update(notificationChannels)
    .set({ stoppedReason: why, enabled: false, updatedAt: now })
    .where(eq(notificationChannels.id, id));
}

export type NewNotice = Pick<NoticeRow, "topic" | "subjectKey" | "target" | "content">;

export async function insertNotices(db: Transaction, rows: NewNotice[]): Promise<string[]> {
  if (!rows.length) return [];
  return (await db.insert(notices).values(rows).returning({ id: notices.id })).map((row) => row.id);
}

/** Takes a notice that is due, for one sender at a time. Out: undefined when it is not due, or another sends it. */
export async function takeNotice(db: Transaction, id: string): Promise<NoticeRow | undefined> {
  const [row] = await db
    .update(notices)
    .set({ attempts: sql`${notices.attempts} + 1`, nextAttemptAt: inSeconds(120) })
    .where(and(eq(notices.id, id), eq(notices.state, "waiting"), lte(notices.nextAttemptAt, now)))
    .returning();
  return row;
}

/** Ends a notice. */
export async function endNotice(
  db: Executor,
  id: string,
  state: Exclude<NoticeState, "waiting">,
  over: { receipt?: NoticeReceipt; lastError?: string },
): Promise<void> {
  await db
    .update(notices)
    .set({ state, ...over, ...(state === "sent" ? { sentAt: now, lastError: null } : {}) })
    .where(and(eq(notices.id, id), eq(notices.state, "waiting")));
}

/** Puts the next attempt off; after a day there is none. Out: when it is due; null when it was given up. */
export async function postpone(
  db: Transaction,
  id: string,
  seconds: number,
  why: string,
): Promise<Date | null> {
  const [row] = await db
    .update(notices)
    .set({
      lastError: why,
      state: sql`case when ${notices.createdAt} + make_interval(secs => ${GIVE_UP_SECONDS}) < now() + make_interval(secs => ${seconds}) then 'failed' else 'waiting' end`,
      nextAttemptAt: inSeconds(seconds),
    })
    .where(and(eq(notices.id, id), eq(notices.state, "waiting")))
    .returning();
  return row && row.state === "waiting" ? row.nextAttemptAt : null;
}

export const noticesAbout = (db: Executor, subjectKey: string): Promise<NoticeRow[]> =>
  db.select().from(notices).where(eq(notices.subjectKey, subjectKey)).orderBy(asc(notices.createdAt));

/** The newest notices, for administrators. */
export const latestNotices = (db: Executor, states: NoticeState[], limit: number): Promise<NoticeRow[]> =>
  db
    .select()
    .from(notices)
    .where(states.length ? inArray(notices.state, states) : undefined)
    .orderBy(desc(notices.createdAt))
    .limit(limit);

/** Waiting notices that are overdue by so long that their job must have been lost. */
export async function overdueNotices(db: Executor): Promise<string[]> {
  const rows = await db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.state, "waiting"), lte(notices.nextAttemptAt, sql`now() - interval '5 minutes'`)))
    .limit(500);
  return rows.map((row) => row.id);
}
