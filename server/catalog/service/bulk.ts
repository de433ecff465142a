import { Conflict, DomainError, Invalid, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { entityCreateSchema, entityPatchSchema } from "../core/entity-schema";
import { MAX_BULK, MAX_BULK_UPDATED, type WriteOptions } from "../schema";
import { modelOf } from "./model";
import { settle } from "./recompute";
import { read, write, type AnyContext } from "./write";
import { saveAll, type Outcome } from "./write/batch";
import type { Intent } from "./write/decide";
import { holdPlace } from "./write/place";

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
  const refused: BulkResult["errors"] = [];
  const first = new Map<string, number>();
  const intents = inputs.flatMap((input, index): Intent[] => {
    try {
      const given = read(entityCreateSchema, input);
      const { identifier } = given;
      const twin = identifier === undefined ? undefined : first.get(identifier);
      if (twin !== undefined)
        throw new Conflict(
          `"${identifier}" is already given as entity ${twin} of this call. Give each entity once.`,
        );
      if (identifier !== undefined) first.set(identifier, index);
      const kind = options.upsert ? "upsert" : "create";
      return [{ index, identifier, given, kind, keep: options.merge === true }];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ index, identifier: identifierOf(input), error });
      return [];
    }
  });
  return saveMany(ctx, blueprint, intents, options, refused);
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
  const intents = [...new Set(identifiers)].map((identifier, index): Intent => ({
    index,
    identifier,
    given,
    kind: "change",
    keep: true,
  }));
  return saveMany(ctx, blueprint, intents, {}, []);
}

async function saveMany(
  ctx: AnyContext,
  blueprint: string,
  intents: readonly Intent[],
  options: WriteOptions,
  refused: BulkResult["errors"],
): Promise<BulkResult> {
  await modelOf(ctx);
  const outcomes = await write(
    ctx,
    async (tx): Promise<Outcome[]> => saveAll(tx, await holdPlace(tx, blueprint), intents, options),
    { dry: options.validationOnly },
  );
  await settle(ctx);
  return {
    entities: outcomes.flatMap((outcome) =>
      "error" in outcome
        ? []
        : [{ index: outcome.index, identifier: outcome.identifier, created: outcome.created }],
    ),
    errors: [...refused, ...outcomes.flatMap((outcome) => ("error" in outcome ? [outcome] : []))].sort(
      (a, b) => a.index - b.index,
    ),
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
