import { DomainError, Invalid, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { entityReplaceSchema } from "../core/entity-schema";
import { isStorable } from "../store/blueprints";
import { identifiersAmong } from "../store/values";
import { read, write, type AnyContext } from "./write";
import { saveAll } from "./write/batch";
import type { Intent } from "./write/decide";
import { withoutLookups } from "./write/lookups";
import { holdPlace } from "./write/place";

/** So many are written by one statement. */
const BATCH = 500;
/** More refusals than this teach nothing new. */
const MAX_ISSUES = 50;

export interface ImportedEntity {
  identifier: string;
  /** Its place in what was sent, for the paths of issues. */
  index: number;
  document: unknown;
}

/**
 * Writes entities of one blueprint, all or none, whether or not they exist: each is as its document says, or has its
 * default. They may relate to others that come later, which are made with their name alone until their turn comes.
 * Throws Invalid with paths from `entities`.
 */
export async function importEntities(
  ctx: AnyContext,
  blueprint: string,
  entities: ImportedEntity[],
): Promise<void> {
  checkPermission(ctx.actor, "catalog.write");
  await write(ctx, async (tx) => {
    const place = await holdPlace(tx, blueprint);
    const issues: Issue[] = [];
    for (let at = 0; at < entities.length && issues.length < MAX_ISSUES; at += BATCH) {
      const intents: Intent[] = [];
      for (const { identifier, index, document } of entities.slice(at, at + BATCH))
        try {
          const given = await withoutLookups(tx, place, read(entityReplaceSchema, document));
          intents.push({ index, identifier, given: { ...given, identifier }, kind: "upsert", keep: false });
        } catch (error) {
          issues.push(...issuesOf(error, index));
        }
      for (const outcome of await saveAll(tx, place, intents, { createMissingRelatedEntities: true }))
        if ("error" in outcome) issues.push(...issuesOf(outcome.error, outcome.index));
    }
    if (issues.length) throw new Invalid(issues.slice(0, MAX_ISSUES));
  });
}

function issuesOf(error: unknown, index: number): Issue[] {
  if (!(error instanceof DomainError)) throw error;
  const issues = error.details.issues ?? [{ path: [], message: error.message }];
  return issues.map(({ path, message }) => ({ path: ["entities", index, ...path], message }));
}

/** Which of these names entities of a blueprint have; none when there is no such blueprint. */
export async function existingEntities(
  ctx: AnyContext,
  blueprint: string,
  identifiers: string[],
): Promise<Set<string>> {
  checkPermission(ctx.actor, "blueprints.manage");
  return identifiersAmong(ctx.db, blueprint, identifiers.filter(isStorable));
}
