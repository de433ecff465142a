import { z } from "zod";
import { pool } from "@/db/client";
import { answerFault } from "@/server/api/fault";
import { cookieNames, cookieOf } from "@/server/identity/core/cookies";
import { actorOfCookie, assertOwnOrigin, isSecure } from "@/server/identity/request";
import { FEED_KINDS } from "@/server/insights/core/records";
import { uploadCsv } from "@/server/insights/service/upload";
import { NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";

const query = z.strictObject({
  dryRun: z.enum(["true", "false"]),
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, "Use small letters, digits, dots, hyphens and underscores.")
    .optional(),
  timeZone: z.string().max(60).optional(),
});

/** Takes a CSV file from the page "Data sources", as it comes. */
export async function POST(request: Request, { params }: { params: Promise<{ kind: string }> }) {
  try {
    assertOwnOrigin(request);
    const { kind: named } = await params;
    const kind = FEED_KINDS.find((one) => one === named);
    if (!kind) throw new NotFound("Kind of events", named);
    const { dryRun, ...options } = query.parse(Object.fromEntries(new URL(request.url).searchParams));
    const actor = await actorOfCookie(
      cookieOf(request.headers.get("cookie"), cookieNames(isSecure()).session),
    );
    const ctx = { actor, origin: "UI" as const, requestId: newId(), db: pool().db };
    const result = await uploadCsv(ctx, kind, textOf(request), { ...options, dryRun: dryRun === "true" });
    return Response.json(result, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return answerFault(error, request);
  }
}

async function* textOf(request: Request): AsyncGenerator<string> {
  if (!request.body) return;
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    yield decoder.decode(value, { stream: !done });
    if (done) return;
  }
}

export const dynamic = "force-dynamic";
