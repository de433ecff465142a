import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { DomainError, Invalid, Unavailable, type ErrorCode } from "@/server/kernel/errors";
import { log } from "@/server/kernel/log";

/** The one table that maps domain errors to HTTP statuses, published error codes and tRPC codes. */
export const ERROR_TABLE = {
  not_found: { status: 404, rest: "not_found", trpc: "NOT_FOUND" },
  forbidden: { status: 403, rest: "forbidden", trpc: "FORBIDDEN" },
  unauthenticated: { status: 401, rest: "unauthorized", trpc: "UNAUTHORIZED" },
  conflict: { status: 409, rest: "conflict", trpc: "CONFLICT" },
  invalid: { status: 422, rest: "invalid_request", trpc: "UNPROCESSABLE_CONTENT" },
  precondition: { status: 412, rest: "precondition_failed", trpc: "PRECONDITION_FAILED" },
  limit: { status: 429, rest: "too_many_requests", trpc: "TOO_MANY_REQUESTS" },
  unavailable: { status: 503, rest: "unavailable", trpc: "SERVICE_UNAVAILABLE" },
} as const satisfies Record<ErrorCode, { status: number; rest: string; trpc: TRPCError["code"] }>;

/** PostgreSQL and socket errors that mean "the database does not answer", by code. */
const DATABASE_GONE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|CONNECTION_CLOSED|CONNECTION_ENDED|CONNECTION_DESTROYED|CONNECT_TIMEOUT|57P0[123]|53300|08\w{3})$/;

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (
    let e: unknown = error;
    e && typeof e === "object" && codes.length < 5;
    e = (e as { cause?: unknown }).cause
  )
    codes.push(String((e as { code?: unknown }).code ?? ""));
  return codes;
}

/**
 * Turns whatever was thrown into a domain error. What is not known is logged under the request's number and becomes
 * `null`: its text never leaves the process.
 */
export function toDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (error instanceof TRPCError && error.cause && error.cause !== error) return toDomainError(error.cause);
  if (error instanceof ZodError)
    return new Invalid(
      error.issues.map((i) => ({
        path: i.path.map((p) => (typeof p === "symbol" ? String(p) : p)),
        message: i.message,
      })),
    );
  if (codesOf(error).some((code) => DATABASE_GONE.test(code)))
    return new Unavailable(
      "The database does not answer at the moment. Nothing was changed; try again in a few seconds.",
      5,
    );
  return null;
}

/** The status of a domain error: a size limit is 413, a rate limit 429. */
export function statusOf(error: DomainError): number {
  if (error.code === "limit" && "kind" in error && error.kind === "size") return 413;
  return ERROR_TABLE[error.code].status;
}

/** The published code of a domain error; what a verb named itself, as `has_dependents`, stands before that of its kind. */
export function restCode(error: DomainError): string {
  if (statusOf(error) === 413) return "payload_too_large";
  return (error.details.data?.error as string | undefined) ?? ERROR_TABLE[error.code].rest;
}

/** Logs what nobody expected, with its stack, for the operator alone. */
export function logUnexpected(error: unknown, requestId: string, where: string): void {
  log.error(
    {
      requestId,
      where,
      err:
        error instanceof Error
          ? { message: error.message, stack: error.stack, codes: codesOf(error) }
          : String(error),
    },
    "unexpected error",
  );
}
