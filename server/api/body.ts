import { Limit } from "@/server/kernel/errors";

/** The largest body of a request: the published limit. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A bundle is the whole model in one body, for administrators. */
const MAX_BUNDLE_BYTES = 16 * MAX_BODY_BYTES;
const BUNDLES = /^\/(?:v1\/bundle|api\/trpc\/bundle\.(?:plan|applyPlan))$/;

/** A thousand changes with their commits. */
const MAX_EVENTS_BYTES = 8 * MAX_BODY_BYTES;
const EVENTS = /^\/v1\/insights\/[a-z-]+$/;

function limitOf(request: Request): number {
  const { pathname } = new URL(request.url);
  if (BUNDLES.test(pathname)) return MAX_BUNDLE_BYTES;
  return EVENTS.test(pathname) ? MAX_EVENTS_BYTES : MAX_BODY_BYTES;
}

/** Files that are written away as they come, which counts what it writes. */
const STREAMED = /^\/v1\/costs\/imports$/;

/**
 * Gives back the request with a body of at most `limit` bytes: one of unknown length is read into memory.
 * Throws Limit (413) as soon as more arrives, without keeping it.
 */
export async function withLimitedBody(request: Request, limit = limitOf(request)): Promise<Request> {
  if (request.method === "GET" || request.method === "HEAD") return request;
  if (STREAMED.test(new URL(request.url).pathname)) return request;
  const tooLarge = () =>
    new Limit(`The body is larger than ${Math.floor(limit / 1024)} KiB. Send less, or split it.`, "size");
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > limit) throw tooLarge();
  // The HTTP parser lets no more through than was announced, so there is nothing to count.
  if (announced !== null && request.headers.get("transfer-encoding") === null) return request;
  if (!request.body) return request;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
}
