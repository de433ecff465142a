import { pool } from "@/db/client";
import { logUnexpected, statusOf, toDomainError } from "@/server/api/errors";
import { type Context, systemContext } from "@/server/kernel/context";
import { Conflict, Invalid } from "@/server/kernel/errors";
import { securityHeaders } from "@/server/identity/core/security-headers";
import { env } from "@/server/kernel/env";
import { newId } from "@/server/kernel/ids";
import { assertSize, authenticateRun, type StateAccess } from "@/server/runs/service/state-protocol";

export interface StateRoute {
  params: Promise<{ workspace: string }>;
}

/**
 * Answers one request of Terraform's HTTP backend: checks the run's credentials, then does `work`. Faults get the
 * statuses of that protocol: 400 for what cannot be read, 409 and 423 with the holder's lock information as body,
 * 503 when the database does not answer, which Terraform tries again.
 */
export async function answerTerraform(
  request: Request,
  route: StateRoute,
  work: (ctx: Context, access: StateAccess) => Promise<Response>,
): Promise<Response> {
  const requestId = newId();
  let response: Response;
  try {
    const ctx = systemContext(pool().db, "terraform", requestId);
    const access = await authenticateRun(ctx, credentialsOf(request), (await route.params).workspace);
    response = await work(ctx, access);
  } catch (error) {
    response = answerFault(error, requestId);
  }
  return hardened(response);
}

/** These routes pass no proxy (see proxy.ts), so they set the headers that it sets elsewhere. */
export function hardened(response: Response): Response {
  const around = { secure: env().WAYMARK_URL.startsWith("https:"), development: false };
  for (const [name, value] of Object.entries(securityHeaders(around))) response.headers.set(name, value);
  response.headers.set(
    "Content-Security-Policy",
    "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  );
  response.headers.set("Cache-Control", "no-store");
  return response;
}

function answerFault(error: unknown, requestId: string): Response {
  const domain = toDomainError(error);
  if (!domain) {
    logUnexpected(error, requestId, "state backend");
    const message = `The state backend failed; the operator finds it in the log under request ${requestId}.`;
    return Response.json({ message }, { status: 500 });
  }
  if (domain instanceof Conflict && domain.details.data?.holder)
    return Response.json(domain.details.data.holder, { status: 409 });
  const status = domain instanceof Invalid ? 400 : statusOf(domain);
  const headers = status === 401 ? { "WWW-Authenticate": 'Basic realm="state"' } : undefined;
  return Response.json({ message: domain.message }, { status, headers });
}

/** User name and password of HTTP's basic authentication (RFC 7617). */
function credentialsOf(request: Request): { runId: string; token: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]{1,2000})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const [, runId, token] =
    /^([^:]+):(.+)$/s.exec(Buffer.from(encoded ?? "", "base64").toString("utf8")) ?? [];
  return runId && token ? { runId, token } : null;
}

/** The request's body. Throws Limit as soon as too much has arrived, whatever length was announced. */
export async function bodyOf(request: Request): Promise<Buffer> {
  assertSize(Number(request.headers.get("content-length") ?? 0));
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    assertSize(size);
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
