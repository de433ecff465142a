import { Conflict, DomainError, Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { checkPermission } from "@/server/kernel/permissions";
import { entityCreateSchema, entityPatchSchema, type EntityGiven } from "../core/entity-schema";
import { MAX_BULK, MAX_BULK_UPDATED, type WriteOptions } from "../schema";
import { modelOf } from "./model";
import { settle } from "./recompute";
import { read, write, type AnyContext } from "./write";
import { saveAll } from "./write/batch";
import type { Intent } from "./write/decide";
import { withoutLookups } from "./write/lookups";
import { holdPlace, type Place } from "./write/place";

/** What became of entities that were sent together: each is either written or refused; `index` is its place in what was sent. */
export interface BulkResult {
  entities: { index: number; identifier: string; created: boolean }[];
  errors: { index: number; identifier: string; error: DomainError }[];
}

/**
 * Creates up to 20 entities of a blueprint, or with `upsert` writes those too that exist. Each is checked by itself, and
 * what is refused keeps the others from nothing; relations may lead to entities of the same call. Throws NotFound for an
 * unknown blueprint, Invalid for too many.
 */
export async function createEntities(
  ctx: AnyContext,
  blueprint: string,
  inputs: readonly unknown[],
  options: WriteOptions = {},
): Promise<BulkResult> {
  checkPermission(ctx.actor, "catalog.write");
  requireAtMost(inputs, MAX_BULK, "entities");
  const sorted = { refused: [] as BulkResult["errors"], given: new Map<number, EntityGiven>() };
  for (const [index, input] of inputs.entries())
    try {
      sorted.given.set(index, read(entityCreateSchema, input));
    } catch (error) {
      sorted.refused.push(refusal(index, input, error));
    }
  return saveMany(ctx, blueprint, options, sorted.refused, async (tx, place) => {
    const intents: Intent[] = [];
    const refused: BulkResult["errors"] = [];
    const first = new Map<string, number>();
    for (const [index, entity] of sorted.given)
      try {
        const given = await withoutLookups(tx, place, entity);
        const { identifier } = given;
        const twin = identifier === undefined ? undefined : first.get(identifier);
        if (twin !== undefined)
          throw new Conflict(
            `"${identifier}" is already given as entity ${twin} of this call. Give each entity once.`,
          );
        if (identifier !== undefined) first.set(identifier, index);
        const kind = options.upsert ? "upsert" : "create";
        intents.push({ index, identifier, given, kind, keep: options.merge === true });
      } catch (error) {
        refused.push(refusal(index, entity, error));
      }
    return { intents, refused };
  });
}

/** What is said of an entity that is refused. Throws what is no domain error. */
function refusal(index: number, input: unknown, error: unknown): BulkResult["errors"][number] {
  if (!(error instanceof DomainError)) throw error;
  return { index, identifier: identifierOf(input), error };
}

/** Makes the same change to up to 1,000 entities of a blueprint; throws as `createEntities` does. */
export async function updateEntities(
  ctx: AnyContext,
  blueprint: string,
  identifiers: readonly string[],
  patch: unknown,
): Promise<BulkResult> {
  checkPermission(ctx.actor, "catalog.write");
  requireAtMost(identifiers, MAX_BULK_UPDATED, "identifiers");
  const given = read(entityPatchSchema, patch);
  if (given.identifier !== undefined)
    throw Invalid.at(["patch", "identifier"], "Entities that are changed together keep their identifiers.");
  return saveMany(ctx, blueprint, {}, [], async (tx, place) => {
    const plain = await withoutLookups(tx, place, given);
    const intents = [...new Set(identifiers)].map((identifier, index): Intent => ({
      index,
      identifier,
      given: plain,
      kind: "change",
      keep: true,
    }));
    return { intents, refused: [] };
  });
}

type Intended = { intents: Intent[]; refused: BulkResult["errors"] };

async function saveMany(
  ctx: AnyContext,
  blueprint: string,
  options: WriteOptions,
  unread: BulkResult["errors"],
  intend: (tx: TransactionContext, place: Place) => Promise<Intended>,
): Promise<BulkResult> {
  await modelOf(ctx);
  const { outcomes, refused } = await write(
    ctx,
    async (tx) => {
      const place = await holdPlace(tx, blueprint);
      const { intents, refused } = await intend(tx, place);
      return { outcomes: await saveAll(tx, place, intents, options), refused };
    },
    { dry: options.validationOnly },
  );
  await settle(ctx, { patient: true });
  return {
    entities: outcomes.flatMap((outcome) =>
      "error" in outcome
        ? []
        : [{ index: outcome.index, identifier: outcome.identifier, created: outcome.created }],
    ),
    errors: [
      ...unread,
      ...refused,
      ...outcomes.flatMap((outcome) => ("error" in outcome ? [outcome] : [])),
    ].sort((a, b) => a.index - b.index),
  };
}

function requireAtMost(values: readonly unknown[], most: number, key: string): void {
  const issues: Issue[] = [];
  if (values.length === 0) issues.push({ path: [key], message: "Give at least one." });
  if (values.length > most)
    issues.push({ path: [key], message: `Give at most ${most} at once; these are ${values.length}.` });
  if (issues.length) throw new Invalid(issues);
}

function identifierOf(input: unknown): string {
  const identifier = typeof input === "object" && input && "identifier" in input ? input.identifier : null;
  return typeof identifier === "string" ? identifier.slice(0, 1000) : "";
}
