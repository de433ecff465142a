import { actorOfUser } from "@/server/identity/service/actor";
import type { Context } from "@/server/kernel/context";
import { DomainError, Unauthenticated } from "@/server/kernel/errors";
import { enqueue } from "@/server/kernel/jobs";
import { log } from "@/server/kernel/log";
import { sha256 } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import { isFromSlack } from "@/server/notifications/core/signatures";
import { slackAccess } from "@/server/notifications/service/deliver";
import {
  callSlack,
  emailOfSlackUser,
  type SendOut,
  type SlackAccess,
} from "@/server/notifications/service/slack";
import { declineDialog, readPress } from "../core/slack";
import { insertPress, notePress, pressById, type PressRow } from "../store-people";
import { decide } from "./decide";
import { updateSlack } from "./refresh-slack";

/**
 * Takes a press of a button in Slack in: checks that it is Slack's and new, and keeps it; a job does what it asks for, so that
 * Slack is answered at once. The same press again is the same. Throws Unauthenticated for what Slack did not sign just now.
 */
export async function takePress(
  ctx: Context,
  headers: { timestamp: string | null; signature: string | null },
  rawBody: string,
  nowSeconds: number,
): Promise<void> {
  const access = await slackAccess(ctx.db);
  if (!access?.signingSecret || !isFromSlack(access.signingSecret, headers, rawBody, nowSeconds))
    throw new Unauthenticated("This was not signed by the Slack workspace of this portal just now.");
  const press = readPress(rawBody);
  if (!press) return;
  await transaction(ctx, async (tx) => {
    const pressId = await insertPress(tx.db, { digest: sha256(rawBody), ...press });
    if (pressId) await enqueue(tx, "approvals.slackPress", { pressId }, { key: `press:${pressId}` });
  });
}

/**
 * Does what a press asks for, as the person whose e-mail address Slack has for the account, with that person's rights of now:
 * the same verb as in the portal decides. What comes of it is told to the person alone.
 */
export async function handlePress(ctx: Context, pressId: string, send?: SendOut): Promise<void> {
  const press = await pressById(ctx.db, pressId);
  if (!press || press.handledAt) return;
  const access = await slackAccess(ctx.db, send);
  if (!access) return notePress(ctx.db, press.id, "Slack is not set up any more.", true);
  if (press.kind === "ask_reason") return askReason(ctx, press, access);
  try {
    const status = await decideAs(ctx, press, access);
    await notePress(ctx.db, press.id, status, false);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "unavailable") throw error;
    await notePress(ctx.db, press.id, error.message, true);
    await whisper(press, access, error.message);
    // What is pressed in vain may be a message that was not changed yet.
    await updateSlack(ctx, press.runId, send);
  }
}

async function decideAs(ctx: Context, press: PressRow, access: SlackAccess): Promise<string> {
  const email = await emailOfSlackUser(access, press.slackUser);
  const actor = email && (await actorOfUser(ctx, email));
  if (!actor)
    throw new Unauthenticated(
      "Nobody in Waymark has the e-mail address of your Slack account. Decide in the portal, or ask an administrator.",
    );
  const result = await decide({ ...ctx, actor, origin: "API" }, press.runId, {
    status: press.kind === "approve" ? "APPROVE" : "DECLINE",
    subjectHash: press.subjectHash,
    ...(press.reason ? { description: press.reason } : {}),
  });
  return `${actor.email}: ${result.status}`;
}

async function askReason(ctx: Context, press: PressRow, access: SlackAccess): Promise<void> {
  const { runId, subjectHash, channel, triggerId } = press;
  try {
    await callSlack(access, "views.open", {
      trigger_id: triggerId ?? "",
      view: declineDialog({ runId, subjectHash, channel }),
    });
    await notePress(ctx.db, press.id, "Asked for the reason.", false);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Its time is over after three seconds, so trying again cannot help.
    await notePress(ctx.db, press.id, error.message, true);
    await whisper(
      press,
      access,
      "The dialog did not open in time. Press Decline again, or decline in the portal.",
    );
  }
}

/** Tells the person who pressed, and nobody else. */
async function whisper(press: PressRow, access: SlackAccess, text: string): Promise<void> {
  if (!press.channel) return;
  try {
    await callSlack(access, "chat.postEphemeral", { channel: press.channel, user: press.slackUser, text });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.warn({ pressId: press.id, reason: error.message }, "the answer to a press in Slack was not shown");
  }
}
