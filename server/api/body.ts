import { Limit } from "@/server/kernel/errors";

/** The largest body of a request: the published limit. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads a request's body up to `limit` bytes and gives back the request with the body in memory.
 * Throws Limit (413) as soon as more arrives, without keeping it.
 */
export async function withLimitedBody(request: Request, limit = MAX_BODY_BYTES): Promise<Request> {
  if (!request.body || request.method === "GET" || request.method === "HEAD") return request;
  const tooLarge = () =>
    new Limit(`The body is larger than ${Math.floor(limit / 1024)} KiB. Send less, or split it.`, "size");
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge();
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
