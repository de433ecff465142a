import type { Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model } from "../core/model";
import { checkQuery } from "../core/query/check";
import { resolveQuery } from "../core/query/resolve";
import type { Query } from "../core/query/schema";
import { blueprintIn, modelOf } from "./model";
import { viewerFor } from "./viewer";
import type { AnyContext } from "./write";

/**
 * What is wrong with a query, with paths: nothing when it could be asked. With `dynamic`, values may be computed by a form;
 * what they will be is not known, and what the rest of their rule names is checked. Throws NotFound for the blueprint.
 */
export async function checkQueryOf(
  ctx: AnyContext,
  query: unknown,
  blueprint?: string,
  options: { dynamic?: boolean } = {},
): Promise<{ issues: Issue[] }> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  if (blueprint !== undefined) blueprintIn(model, blueprint);
  const faults = checkQuery(query, options);
  if (faults.length) return { issues: faults };
  const issues = await namesNotKnown(ctx, model, query as Query, blueprint);
  return { issues: issues.filter(({ path }) => !isComputed(query, path)).slice(0, 100) };
}

async function namesNotKnown(
  ctx: AnyContext,
  model: Model,
  query: Query,
  blueprint: string | undefined,
): Promise<Issue[]> {
  const { issues } = resolveQuery(query, {
    model,
    viewer: await viewerFor(ctx, model, []),
    now: new Date(),
    ...(blueprint === undefined ? {} : { candidates: [blueprint], blueprint }),
  });
  return issues;
}

/** Whether the path leads to a value that a form computes. */
function isComputed(query: unknown, path: Issue["path"]): boolean {
  const found = path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[key] : undefined,
    query,
  );
  return typeof found === "object" && found !== null && "jqQuery" in found;
}
