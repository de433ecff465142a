import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import { HTTPException } from "hono/http-exception";
import { createRoute, z } from "@hono/zod-openapi";
import type { ZodError } from "zod";
import { auditFailure } from "@/server/audit/service";
import { isAdmin, type Context } from "@/server/kernel/context";
import { Invalid, type DomainError } from "@/server/kernel/errors";
import { checkPermission, type Permission } from "@/server/kernel/permissions";
import { logUnexpected, restCode, statusOf, toDomainError } from "./errors";

export type RestEnv = { Variables: { context: Context } };
export type RestContext = HonoContext<RestEnv>;

/** The published error body. */
export const errorBody = z
  .object({
    ok: z.literal(false),
    error: z.string().openapi({ example: "not_found" }),
    message: z.string(),
    details: z
      .object({
        issues: z
          .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
          .optional(),
      })
      .passthrough()
      .optional(),
    requestId: z.string(),
  })
  .openapi("Error");

/** A body that is not JSON, or does not say that it is: the router's own refusals, before any schema is asked. */
function unreadable(error: unknown): DomainError | null {
  if (!(error instanceof HTTPException) || error.status >= 500) return null;
  return Invalid.at(
    [],
    "The body cannot be read as JSON. Send valid JSON, with the header Content-Type: application/json.",
  );
}

/** Answers any thrown error with the published body. */
export function answerError(error: unknown, c: RestContext): Response {
  const requestId = c.get("context")?.requestId ?? "none";
  const domain = toDomainError(error) ?? unreadable(error);
  if (!domain) {
    logUnexpected(error, requestId, c.req.path);
    return c.json(
      {
        ok: false,
        error: "internal_error",
        message: `Something failed that should not. The operator finds it in the log under request ${requestId}.`,
        requestId,
      },
      500,
    );
  }
  const { issues, data, retryAfterSeconds } = domain.details;
  if (retryAfterSeconds) c.header("Retry-After", String(retryAfterSeconds));
  const details = issues || data ? { ...data, ...(issues ? { issues } : {}) } : undefined;
  return c.json(
    {
      ok: false,
      error: restCode(domain),
      message: domain.message,
      ...(details ? { details } : {}),
      requestId,
    },
    statusOf(domain) as 400,
  );
}

/** A Hono app of one domain's routes: input that does not fit its zod schema becomes a 422 with paths. */
export function restRouter(): OpenAPIHono<RestEnv> {
  return new OpenAPIHono<RestEnv>({
    defaultHook: async (result, c) => {
      if (result.success) return;
      await logRefusedBody(c as RestContext, result.error);
      return answerError(result.error, c as RestContext);
    },
  });
}

const WRITES: Record<string, string> = { POST: "CREATE", PUT: "UPDATE", PATCH: "UPDATE" };
/** Routes that write one thing, with the kind of thing. */
const WRITTEN: [RegExp, string][] = [
  [
    /^\/v1\/blueprints\/(?<blueprint>[^/]+)\/entities(?:\/(?!search$|top-search$|facets$|bulk$)(?<id>[^/]+))?$/,
    "entity",
  ],
  [/^\/v1\/blueprints(?:\/(?<id>[^/]+))?(?:\/permissions)?$/, "blueprint"],
  [/^\/v1\/actions(?:\/(?<id>[^/]+))?(?:\/permissions)?$/, "action"],
];

/** What a body's own schema refuses never gets to the verb that would log it; administrators find it in the audit log all the same. */
async function logRefusedBody(c: RestContext, error: ZodError): Promise<void> {
  const ctx = c.get("context");
  const action = WRITES[c.req.method];
  if (!action || !ctx || !isAdmin(ctx.actor)) return;
  for (const [route, resourceType] of WRITTEN) {
    const found = route.exec(c.req.path)?.groups;
    if (!found) continue;
    const { id = "", blueprint } = found;
    const message = toDomainError(error)?.message.slice(0, 2000) ?? "";
    await auditFailure(ctx, {
      action,
      resourceType,
      resourceId: decoded(id),
      blueprint: blueprint === undefined ? null : decoded(blueprint),
      message,
    });
    return;
  }
}

/** A part of a path as it was meant; one that is no encoded text stays as it came. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("\0", "");
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

type RouteConfig = Omit<Parameters<typeof createRoute>[0], "responses" | "middleware" | "security"> & {
  permission: Permission;
  summary: string;
  /** Statuses of success with the schema of their body. */
  answers: Record<number, { description: string; schema: z.ZodType }>;
};

const FAULTS: Record<number, string> = {
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  409: "Conflict with the present state",
  413: "The body is larger than 1 MiB",
  422: "The input is wrong; `details.issues` has the paths",
  429: "Too many requests",
};

/**
 * Declares a REST route: its permission is part of it and is checked before the handler runs.
 * Use with `app.openapi(route({...}), handler)`.
 */
export function route<const C extends RouteConfig>(config: C) {
  const { permission, answers, ...rest } = config;
  const responses = Object.fromEntries([
    ...Object.entries(answers).map(([status, a]) => [
      status,
      { description: a.description, content: { "application/json": { schema: a.schema } } },
    ]),
    ...Object.entries(FAULTS).map(([status, description]) => [
      status,
      { description, content: { "application/json": { schema: errorBody } } },
    ]),
  ]) as Record<number, { description: string }>;
  return createRoute({
    ...(rest as Omit<C, "permission" | "answers">),
    security: permission === "public" ? [] : [{ bearer: [] }],
    "x-permission": permission,
    middleware: async (c: HonoContext<RestEnv>, next: () => Promise<void>) => {
      checkPermission(c.get("context").actor, permission);
      await next();
    },
    responses,
  } as Omit<C, "permission" | "answers"> & { responses: Record<number, { description: string }> });
}
