import { pool } from "@/db/client";
import { systemContext } from "@/server/kernel/context";
import { Limit, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { takeEvents } from "@/server/insights/service/take-delivery";
import { isInbound } from "@/server/pipelines/core/inbound/vendors";
import { takeDelivery } from "@/server/pipelines/inbound";
import { logUnexpected, statusOf, toDomainError } from "./errors";

const MAX_BYTES = 2 * 1024 * 1024;

/**
 * Takes a delivery of a vendor in, and answers at once: what it says is dealt with by a job. Whoever serves it: the production
 * server directly, or Next.
 */
export async function handleHook(request: Request, backend: string): Promise<Response> {
  const requestId = newId();
  try {
    if (!isInbound(backend)) throw new NotFound("Hook", backend);
    const ctx = systemContext(pool().db, `hook:${backend}`, requestId);
    const headers = Object.fromEntries(request.headers);
    const delivery = { headers, body: await bodyOf(request) };
    // It has found who signed it, or thrown; so what it says may be counted.
    const taken = await takeDelivery(ctx, backend, delivery);
    const events = await takeEvents(ctx, backend, delivery);
    return Response.json(
      { ok: true, taken, events },
      { status: taken === "taken" || events > 0 ? 202 : 200 },
    );
  } catch (error) {
    const known = toDomainError(error);
    if (!known) {
      logUnexpected(error, requestId, "hook");
      return Response.json({ ok: false, message: `It failed. Request ${requestId}.` }, { status: 500 });
    }
    return Response.json({ ok: false, message: known.message }, { status: statusOf(known) });
  }
}

/** The bytes as they came, since those are what was signed. Throws Limit as soon as there are too many. */
async function bodyOf(request: Request): Promise<Buffer> {
  const tooLarge = () => new Limit(`A delivery may have at most ${MAX_BYTES} bytes.`, "size");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_BYTES) throw tooLarge();
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
