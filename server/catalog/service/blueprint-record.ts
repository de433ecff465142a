import { blueprintUse } from "@/server/actions/core/blueprint-uses";
import { audit } from "@/server/audit/service";
import { actorId } from "@/server/kernel/context";
import { Conflict, Invalid } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { brokenByChange, definitionIssues } from "../core/blueprint-rules";
import type { Blueprint, BlueprintDefinition, BlueprintRecord } from "../schema";
import * as store from "../store/blueprints";
import { expressionIssues } from "./computed/check";
import { actionDefinitions, openRuns } from "../store/dependents";
import { markModelChange } from "./marks";
import { changeModel, modelOf } from "./model";
import { settle } from "./recompute";
import type { AnyContext } from "./write";

export function toBlueprint(row: store.BlueprintRow): BlueprintRecord {
  return {
    ...row.definition,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

/** A blueprint in the published shape, which has no revision. */
export function published({ revision: _revision, ...blueprint }: BlueprintRecord): Blueprint {
  return blueprint;
}

/**
 * A change of blueprints, one at a time in all the portal. What is computed from what it changes follows. `work` says which
 * blueprints it changed.
 */
export async function changeDefinitions<T>(
  ctx: AnyContext,
  work: (tx: TransactionContext) => Promise<{ result: T; changed: string[] }>,
): Promise<T> {
  const done = await changeModel(ctx, async (tx) => {
    await store.lockDefinitions(tx.db);
    const before = await modelOf(tx);
    const { result, changed } = await work(tx);
    await markModelChange(tx, before, changed);
    return result;
  });
  await settle(ctx);
  return done;
}

/** Checks a definition against the others, and the others against it: a mirror of theirs may pass through it. */
export async function checkDefinition(
  tx: TransactionContext,
  after: BlueprintDefinition,
  before: BlueprintDefinition | null,
): Promise<void> {
  const others = (await store.otherBlueprints(tx.db, after.identifier)).map((row) => row.definition);
  const known = new Map(others.map((definition) => [definition.identifier, definition]));
  const issues = [...definitionIssues(after, known), ...(await expressionIssues(after, before))];
  if (issues.length) throw new Invalid(issues);
  const broken = before ? brokenByChange(before, after, known) : [];
  if (broken.length) throw hasDependents(`${brokenWords(broken)} Change them first.`);
}

/** Which parts of other blueprints a change would leave leading nowhere. */
export const brokenWords = (broken: { identifier: string; issues: { path: (string | number)[] }[] }[]) =>
  `What other blueprints define would lead nowhere: ${broken
    .map(({ identifier, issues }) => `"${identifier}" (${issues.map((i) => i.path.join(".")).join(", ")})`)
    .join("; ")}.`;

/** Writes revision and audit row of a blueprint that was made or changed, and tells caches of the new model. */
export async function recordChange(
  tx: TransactionContext,
  row: store.BlueprintRow,
  before: BlueprintDefinition | null,
): Promise<void> {
  await store.recordBlueprint(tx.db, row, row.definition, row.revision, actorId(tx.actor));
  await audit(tx, {
    action: before ? "UPDATE" : "CREATE",
    resourceType: "blueprint",
    resourceId: row.identifier,
    blueprint: row.identifier,
    diff: { ...(before ? { before } : {}), after: row.definition },
  });
}

/** Throws Conflict while runs on entities of a blueprint are open: they would end in nothing. */
export async function assertNoOpenRuns(ctx: AnyContext, blueprint: string): Promise<void> {
  const open = await openRuns(ctx.db, blueprint);
  if (open)
    throw hasDependents(
      `${open} ${open === 1 ? "run" : "runs"} on entities of "${blueprint}" ${open === 1 ? "has" : "have"} not ended. Wait for the end, or cancel them first.`,
    );
}

/**
 * Throws Conflict while actions or automations need a blueprint: they would lead nowhere. With `deleteActions`, those that
 * work on its entities go with it and do not count.
 */
export async function assertNoActions(
  ctx: AnyContext,
  blueprint: string,
  { deleteActions = false }: { deleteActions?: boolean } = {},
): Promise<void> {
  const used = (await actionDefinitions(ctx.db)).flatMap((action) => {
    const use = blueprintUse(action, blueprint);
    return use === null || (deleteActions && use === "works on it") ? [] : [{ ...action, use }];
  });
  if (used.length === 0) return;
  const named = used.map(
    ({ identifier, definition }) =>
      `the ${definition.trigger.type === "automation" ? "automation" : "action"} "${identifier}"`,
  );
  const listed = named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named.join("");
  throw hasDependents(
    `${listed.charAt(0).toUpperCase()}${listed.slice(1)} ${named.length === 1 ? "needs" : "need"} the blueprint "${blueprint}". Change or delete ${named.length === 1 ? "it" : "them"} first.`,
  );
}

export const hasDependents = (message: string) => new Conflict(message, { error: "has_dependents" });
