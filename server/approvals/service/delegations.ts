import { z } from "zod";
import { audit } from "@/server/audit/service";
import { getUserByEmail, usersByIds } from "@/server/identity/service/people";
import { type Context, requireUser } from "@/server/kernel/context";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { delegationsAround, insertDelegation, revokeDelegation } from "../store-people";

export const delegationInput = z.strictObject({
  /** E-mail address of the deputy. */
  deputy: z.string().trim().toLowerCase().min(1, "Name a person.").max(254),
  reason: z.string().trim().min(1, "Say why.").max(500),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
});
export type DelegationInput = z.infer<typeof delegationInput>;

const LONGEST_MS = 92 * 86_400_000;

export interface DelegationView {
  id: string;
  /** Given by the reader, or to the reader. */
  direction: "given" | "received";
  person: { name: string; email: string };
  reason: string;
  startsAt: Date;
  endsAt: Date;
}

/** What the actor gave to deputies and was given, as long as it is not over. People only. */
export async function listDelegations(ctx: Context): Promise<DelegationView[]> {
  const user = requireUser(ctx);
  const rows = await delegationsAround(ctx.db, user.id);
  const people = await usersByIds(
    ctx,
    rows.flatMap((row) => [row.delegatorId, row.deputyId]),
  );
  return rows.map((row) => {
    const given = row.delegatorId === user.id;
    const other = people.find((person) => person.id === (given ? row.deputyId : row.delegatorId));
    return {
      id: row.id,
      direction: given ? "given" : "received",
      person: { name: other?.name ?? "Unknown", email: other?.email ?? "" },
      reason: row.reason,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
    };
  });
}

/**
 * Names somebody who decides in the actor's place for a time. It gives no more than the actor has at each vote, and cannot be
 * passed on. Throws Invalid for oneself, somebody disabled or unknown, or a time that is over, backwards or longer than three months.
 */
export async function delegate(ctx: Context, input: DelegationInput): Promise<{ id: string }> {
  const user = requireUser(ctx);
  const { deputy: email, reason, startsAt, endsAt } = delegationInput.parse(input);
  if (endsAt <= startsAt)
    throw Invalid.at(["endsAt"], "The end comes before the beginning. Choose a later one.");
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MS)
    throw Invalid.at(["endsAt"], "A deputy stands in for at most three months. Choose an earlier end.");
  const deputy = await getUserByEmail(ctx, email).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!deputy || deputy.status !== "active")
    throw Invalid.at(["deputy"], `Nobody with the address ${email} can sign in. Choose somebody else.`);
  if (deputy.id === user.id) throw Invalid.at(["deputy"], "That is you. Choose somebody else.");
  return transaction(ctx, async (tx) => {
    const row = await insertDelegation(tx.db, {
      delegatorId: user.id,
      deputyId: deputy.id,
      reason,
      startsAt,
      endsAt,
    });
    await audit(tx, {
      action: "DELEGATE",
      resourceType: "approval_delegation",
      resourceId: row.id,
      message: reason,
      diff: { after: { deputy: deputy.email, startsAt, endsAt } },
    });
    return { id: row.id };
  });
}

/** Takes a delegation back, at once. Votes that the deputy cast stay. Throws NotFound for one that the actor did not give. */
export async function revoke(ctx: Context, id: string): Promise<void> {
  const user = requireUser(ctx);
  await transaction(ctx, async (tx) => {
    const row = await revokeDelegation(tx.db, id, user.id);
    if (!row) throw new NotFound("Delegation", id);
    await audit(tx, { action: "REVOKE_DELEGATION", resourceType: "approval_delegation", resourceId: id });
  });
}
