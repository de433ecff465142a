import type { Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { checkQuery } from "../core/query/check";
import { resolveQuery } from "../core/query/resolve";
import type { Query } from "../core/query/schema";
import { blueprintIn, modelOf } from "./model";
import { viewerFor } from "./viewer";
import type { AnyContext } from "./write";

/** What is wrong with a query, with paths: nothing when it could be asked. Throws NotFound for the blueprint. */
export async function checkQueryOf(
  ctx: AnyContext,
  query: unknown,
  blueprint?: string,
): Promise<{ issues: Issue[] }> {
  checkPermission(ctx.actor, "catalog.read");
  const model = await modelOf(ctx);
  if (blueprint !== undefined) blueprintIn(model, blueprint);
  const faults = checkQuery(query);
  if (faults.length) return { issues: faults };
  const { issues } = resolveQuery(query as Query, {
    model,
    viewer: await viewerFor(ctx, model, []),
    now: new Date(),
    ...(blueprint === undefined ? {} : { candidates: [blueprint], blueprint }),
  });
  return { issues: issues.slice(0, 100) };
}
