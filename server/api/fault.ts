import { randomUUID } from "node:crypto";
import { ERROR_TABLE, logUnexpected, statusOf, toDomainError } from "./errors";

/** Answers what was thrown before a transport took over (a body too large, a bad token) with the published error body. */
export function answerFault(error: unknown, request: Request): Response {
  const requestId = randomUUID();
  const domain = toDomainError(error);
  if (!domain) logUnexpected(error, requestId, new URL(request.url).pathname);
  const status = domain ? statusOf(domain) : 500;
  const code =
    status === 413 ? "payload_too_large" : domain ? ERROR_TABLE[domain.code].rest : "internal_error";
  const message =
    domain?.message ??
    `Something failed that should not. The operator finds it in the log under request ${requestId}.`;
  const headers = domain?.details.retryAfterSeconds
    ? { "Retry-After": String(domain.details.retryAfterSeconds) }
    : undefined;
  return Response.json({ ok: false, error: code, message, requestId }, { status, headers });
}
