import { audit } from "@/server/audit/service";
import { createAction, deleteAction, replaceAction } from "@/server/actions/service/definitions";
import { updatePermissions } from "@/server/actions/service/permissions";
import { DEFAULT_PERMISSIONS } from "@/server/actions/schema";
import { applyModel } from "@/server/catalog/service/apply-model";
import { setHidden } from "@/server/catalog/service/blueprint-revisions";
import { deleteEntities } from "@/server/catalog/service/delete-entity";
import { importEntities } from "@/server/catalog/service/import-entities";
import { logged } from "@/server/catalog/service/logged";
import { changeModel } from "@/server/catalog/service/model";
import { setPermissions } from "@/server/catalog/service/permissions";
import { settle } from "@/server/catalog/service/recompute";
import { removePage } from "@/server/dashboards/service/change-pages";
import { placePageDocument, writePageDocument } from "@/server/dashboards/service/documents";
import { deleteVariableSet, upsertVariableSet } from "@/server/pipelines/variable-sets";
import {
  createPolicy,
  deletePolicy,
  disablePolicy,
  getPolicy,
  publishPolicy,
  updatePolicy,
} from "@/server/policy/service/policies";
import { dropSurvey, writeSurveyDocument } from "@/server/surveys/service/documents";
import { DomainError, Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Json } from "../core/normal";
import type { Bundle, BundlePlan, BundleStep } from "../schema";
import type { AnyContext } from "./export";
import { draftPlan, readBundle, shownPlan, type Drafted } from "./plan";

/** Carries what a dry run found out of its transaction. */
class DryRun extends Error {}

/**
 * What applying a bundle would do, and why it would be refused. It is done and undone in one transaction, so that every
 * check is the real one. Administrators only. Throws Invalid when it is no bundle.
 */
export async function planBundle(
  ctx: AnyContext,
  input: unknown,
  { prune = false } = {},
): Promise<BundlePlan> {
  checkPermission(ctx.actor, "blueprints.manage");
  const bundle = readBundle(input);
  let drafted: Drafted | undefined;
  try {
    await changeModel(ctx, async (tx) => {
      drafted = await draftPlan(tx, bundle, prune);
      await carryOut(tx, bundle, drafted);
      throw new DryRun();
    });
  } catch (error) {
    if (drafted && error instanceof DryRun) return shownPlan(drafted, []);
    if (drafted && error instanceof DomainError)
      return shownPlan(drafted, error.details.issues ?? [{ path: [], message: error.message }]);
    throw error;
  }
  throw new Error("A dry run came to no end.");
}

/**
 * Makes the portal as the bundle says: all of it in one transaction, or nothing. Applying it again changes nothing. With
 * `prune`, what the bundle does not have is deleted. Administrators only. Out: what was done. Throws Invalid with paths.
 */
export async function applyBundle(
  ctx: AnyContext,
  input: unknown,
  { prune = false } = {},
): Promise<BundlePlan> {
  checkPermission(ctx.actor, "blueprints.manage");
  const entry = { action: "IMPORT", resourceType: "bundle", resourceId: "bundle" };
  const plan = await logged(ctx, entry, () => {
    const bundle = readBundle(input);
    return changeModel(ctx, async (tx) => {
      const drafted = await draftPlan(tx, bundle, prune);
      await carryOut(tx, bundle, drafted);
      const shown = shownPlan(drafted, []);
      if (drafted.steps.some((step) => step.kind !== "same"))
        await audit(tx, { ...entry, diff: { after: { counts: shown.counts, prune } } });
      return shown;
    });
  });
  await settle(ctx);
  return plan;
}

async function carryOut(tx: TransactionContext, bundle: Bundle, drafted: Drafted): Promise<void> {
  if (drafted.issues.length) throw new Invalid(drafted.issues);
  const steps = (type: BundleStep["type"], ...kinds: BundleStep["kind"][]) =>
    drafted.steps.filter((step) => step.type === type && kinds.includes(step.kind));
  const named = (list: BundleStep[]) => new Set(list.map((step) => step.identifier));

  const deleted = steps("action", "delete").map(({ identifier }) => identifier);
  for (const identifier of deleted) await deleteAction(tx, identifier, deleted);
  // First: an entity in the way of a new definition may be one that goes.
  await deleteEntitiesOf(tx, drafted);
  const blueprints = named(
    steps("blueprint", "create", "change").filter(
      (step) => step.kind === "create" || step.changes.some(({ path }) => path[0] !== "hidden"),
    ),
  );
  const remove = steps("blueprint", "delete").map((step) => step.identifier);
  if (blueprints.size + remove.length)
    await applyModel(tx, {
      set: bundle.blueprints.flatMap((document, index) =>
        blueprints.has(String(document.identifier)) ? [{ index, document }] : [],
      ),
      remove,
    });
  for (const { identifier } of bundle.hidden ? steps("blueprint", "create", "change") : [])
    await setHidden(tx, identifier, bundle.hidden?.includes(identifier) ?? false);
  for (const { identifier } of steps("permissions", "create", "change"))
    await setPermissions(tx, identifier, bundle.permissions?.[identifier]);
  for (const { identifier } of steps("permissions", "delete"))
    if (!remove.includes(identifier)) await setPermissions(tx, identifier, null);
  for (const step of steps("policy", "delete")) await removePolicy(tx, step.identifier);
  for (const step of steps("policy", "create", "change")) await writePolicy(tx, bundle, step);
  for (const { identifier } of steps("variable_set", "delete")) await deleteVariableSet(tx, identifier);
  for (const { identifier } of steps("variable_set", "create", "change"))
    await writeVariableSet(tx, bundle, identifier);
  for (const { identifier } of steps("page", "delete")) await removePage(tx, identifier);
  for (const { identifier } of steps("survey", "delete")) await dropSurvey(tx, identifier);
  await writeSurveys(tx, bundle, named(steps("survey", "create", "change")));
  await writePages(tx, bundle, named(steps("page", "create", "change")));
  await writeEntities(tx, bundle, named(steps("entity", "create", "change")));
  const written = steps("action", "create", "change").map((step) => ({ step, turn: turnOf(bundle, step) }));
  for (const turn of [1, 2, 3])
    for (const { step, turn: its } of written) if (its === turn) await writeAction(tx, bundle, step);
}

/** What an action's lifetime names is there before it, and automations come last: runs of the others set them off. */
function turnOf(bundle: Bundle, step: BundleStep): 1 | 2 | 3 {
  const action = bundle.actions?.find(({ identifier }) => identifier === step.identifier);
  const trigger = action?.trigger as { type?: unknown } | null | undefined;
  return trigger?.type === "automation" ? 3 : action?.lifetime ? 2 : 1;
}

/** More at once would be refused. */
const DELETED_AT_ONCE = 1000;

/** Deletes entities: those first whose blueprint no other of the doomed needs. */
async function deleteEntitiesOf(tx: TransactionContext, { steps, present }: Drafted): Promise<void> {
  const doomed = new Map<string, string[]>();
  for (const { identifier, type, kind } of steps) {
    if (type !== "entity" || kind !== "delete") continue;
    const [blueprint = "", ...rest] = identifier.split("/");
    const of = doomed.get(blueprint) ?? [];
    of.push(rest.join("/"));
    doomed.set(blueprint, of);
  }
  const needs = (blueprint: string, target: string) =>
    Object.values(present.get(blueprint)?.relations ?? {}).some((r) => r.required && r.target === target);
  while (doomed.size) {
    const left = [...doomed.keys()];
    const free = left.find((target) => !left.some((other) => other !== target && needs(other, target)));
    const blueprint = free ?? left[0]!;
    const identifiers = doomed.get(blueprint) ?? [];
    doomed.delete(blueprint);
    for (let at = 0; at < identifiers.length; at += DELETED_AT_ONCE)
      await deleteEntities(tx, blueprint, identifiers.slice(at, at + DELETED_AT_ONCE));
  }
}

async function writeEntities(tx: TransactionContext, bundle: Bundle, wanted: Set<string>): Promise<void> {
  const byBlueprint = new Map<string, { identifier: string; index: number; document: Json }[]>();
  for (const [index, entity] of (bundle.entities ?? []).entries()) {
    const [blueprint, identifier] = [String(entity.blueprint), String(entity.identifier)];
    if (!wanted.has(`${blueprint}/${identifier}`)) continue;
    const of = byBlueprint.get(blueprint) ?? [];
    of.push({ identifier, index, document: entity });
    byBlueprint.set(blueprint, of);
  }
  for (const [blueprint, entities] of byBlueprint) await importEntities(tx, blueprint, entities);
}

/** A sensitive variable without a value keeps the stored one; where there is none, its place in the bundle is named. */
async function writeVariableSet(tx: TransactionContext, bundle: Bundle, identifier: string): Promise<void> {
  const index = bundle.variableSets?.findIndex((set) => set.identifier === identifier) ?? -1;
  await at(["variableSets", index], async () => {
    await upsertVariableSet(tx, bundle.variableSets?.[index]);
  });
}

/** First all of them, folders too, then each to its place. Their widgets may name what comes later: it is asked for when they are shown. */
async function writePages(tx: TransactionContext, bundle: Bundle, wanted: Set<string>): Promise<void> {
  const pages = [...(bundle.pages ?? []).entries()].filter(([, page]) => wanted.has(String(page.identifier)));
  for (const write of [writePageDocument, placePageDocument])
    for (const [index, page] of pages) await at(["pages", index], () => write(tx, page));
}

async function writeSurveys(tx: TransactionContext, bundle: Bundle, wanted: Set<string>): Promise<void> {
  for (const [index, survey] of (bundle.surveys ?? []).entries())
    if (wanted.has(String(survey.identifier)))
      await at(["surveys", index], () => writeSurveyDocument(tx, survey));
}

/** One that is live is turned off first. */
async function removePolicy(tx: TransactionContext, identifier: string): Promise<void> {
  if ((await getPolicy(tx, identifier)).state === "live") await disablePolicy(tx, identifier);
  await deletePolicy(tx, identifier);
}

async function writePolicy(
  tx: TransactionContext,
  bundle: Bundle,
  { identifier, kind }: BundleStep,
): Promise<void> {
  const index = bundle.policies?.findIndex((policy) => policy.identifier === identifier) ?? -1;
  const { live, ...policy } = bundle.policies?.[index] ?? {};
  const { identifier: _identifier, ...definition } = policy;
  await at(["policies", index], async () => {
    if (live !== undefined && typeof live !== "boolean") throw Invalid.at(["live"], "Must be true or false.");
    const before =
      kind === "create" ? await createPolicy(tx, policy) : await updatePolicy(tx, identifier, definition);
    if (live) await publishPolicy(tx, identifier);
    else if (before.state === "live") await disablePolicy(tx, identifier);
  });
}

/** Says where in the bundle the faults are that a verb finds in one of its documents. */
async function at(place: (string | number)[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError) || !error.details.issues) throw error;
    throw new Invalid(
      error.details.issues.map(({ path, message }) => ({ path: [...place, ...path], message })),
    );
  }
}

async function writeAction(
  tx: TransactionContext,
  bundle: Bundle,
  { identifier, kind, changes }: BundleStep,
) {
  const index = bundle.actions?.findIndex((action) => action.identifier === identifier) ?? -1;
  const action = bundle.actions?.[index];
  await at(["actions", index], async () => {
    if (kind === "create") await createAction(tx, action);
    else if (changes.some(({ path }) => path[0] === "definition"))
      await replaceAction(tx, identifier, action);
    const permissions = bundle.actionPermissions?.[identifier];
    if (permissions || changes.some(({ path }) => path[0] === "permissions"))
      await updatePermissions(tx, identifier, permissions ?? DEFAULT_PERMISSIONS);
  });
}
