import { createHmac } from "node:crypto";
import { databaseNow } from "@/server/kernel/clock";
import { type Context, requireUser } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { limitRate } from "@/server/kernel/rate-limit";
import { decrypt, sha256 } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import { NOT_APPLICABLE, readAnswers } from "../core/answers";
import { type Answers, answersSchema, type SurveyDefinition, tokenSchema } from "../schema";
import { answersOf, insertRespondent, replaceAnswers, respondentBy } from "../store/answers";
import * as store from "../store/waves";
import { saltPurpose } from "./open";
import { newLink } from "./send";

/** Calls in a minute: by one link, and by all who try links that do not exist. */
const PER_LINK = 30;
const UNKNOWN = 300;

export interface LinkView {
  /** `other`: answered by another link of the same invitation, which alone can change it. */
  state: "open" | "closed" | "other";
  title: string;
  description: string;
  questions: SurveyDefinition["questions"];
  closesAt: Date;
  /** What was answered by this link so far; null: nothing. */
  answers: Answers | null;
}

/** What a link is good for. Needs no sign-in: the link is the right. Throws NotFound for one that does not exist, Limit. */
export async function lookAtLink(ctx: Context, token: string): Promise<LinkView> {
  const { invitation, wave } = await found(ctx, token);
  const isOpen = wave.status === "open" && wave.closesAt > (await databaseNow(ctx.db));
  const hash = isOpen && respondentHash(wave, token);
  const known = hash ? await respondentBy(ctx.db, hash) : undefined;
  const { title, description, questions } = wave.definition;
  const state = !isOpen ? "closed" : invitation.answered && !known ? "other" : "open";
  return {
    state,
    title,
    description,
    questions: state === "open" ? questions : [],
    closesAt: wave.closedAt ?? wave.closesAt,
    answers: known ? answersIn(questions, await answersOf(ctx.db, known.hash)) : null,
  };
}

/**
 * Keeps what somebody answers by their link, in place of what they answered by it before. Throws NotFound, Invalid by question,
 * Precondition when the wave is over, Conflict where they have answered by another link, Limit.
 *
 * Nothing of it is in the audit log, whose entries bear the instant and the request: that would lead to who it was.
 */
export async function answerLink(ctx: Context, token: string, input: Answers): Promise<{ changed: boolean }> {
  const { invitation, wave } = await found(ctx, token);
  const { kept, issues } = readAnswers(wave.definition, answersSchema.parse(input));
  if (issues.length) throw new Invalid(issues);
  return transaction(ctx, async (tx) => {
    // Those who answer hold it together; who closes it waits for them, and none comes after.
    const held = await store.lockWave(tx.db, wave.id, "share");
    if (held?.status !== "open" || held.closesAt <= (await databaseNow(tx.db)))
      throw new Precondition("This survey is closed, and takes no answers any more.");
    const own = await store.lockInvitation(tx.db, invitation.id);
    const hash = respondentHash(held, token);
    const known = await respondentBy(tx.db, hash);
    if (own?.answered && !known)
      throw new Conflict(
        "You have answered by another link of this survey. Use that one to change your answers.",
      );
    const of = { waveId: wave.id, team: invitation.team, respondent: hash };
    if (!known) await insertRespondent(tx.db, { hash, waveId: wave.id, team: invitation.team });
    await replaceAnswers(tx.db, of, kept);
    await store.noteAnswered(tx.db, invitation.id);
    return { changed: known !== undefined };
  });
}

/** Surveys that ask the signed-in person at present. */
export async function myInvitations(
  ctx: Context,
): Promise<{ wave: string; title: string; closesAt: Date; answered: boolean }[]> {
  if (ctx.actor.kind !== "user") return [];
  return (await store.openFor(ctx.db, ctx.actor.id)).map(({ wave, answered }) => ({
    wave: wave.id,
    title: wave.definition.title,
    closesAt: wave.closesAt,
    answered,
  }));
}

/** A new link of the signed-in person's own invitation. Throws NotFound where they are not asked, Conflict where they have answered. */
export async function linkForMe(ctx: Context, waveId: string): Promise<{ token: string }> {
  const { id } = requireUser(ctx);
  return transaction(ctx, async (tx) => {
    const invitation = await store.invitationOf(tx.db, waveId, id);
    if (!invitation) throw new NotFound("Invitation", waveId);
    if (invitation.answered)
      throw new Conflict("You have answered. Use the link by which you did to change your answers.");
    const { token, row } = newLink(invitation.id);
    await store.insertLinks(tx.db, [row]);
    return { token };
  });
}

async function found(
  ctx: Context,
  token: string,
): Promise<{ invitation: store.InvitationRow; wave: store.WaveRow }> {
  const hash = sha256(token);
  const invitation = tokenSchema.safeParse(token).success
    ? await store.invitationOfLink(ctx.db, hash)
    : undefined;
  await limitRate(
    ctx.db,
    invitation
      ? { name: "survey:link", subject: hash, limit: PER_LINK, seconds: 60 }
      : { name: "survey:unknown", subject: "all", limit: UNKNOWN, seconds: 60 },
  );
  const wave = invitation && (await store.waveBy(ctx.db, invitation.waveId));
  if (!invitation || !wave) throw new NotFound("Survey", "this link");
  return { invitation, wave };
}

/** Leads from a link to its answers, as long as the wave has its salt. */
function respondentHash(wave: store.WaveRow, token: string): string {
  if (!wave.salt) throw new Precondition("This survey is closed, and takes no answers any more.");
  return createHmac("sha256", decrypt(saltPurpose(wave.id), wave.salt))
    .update(token)
    .digest("hex");
}

function answersIn(
  questions: SurveyDefinition["questions"],
  kept: Awaited<ReturnType<typeof answersOf>>,
): Answers {
  return Object.fromEntries(
    questions.flatMap((question): [string, Answers[string]][] => {
      const one = kept.find(({ question: id }) => id === question.id);
      if (!one) return [];
      const chosen = question.type === "single" ? one.choices?.[0] : one.choices;
      return [[question.id, one.body ?? chosen ?? one.score ?? NOT_APPLICABLE]];
    }),
  );
}
