import { differences } from "@/server/catalog/core/definition-diff";
import { withoutStamps } from "@/server/catalog/core/strict";
import { normalDocument } from "@/server/dashboards/core/document";
import { normalSurvey } from "@/server/surveys/core/document";
import type { Bundle, BundleStep, StepKind, StepType } from "../schema";
import { entitiesByKey, type Json } from "./normal";
import { normalVariableSet } from "./variable-set";

/** Documents by identifier, as the portal has them and as the bundle wants them. */
type Documents = ReadonlyMap<string, unknown>;

/** What lies before and after, by type. */
export interface Sides {
  blueprints: Documents;
  permissions: Documents;
  actions: Documents;
  policies: Documents;
  variableSets: Documents;
  pages: Documents;
  surveys: Documents;
  /** By `blueprint/identifier`. */
  entities: Documents;
}

/** The things of a bundle, by identifier. `normal` gives an entity the form in which equal ones are equal. */
export function sidesOf(bundle: Bundle, normal: (entity: Json) => Json): Sides {
  const hidden = new Set(bundle.hidden ?? []);
  return {
    blueprints: byIdentifier(bundle.blueprints, (definition) =>
      bundle.hidden ? { ...definition, hidden: hidden.has(String(definition.identifier)) } : definition,
    ),
    permissions: new Map(Object.entries(bundle.permissions ?? {})),
    actions: byIdentifier(bundle.actions ?? [], (definition) => ({
      definition,
      permissions: bundle.actionPermissions?.[String(definition.identifier)] ?? null,
    })),
    policies: byIdentifier(bundle.policies ?? [], (policy) => ({ live: false, ...policy })),
    variableSets: byIdentifier(bundle.variableSets ?? [], normalVariableSet),
    pages: byIdentifier(bundle.pages ?? [], normalDocument),
    surveys: byIdentifier(bundle.surveys ?? [], normalSurvey),
    entities: entitiesByKey(bundle.entities ?? [], normal),
  };
}

/** Stamps that come back with a definition are none of it. */
const byIdentifier = (documents: Json[], shape: (document: Json) => unknown): Documents =>
  new Map(documents.map((document) => [String(document.identifier), shape(withoutStamps(document))]));

/** Blueprints that belong to the portal itself stay, whatever a bundle leaves out. */
export const isSystem = (blueprint: string): boolean => blueprint.startsWith("_");

/**
 * What it takes to get from what is to what is wanted. With `prune`, what the bundle has no word of is deleted: of each
 * type of which it has a list.
 */
export function planSteps(now: Sides, wanted: Sides, bundle: Bundle, prune: boolean): BundleStep[] {
  const listed: Record<StepType, boolean> = {
    blueprint: true,
    permissions: bundle.permissions !== undefined,
    action: bundle.actions !== undefined,
    policy: bundle.policies !== undefined,
    variable_set: bundle.variableSets !== undefined,
    page: bundle.pages !== undefined,
    survey: bundle.surveys !== undefined,
    entity: bundle.entities !== undefined,
  };
  const of = (type: StepType, before: Documents, after: Documents, kept: (identifier: string) => boolean) => [
    ...[...after].map(([identifier, document]) => stepOf(type, identifier, before.get(identifier), document)),
    ...(prune && listed[type]
      ? [...before.keys()]
          .filter((identifier) => !after.has(identifier) && !kept(identifier))
          .map((identifier): BundleStep => ({ type, identifier, kind: "delete", changes: [] }))
      : []),
  ];
  return [
    ...of("blueprint", now.blueprints, wanted.blueprints, isSystem),
    ...of("permissions", now.permissions, wanted.permissions, isSystem),
    ...of("action", now.actions, wanted.actions, () => false),
    ...of("policy", now.policies, wanted.policies, () => false),
    ...of("variable_set", now.variableSets, wanted.variableSets, () => false),
    ...of("page", now.pages, wanted.pages, () => false),
    ...of("survey", now.surveys, wanted.surveys, () => false),
    ...of("entity", now.entities, wanted.entities, isSystem),
  ];
}

function stepOf(type: StepType, identifier: string, before: unknown, after: unknown): BundleStep {
  if (before === undefined) return { type, identifier, kind: "create", changes: [] };
  const changes = differences(before, after).map(({ kind: _kind, ...change }) => change);
  return { type, identifier, kind: changes.length ? "change" : "same", changes };
}

/** How many steps of each kind. */
export function countsOf(steps: BundleStep[]): Record<StepKind, number> {
  const counts = { create: 0, change: 0, delete: 0, same: 0 };
  for (const step of steps) counts[step.kind] += 1;
  return counts;
}
