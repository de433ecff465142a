import { z } from "zod";
import { audit } from "@/server/audit/service";
import { usersByIds } from "@/server/identity/service/people";
import { type Context, requireUser } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { requestByRun, votesOf } from "../store";
import { commentsOf, insertComment } from "../store-people";
import { electoratesOf, excludedFrom, reachedIn } from "./candidates";
import { tellOutcome } from "./notices";
import { getRequest } from "./read";

export const commentInput = z
  .string()
  .trim()
  .min(1, "Write something.")
  .max(4000)
  .refine((text) => !text.includes("\0"), "Contains a NUL character, which cannot be stored. Remove it.");

export interface CommentView {
  id: string;
  author: { name: string; email: string };
  text: string;
  createdAt: Date;
}

const MOST_COMMENTS = 200;

/** Comments on the request of a run, the oldest first; for whoever may see the request. Throws NotFound to others. */
export async function listComments(ctx: Context, runId: string): Promise<CommentView[]> {
  const { id } = await getRequest(ctx, runId);
  const rows = (await commentsOf(ctx.db, id, MOST_COMMENTS)).reverse();
  const people = await usersByIds(
    ctx,
    rows.map((row) => row.authorId),
  );
  return rows.map((row) => {
    const author = people.find((person) => person.id === row.authorId);
    return {
      id: row.id,
      author: { name: author?.name ?? "Unknown", email: author?.email ?? "" },
      text: row.text,
      createdAt: row.createdAt,
    };
  });
}

/** Says something about a request, to everybody who has to do with it. It decides nothing. People only; throws NotFound to whom it does not concern. */
export async function addComment(ctx: Context, runId: string, text: string): Promise<{ id: string }> {
  const user = requireUser(ctx);
  const said = commentInput.parse(text);
  const { id } = await getRequest(ctx, runId);
  return transaction(ctx, async (tx) => {
    const comment = await insertComment(tx.db, { requestId: id, authorId: user.id, text: said });
    await audit(tx, {
      action: "COMMENT",
      resourceType: "approval",
      resourceId: id,
      runId,
      diff: { after: { comment: comment.id } },
    });
    const request = await requestByRun(tx.db, runId);
    if (!request) return { id: comment.id };
    const votes = await votesOf(tx.db, [id]);
    const electorates = await electoratesOf(tx, request, await excludedFrom(tx, request), votes);
    const deciding = request.status === "pending" ? await reachedIn(tx, electorates[request.stage]) : [];
    const to = new Set([...deciding, request.requesterId, ...votes.map((vote) => vote.voterId)]);
    to.delete(user.id);
    await tellOutcome(tx, request, [...to], {
      topic: "approval.comment",
      subject: `Comment: ${request.title}`,
      text: `${user.name}: ${said}`,
    });
    return { id: comment.id };
  });
}
