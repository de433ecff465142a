import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import type { Context } from "@/server/kernel/context";
import { checkPermission, type Permission } from "@/server/kernel/permissions";
import { ERROR_TABLE, logUnexpected, toDomainError } from "./errors";

interface Meta {
  permission: Permission;
}

/** What a client learns of an error, as `error.data.domain`. */
export interface DomainErrorShape {
  code: keyof typeof ERROR_TABLE | "unexpected";
  message: string;
  issues?: { path: (string | number)[]; message: string }[];
  data?: Record<string, unknown>;
  requestId: string;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    isDev: false,
    defaultMeta: { permission: "session" },
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ shape, error, ctx }) {
      const requestId = ctx?.requestId ?? "none";
      const domain = toDomainError(error);
      const own: DomainErrorShape = domain
        ? {
            code: domain.code,
            message: domain.message,
            issues: domain.details.issues,
            data: domain.details.data,
            requestId,
          }
        : isClientFault(error)
          ? {
              code: "invalid",
              message: "The request could not be read. Reload the page and try again.",
              requestId,
            }
          : {
              code: "unexpected",
              message: `Something failed that should not. The operator finds it in the log under request ${requestId}.`,
              requestId,
            };
      return {
        code: shape.code,
        message: own.message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          domain: own,
        },
      };
    },
  });

const isClientFault = (error: TRPCError) =>
  [
    "BAD_REQUEST",
    "PARSE_ERROR",
    "NOT_FOUND",
    "METHOD_NOT_SUPPORTED",
    "PAYLOAD_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
  ].includes(error.code);

/** A domain error as tRPC gives it its status; null for what is not known. */
export function toTrpcError(error: unknown): TRPCError | null {
  const domain = toDomainError(error);
  return (
    domain && new TRPCError({ code: ERROR_TABLE[domain.code].trpc, message: domain.message, cause: domain })
  );
}

/** The one error middleware: domain errors get their tRPC code; the unknown is logged and hidden. */
const errors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const domain = toTrpcError(result.error);
  if (domain) throw domain;
  if (!isClientFault(result.error)) logUnexpected(result.error.cause ?? result.error, ctx.requestId, path);
  return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * The one way to make a procedure: it cannot be made without the permission that it demands.
 * Example: `procedure("catalog.read").input(schema).query(({ ctx, input }) => service.verb(ctx, input))`.
 */
export function procedure(permission: Permission) {
  return t.procedure
    .meta({ permission })
    .use(errors)
    .use(({ ctx, next }) => {
      checkPermission(ctx.actor, permission);
      return next();
    });
}
