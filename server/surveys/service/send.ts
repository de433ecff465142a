import type { Context } from "@/server/kernel/context";
import { newToken } from "@/server/kernel/ids";
import { enqueue } from "@/server/kernel/jobs";
import { sha256 } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { notify } from "@/server/notifications/service/notify";
import {
  insertLinks,
  type InvitationRow,
  lockUntold,
  lockWave,
  noteTold,
  type WaveRow,
} from "../store/waves";

/** So many are told in one transaction. */
const BATCH = 50;

/** A new link of an invitation. Only its hash is kept. */
export const newLink = (invitationId: string) => {
  const token = newToken("wsv");
  return { token, row: { tokenHash: sha256(token), invitationId } };
};

/**
 * Tells those who were not told yet of this round, and have not answered: the invitation first, then each reminder. A turn tells
 * some of them and asks for the next.
 */
export async function sendWave(ctx: Context, waveId: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    const wave = await lockWave(tx.db, waveId, "share");
    if (!wave || wave.status !== "open") return;
    const round = wave.reminded + 1;
    const untold = await lockUntold(tx.db, waveId, round, BATCH);
    for (const invitation of untold) await tell(tx, wave, invitation);
    await noteTold(
      tx.db,
      untold.map(({ id }) => id),
      round,
    );
    if (untold.length === BATCH) await enqueue(tx, "surveys.send", { waveId }, { key: `survey:${waveId}` });
  });
}

async function tell(tx: TransactionContext, wave: WaveRow, invitation: InvitationRow): Promise<void> {
  const { token, row } = newLink(invitation.id);
  await insertLinks(tx.db, [row]);
  const { title, description } = wave.definition;
  const until = wave.closesAt.toISOString().slice(0, 10);
  const isReminder = wave.reminded > 0;
  await notify(tx, {
    topic: isReminder ? "survey.reminder" : "survey.invitation",
    to: { userIds: [invitation.userId] },
    subject: isReminder ? `Still open: ${title}` : title,
    text: `${description ? `${description}\n\n` : ""}Answer by ${until}. The link is yours alone and needs no sign-in. You can change your answers with it until then.`,
    link: `/s/${token}`,
    // Whoever has the link answers in its receiver's place.
    personal: true,
    subjectKey: `survey:${wave.id}`,
  });
}
