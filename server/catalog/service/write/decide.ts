import { Conflict, Invalid, NotFound, type DomainError } from "@/server/kernel/errors";
import { newEntityIdentifier, newOrderedId } from "@/server/kernel/ids";
import type { TransactionContext } from "@/server/kernel/transaction";
import { changedRelations, draftOf, inheritsTeam, shownBy, type Draft } from "../../core/entity-rules";
import type { EntityPatch } from "../../core/entity-schema";
import { computedKeys, type ModelBlueprint } from "../../core/model";
import type { EntityRecord } from "../../schema";
import type { EntityRow, Target } from "../../store/entities";
import { checkRegister, checkUpdate } from "../access";
import { toEntity } from "../record";
import { identifiersOf, withHidden, type Sight } from "./sight";

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
  /** What it relates to now, by relation. */
  targets: Record<string, Target[]>;
  /** With `properties` as they are stored: what is computed keeps its values until it is computed anew. */
  draft: Draft & { identifier: string };
  /** Relations that lead elsewhere than before. */
  relations: string[];
}

/** Why one is not written. */
export interface Refusal {
  intent: Intent;
  error: DomainError;
}

/** By intent, in their order. */
export type Decided = Map<Intent, Plan | Refusal>;

export const isPlan = (decision: Plan | Refusal): decision is Plan => "draft" in decision;

export const plansOf = (decided: Decided): Plan[] => [...decided.values()].filter(isPlan);

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
  const all = identifiersOf(targets);
  const before = existing && toEntity(definition, existing, all);
  const { draft, issues } = draftOf(definition, intent.given, intent.keep ? before : null);
  const shown = existing && sight.shown ? (sight.shown.get(existing.id) ?? {}) : all;
  const many = (relation: string) => definition.relations?.[relation]?.many === true;
  const named = {
    ...draft,
    identifier: draft.identifier ?? intent.identifier ?? newEntityIdentifier(),
    team: inheritsTeam(definition) ? (existing?.team ?? []) : draft.team,
    properties: { ...valuesOf(computedKeys(definition), existing), ...draft.properties },
    relations: withHidden(many, draft.relations, all, shown),
  };
  // Whose a new one is that inherits its teams is known only when they are computed.
  if (before || !inheritsTeam(definition)) checkAccess(tx, blueprint, before, named);
  if (before && intent.revision !== undefined && before.revision !== intent.revision)
    throw changedMeanwhile(before.identifier, intent.revision, before.revision);
  if (issues.length) throw new Invalid(issues);
  return {
    intent,
    id: existing?.id ?? newOrderedId(),
    existing,
    before,
    targets,
    draft: named,
    relations: changedRelations(before, named.relations),
  };
}

/** Throws Forbidden unless the actor may make this of the entity. */
export function checkAccess(
  tx: TransactionContext,
  blueprint: ModelBlueprint,
  before: EntityRecord | null,
  draft: Plan["draft"],
): void {
  const after = { ...draft, ...shownBy(blueprint.definition, draft.properties, draft.relations) };
  if (before) checkUpdate(tx, blueprint, before, after);
  else checkRegister(tx, blueprint, after);
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
