import { pool } from "@/db/client";
import { logUnexpected, statusOf, toDomainError } from "@/server/api/errors";
import { takePress } from "@/server/approvals/service/slack-press";
import { systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";

/** Slack sends a few kilobytes; a dialog's text is cut at 2,000 characters. */
const MOST_BYTES = 256 * 1024;

/** Presses of buttons in Slack. Answered as soon as they are kept: Slack waits three seconds. */
export async function POST(request: Request): Promise<Response> {
  const requestId = newId();
  try {
    const rawBody = await request.text();
    if (Buffer.byteLength(rawBody) > MOST_BYTES) return new Response(null, { status: 413 });
    await takePress(
      systemContext(pool().db, "Slack", requestId),
      {
        timestamp: request.headers.get("x-slack-request-timestamp"),
        signature: request.headers.get("x-slack-signature"),
      },
      rawBody,
      Math.floor(Date.now() / 1000),
    );
    return new Response(null, { status: 200 });
  } catch (error) {
    const domain = toDomainError(error);
    if (!domain) logUnexpected(error, requestId, "press in Slack");
    return Response.json(
      {
        ok: false,
        message: domain?.message ?? `The press failed; the operator finds it under ${requestId}.`,
      },
      { status: domain ? statusOf(domain) : 500 },
    );
  }
}

export const dynamic = "force-dynamic";
