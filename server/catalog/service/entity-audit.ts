import type { z } from "zod";
import { auditFilter } from "@/server/audit/schema";
import { entriesAbout, listAudit, type AuditPage } from "@/server/audit/service";
import { isAdmin, type Context } from "@/server/kernel/context";
import { NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Model, ModelBlueprint } from "../core/model";
import type { Entity } from "../schema";
import { isStorable } from "../store/blueprints";
import { revisionsOf } from "../store/queries";
import { mayReadOnce, readsEverything } from "./access";
import { withoutHiddenTargets } from "./history";
import { blueprintIn, modelOf } from "./model";
import { read, type AnyContext } from "./write";

type Filter = z.input<typeof auditFilter>;

/** Entries of the audit log: all to administrators, and to others those about an entity that they may read. */
export async function auditLog(ctx: Context, filter: Filter): Promise<AuditPage> {
  const { blueprint, resourceId, resourceTypes = [] } = filter;
  const ofEntity = resourceTypes.length === 1 && resourceTypes[0] === "entity";
  if (isAdmin(ctx.actor) || !ofEntity || !blueprint || !resourceId) return listAudit(ctx, filter);
  return entityAudit(ctx, blueprint, resourceId, filter);
}

/**
 * Entries of the audit log about an entity, newest first, also after it was deleted, as far as the filter says. Who may not
 * read everything gets no targets of relations that they may not read, and no refused attempts, whose reasons may name
 * such. Throws NotFound when there never was one that the actor may read.
 */
export async function entityAudit(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  input: Filter,
): Promise<AuditPage> {
  checkPermission(ctx.actor, "catalog.read");
  const filter = read(auditFilter, input);
  const model = await modelOf(ctx);
  const of = blueprintIn(model, blueprint);
  const revisions = isStorable(identifier) ? await revisionsOf(ctx.db, blueprint, identifier, 1) : [];
  const [latest] = revisions;
  const team = revisions.find((row) => row.snapshot)?.snapshot?.team;
  const owners = Array.isArray(team) ? (team as string[]) : [];
  if (!latest || !(await mayReadOnce(ctx, model, of, { id: latest.entityId, team: owners })))
    throw new NotFound("Entity", identifier);
  const about = { resourceType: "entity", resourceId: identifier, blueprint };
  if (readsEverything(ctx, model)) return entriesAbout(ctx, about, filter);
  if (filter.status === "FAILURE") return { rows: [], nextCursor: null };
  const page = await entriesAbout(ctx, about, { ...filter, status: "SUCCESS" });
  return { ...page, rows: await withoutHidden(ctx, model, of, page.rows) };
}

/** Entries whose states of the entity name only what the actor may read. */
async function withoutHidden(
  ctx: AnyContext,
  model: Model,
  of: ModelBlueprint,
  rows: AuditPage["rows"],
): Promise<AuditPage["rows"]> {
  const states = rows.flatMap(({ diff }) =>
    [diff?.before, diff?.after].map((state) => (state ?? null) as Partial<Entity> | null),
  );
  const shown = await withoutHiddenTargets(ctx, model, of, states);
  return rows.map((row, i) => {
    const [before, after] = [shown[2 * i], shown[2 * i + 1]];
    return { ...row, diff: row.diff && { ...(before && { before }), ...(after && { after }) } };
  });
}
