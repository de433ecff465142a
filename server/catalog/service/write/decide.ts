import { Conflict, Invalid, NotFound, type DomainError } from "@/server/kernel/errors";
import { newEntityIdentifier, newOrderedId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import { changedKeys, draftOf, inheritsTeam, shownBy, type Draft } from "../../core/entity-rules";
import type { EntityPatch } from "../../core/entity-schema";
import { computedKeys, type ModelBlueprint } from "../../core/model";
import type { EntityRecord } from "../../schema";
import type { EntityRow } from "../../store/entities";
import { toEntity } from "../record";
import { checkRegister, checkUpdate } from "../access";
import { withHidden, type Sight } from "./sight";

/** One entity that somebody wants written. */
export interface Intent {
  /** Its place in what was sent. */
  index: number;
  /** Of the entity that is meant; undefined: a new one, which is given a name. */
  identifier: string | undefined;
  given: EntityPatch;
  /** `create` refuses one that exists, `change` one that does not; `upsert` takes both. */
  kind: "create" | "upsert" | "change";
  /** Does what is not given stay? */
  keep: boolean;
  /** The one that was edited; another is refused. */
  revision?: number;
}

/** What will be written of one entity. */
export interface Plan {
  intent: Intent;
  id: string;
  existing: EntityRow | null;
  before: EntityRecord | null;
  /** With `properties` as they are stored: what is computed keeps its values until it is computed anew. */
  draft: Draft & { identifier: string };
  /** What of it changes: keys of values and meta properties, and of relations. */
  changed: { keys: string[]; relations: string[] };
}

/** Why one is not written. */
export interface Refusal {
  intent: Intent;
  error: DomainError;
}

export const isPlan = (decision: Plan | Refusal): decision is Plan => "draft" in decision;

/** May it be written, and what will it be? Throws Forbidden, NotFound, Conflict and Invalid. */
export function decide(
  tx: TransactionContext,
  blueprint: ModelBlueprint,
  intent: Intent,
  existing: EntityRow | null,
  sight: Sight,
): Plan {
  const { definition } = blueprint;
  const hidden = existing !== null && !sight.readable.has(existing.id);
  if ((!existing || hidden) && intent.kind === "change")
    throw new NotFound("Entity", intent.identifier ?? "");
  // Of one that the actor may not read no more is told than that its name is taken.
  if (existing && (hidden || intent.kind === "create"))
    throw taken(blueprint.identifier, existing.identifier);
  const targets = (existing && sight.targets.get(existing.id)) ?? {};
  const before = existing && toEntity(definition, existing, targets);
  const { draft: given, issues } = draftOf(definition, intent.given, intent.keep ? before : null);
  const shown = (existing && sight.shown.get(existing.id)) ?? {};
  const many = (relation: string) => definition.relations?.[relation]?.many === true;
  const draft = { ...given, relations: withHidden(many, given.relations, targets, shown) };
  const identifier = draft.identifier ?? intent.identifier ?? newEntityIdentifier();
  const after = { ...draft, identifier, ...shownBy(definition, draft.properties, draft.relations) };
  if (before) checkUpdate(tx, blueprint, before, after);
  else checkRegister(tx, blueprint, after);
  if (before && intent.revision !== undefined && before.revision !== intent.revision)
    throw changedMeanwhile(before.identifier, intent.revision, before.revision);
  if (issues.length) throw new Invalid(issues);
  const named = {
    ...draft,
    identifier,
    team: inheritsTeam(definition) ? (existing?.team ?? []) : draft.team,
    properties: { ...valuesOf(computedKeys(definition), existing), ...draft.properties },
  };
  return {
    intent,
    id: existing?.id ?? newOrderedId(),
    existing,
    before,
    draft: named,
    changed: changedKeys(before, named),
  };
}

const valuesOf = (keys: readonly string[], row: EntityRow | null): Record<string, unknown> =>
  Object.fromEntries(
    keys.filter((key) => row && Object.hasOwn(row.properties, key)).map((key) => [key, row?.properties[key]]),
  );

export const taken = (blueprint: string, identifier: string): DomainError =>
  new Conflict(
    `An entity "${identifier}" of "${blueprint}" exists already. Change that one, choose another identifier, or send upsert=true to replace it.`,
  );

export const changedMeanwhile = (identifier: string, expected: number, current: number): DomainError =>
  new Conflict(
    `"${identifier}" was changed by somebody else meanwhile. Load it again, and repeat your change.`,
    { expected, current },
  );
