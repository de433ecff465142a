import { storableIssues } from "@/server/properties/storable";
import { Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { policyDefinitionSchema } from "@/server/policy/schema";
import { existingEntities } from "@/server/catalog/service/import-entities";
import { entityKey, normalEntity, type Json } from "../core/normal";
import { countsOf, isSystem, planSteps, sidesOf } from "../core/plan";
import { bundleSchema, type Bundle, type BundlePlan, type BundleStep } from "../schema";
import { exportBundle, exportEntities } from "./export";

/** Reads a bundle. Throws Invalid with the path of each fault, also of things that are in it twice or have no name. */
export function readBundle(input: unknown): Bundle {
  const unstorable = storableIssues(input);
  if (unstorable.length) throw new Invalid(unstorable);
  const parsed = bundleSchema.safeParse(input);
  if (!parsed.success)
    throw new Invalid(
      parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
        message,
      })),
    );
  const bundle = parsed.data;
  const issues = [
    ...nameIssues("blueprints", bundle.blueprints, (document) => [document.identifier]),
    ...nameIssues("actions", bundle.actions ?? [], (document) => [document.identifier]),
    ...nameIssues("policies", bundle.policies ?? [], (document) => [document.identifier]),
    ...nameIssues("variableSets", bundle.variableSets ?? [], (document) => [document.identifier]),
    ...nameIssues("surveys", bundle.surveys ?? [], (document) => [document.identifier]),
    ...nameIssues("pages", bundle.pages ?? [], (document) => [document.identifier]),
    ...nameIssues("entities", bundle.entities ?? [], (document) => [document.blueprint, document.identifier]),
  ];
  if (issues.length) throw new Invalid(issues);
  return bundle;
}

function nameIssues(list: string, documents: Json[], nameOf: (document: Json) => unknown[]): Issue[] {
  const seen = new Set<string>();
  return documents.flatMap((document, i) => {
    const parts = nameOf(document);
    if (!parts.every((part) => typeof part === "string" && part !== ""))
      return [
        {
          path: [list, i, "identifier"],
          message: `${list === "entities" ? "Blueprint and identifier" : "The identifier"} must be given as text.`,
        },
      ];
    const name = JSON.stringify(parts);
    const again = seen.has(name);
    seen.add(name);
    return again ? [{ path: [list, i, "identifier"], message: "It is in the bundle twice." }] : [];
  });
}

/** What is to be done, and what already speaks against it. */
export interface Drafted {
  steps: BundleStep[];
  issues: Issue[];
  /** Definitions as they are. */
  present: Map<string, BlueprintDefinition>;
}

/** Compares a bundle with the portal. */
export async function draftPlan(tx: TransactionContext, bundle: Bundle, prune: boolean): Promise<Drafted> {
  const present = await exportBundle(tx);
  const known = definitionsOf(present, bundle);
  const stored = new Map(present.blueprints.map((d) => [String(d.identifier), d as BlueprintDefinition]));
  const concerned = new Set((bundle.entities ?? []).map((entity) => String(entity.blueprint)));
  const scope = [...stored.values()].filter(
    ({ identifier }) => bundle.entities && (prune || concerned.has(identifier)),
  );
  const now = sidesOf(
    {
      ...present,
      hidden: bundle.hidden ? present.hidden : undefined,
      policies: present.policies?.map((policy) => normalPolicy(policy)),
      entities: await exportEntities(tx, scope),
    },
    (entity) => entity,
  );
  const wanted = sidesOf({ ...bundle, policies: bundle.policies?.map(normalPolicy) }, (entity) => {
    const definition = known.get(String(entity.blueprint));
    return definition ? normalEntity(definition, entity) : entity;
  });
  return {
    steps: planSteps(now, wanted, bundle, prune),
    issues: await entityIssues(tx, bundle, known),
    present: stored,
  };
}

/** A policy with all that it may leave out; one that cannot be read stays as it is, for its verb to refuse. */
function normalPolicy({ identifier, live, ...document }: Json): Json {
  const { success, data } = policyDefinitionSchema.safeParse(document);
  return { identifier, live: live ?? false, ...(success ? data : document) };
}

/** Definitions as they will be. */
function definitionsOf(present: Bundle, bundle: Bundle): Map<string, BlueprintDefinition> {
  const readable = (document: Json) =>
    typeof document.schema === "object" &&
    document.schema !== null &&
    typeof (document.schema as Json).properties === "object";
  return new Map(
    [...present.blueprints, ...bundle.blueprints.filter(readable)].map((document) => [
      String(document.identifier),
      document as BlueprintDefinition,
    ]),
  );
}

/** Entities of blueprints that do not exist, or that relate to what neither the bundle nor the portal has. */
async function entityIssues(
  tx: TransactionContext,
  bundle: Bundle,
  known: Map<string, BlueprintDefinition>,
): Promise<Issue[]> {
  const entities = bundle.entities ?? [];
  const inBundle = new Set(entities.map((e) => entityKey(String(e.blueprint), String(e.identifier))));
  const issues: Issue[] = [];
  const outside = new Map<string, { identifier: string; path: Issue["path"] }[]>();
  for (const [i, entity] of entities.entries()) {
    const blueprint = String(entity.blueprint);
    const definition = known.get(blueprint);
    if (!definition || isSystem(blueprint)) {
      issues.push({
        path: ["entities", i, "blueprint"],
        message: definition
          ? `Entities of "${blueprint}" are made by the portal itself.`
          : `There is no blueprint "${blueprint}", neither in the bundle nor in the portal.`,
      });
      continue;
    }
    for (const [relation, targets] of Object.entries((entity.relations ?? {}) as Json)) {
      const target = definition.relations?.[relation]?.target;
      if (!target) continue;
      for (const identifier of [targets].flat())
        if (typeof identifier === "string" && !inBundle.has(entityKey(target, identifier)))
          outside.set(target, [
            ...(outside.get(target) ?? []),
            { identifier, path: ["entities", i, "relations", relation] },
          ]);
    }
  }
  for (const [target, wanted] of outside) {
    const found = await existingEntities(tx, target, [...new Set(wanted.map((w) => w.identifier))]);
    for (const { identifier, path } of wanted)
      if (!found.has(identifier))
        issues.push({
          path,
          message: `There is no entity "${identifier}" of "${target}", neither in the bundle nor in the portal.`,
        });
  }
  return issues;
}

/** A plan as it is given out. */
export function shownPlan({ steps }: Drafted, issues: Issue[]): BundlePlan {
  return {
    steps: steps.filter((step) => step.type !== "entity" || step.kind !== "same"),
    counts: countsOf(steps),
    issues,
  };
}
