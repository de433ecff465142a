import { findActiveUsers } from "@/server/identity/service/people";
import type { TransactionContext } from "@/server/kernel/transaction";
import { notify } from "@/server/notifications/service/notify";
import { durationWords } from "../core/duration";
import type { LifetimeRow } from "../store";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const nameOf = (row: LifetimeRow): string => row.entityTitle ?? row.entity;
const pageOf = (row: LifetimeRow): string =>
  `/catalog/${encodeURIComponent(row.blueprint)}/${encodeURIComponent(row.entity)}`;
/** Whoever asked for it, when that is a person; a client reads no mail. */
const ownerOf = (row: LifetimeRow): string[] => (UUID.test(row.ownerId) ? [row.ownerId] : []);
const factsOf = (row: LifetimeRow) => ({
  blueprint: row.blueprint,
  entity: row.entity,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  owner: row.ownerName,
  team: row.team,
});

/** Tells the owner that something of theirs ends soon. */
export async function tellSoon(tx: TransactionContext, row: LifetimeRow, now: Date): Promise<void> {
  if (!row.expiresAt) return;
  const left = durationWords((row.expiresAt.getTime() - now.getTime()) / 1000);
  await notify(tx, {
    topic: "lifetime.reminder",
    to: { userIds: ownerOf(row) },
    subject: `${nameOf(row)} ends in ${left}`,
    text: `${nameOf(row)} is destroyed with everything in it in ${left}, at ${row.expiresAt.toISOString()}. Extend it on its page if it is still needed.`,
    link: pageOf(row),
    data: factsOf(row),
    subjectKey: `lifetime:${row.id}`,
  });
}

/** Tells the owner that it was destroyed at its end. */
export async function tellEnded(tx: TransactionContext, row: LifetimeRow): Promise<void> {
  await notify(tx, {
    topic: "lifetime.ended",
    to: { userIds: ownerOf(row) },
    subject: `${nameOf(row)} has ended`,
    text: `${nameOf(row)} was destroyed at the end of its lifetime.`,
    link: row.destroyRunId ? `/runs/${row.destroyRunId}` : "/lifetimes",
    data: factsOf(row),
    subjectKey: `lifetime:${row.id}`,
  });
}

/** Tells the owner and the administrators that it could not be destroyed, and that somebody must look. */
export async function tellFailed(tx: TransactionContext, row: LifetimeRow): Promise<void> {
  const administrators = await findActiveUsers(tx, { roles: ["admin"] });
  await notify(tx, {
    topic: "lifetime.ended",
    to: { userIds: ownerOf(row), emails: administrators.map(({ email }) => email) },
    subject: `${nameOf(row)} could not be destroyed`,
    text: `${nameOf(row)} came to its end, and ${row.attempts} attempts to destroy it failed. The last: ${row.note ?? ""} It is still there. Run its delete action, or give it another end on its page.`,
    link: pageOf(row),
    data: { ...factsOf(row), failed: true },
    subjectKey: `lifetime:${row.id}`,
  });
}
