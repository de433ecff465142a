import { DomainError, Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { renameInAction } from "@/server/actions/core/rename";
import { renameInPermissions } from "@/server/actions/core/rename-policy";
import { blueprintReplaceSchema } from "../core/blueprint-schema";
import {
  brokenByChange,
  definitionIssues,
  immutableIssues,
  type KnownBlueprints,
} from "../core/blueprint-rules";
import { examine, MAX_EXAMPLES, type ChangeReport, type Outcome } from "../core/change-report";
import { differences } from "../core/definition-diff";
import {
  dependentsOf,
  goneKeys,
  permissionDependents,
  viewDependents,
  what,
  type Dependent,
} from "../core/dependents";
import type { KeyOf } from "../core/rename-paths";
import { withoutStamps } from "../core/strict";
import type { BlueprintDefinition } from "../schema";
import * as store from "../store/blueprints";
import { actionDefinitions, viewsOf } from "../store/dependents";
import { countOf, valueBatches } from "../store/values";
import { brokenWords } from "./blueprint-record";
import { read, type AnyContext } from "./write";

/**
 * What replacing a blueprint by this definition would do: to every entity of it, and to what names its keys. Changes
 * nothing. What is wrong with the definition is in the report's issues. Throws NotFound.
 */
export async function previewBlueprint(
  ctx: AnyContext,
  identifier: string,
  input: unknown,
  options: { convert?: boolean } = {},
): Promise<ChangeReport> {
  checkPermission(ctx.actor, "blueprints.manage");
  const row = await store.blueprintBy(ctx.db, identifier);
  if (!row) throw new NotFound("Blueprint", identifier);
  const total = await countOf(ctx.db, row.id);
  const after = readDefinition(input, identifier);
  if (after instanceof Invalid)
    return {
      ...empty(total),
      changes: differences(row.definition, input),
      issues: after.details.issues ?? [],
    };
  const rows = await store.otherBlueprints(ctx.db, identifier);
  const others: KnownBlueprints = new Map(rows.map((other) => [other.identifier, other.definition]));
  const broken = brokenByChange(row.definition, after, others);
  return {
    ...(await effects(ctx, row, after, total)),
    changes: differences(row.definition, after),
    dependents: await dependents(ctx, row, after, others),
    issues: [
      ...(after.identifier === identifier
        ? []
        : [{ path: ["identifier"], message: "The identifier of a blueprint cannot change." }]),
      ...immutableIssues(row.definition, after, options),
      ...definitionIssues(after, others),
      ...(broken.length ? [{ path: [], message: brokenWords(broken) }] : []),
    ],
  };
}

function readDefinition(input: unknown, identifier: string): BlueprintDefinition | Invalid {
  try {
    const given = withoutStamps(read(blueprintReplaceSchema, input));
    return { ...given, identifier: given.identifier ?? identifier } as BlueprintDefinition;
  } catch (error) {
    if (error instanceof DomainError && error.code === "invalid") return error as Invalid;
    throw error;
  }
}

const empty = (total: number): ChangeReport => ({
  changes: [],
  total,
  valid: total,
  converting: 0,
  failing: 0,
  losing: 0,
  examples: [],
  dependents: [],
  issues: [],
});

async function effects(
  ctx: AnyContext,
  row: store.BlueprintRow,
  after: BlueprintDefinition,
  total: number,
): Promise<ChangeReport> {
  const report = empty(total);
  const examination = examine(row.definition, after);
  if (examination.properties.length + examination.relations.length === 0) return report;
  const counts: Record<Outcome, number> = { converts: 0, fails: 0, loses: 0 };
  const shown: Record<Outcome, number> = { converts: 0, fails: 0, loses: 0 };
  let touched = 0;
  let seen = 0;
  for await (const batch of valueBatches(ctx.db, row.id, examination))
    for (const entity of batch) {
      seen += 1;
      const found = examination.effectsOn(entity);
      if (found.length) touched += 1;
      for (const outcome of new Set(found.map((effect) => effect.outcome))) counts[outcome] += 1;
      for (const effect of found)
        if (shown[effect.outcome] < MAX_EXAMPLES) {
          shown[effect.outcome] += 1;
          report.examples.push({ identifier: entity.identifier, title: entity.title, ...effect });
        }
    }
  return {
    ...report,
    total: seen,
    valid: seen - touched,
    converting: counts.converts,
    failing: counts.fails,
    losing: counts.loses,
  };
}

async function dependents(
  ctx: AnyContext,
  row: store.BlueprintRow,
  after: BlueprintDefinition,
  others: KnownBlueprints,
): Promise<Dependent[]> {
  const gone = goneKeys(row.definition, after);
  if (gone.length === 0) return [];
  const known = new Map(others).set(row.identifier, row.definition);
  const definitions = [...others.values(), after];
  const views = await viewsOf(ctx.db, row.identifier);
  const actions = await actionDefinitions(ctx.db);
  return gone.flatMap((subject) => [
    ...dependentsOf(subject, definitions, known),
    ...(row.permissions ? permissionDependents(row.permissions, subject, known) : []),
    ...viewDependents(views, subject),
    ...actionDependents(actions, subject, known),
  ]);
}

/** The actions and automations that name a key of a blueprint, in their definitions or in the policies of their permissions. */
export function actionDependents(
  actions: Awaited<ReturnType<typeof actionDefinitions>>,
  subject: KeyOf,
  known: KnownBlueprints,
): Dependent[] {
  return actions.flatMap(({ identifier, definition, permissions }) => {
    const { renamed, unclear } = renameInAction(definition, subject, subject.key, known);
    const policies = renameInPermissions(permissions, definition, subject, subject.key, known);
    if (!renamed && !unclear && !policies.renamed) return [];
    const kind = definition.trigger.type === "automation" ? "automation" : "action";
    return [
      {
        kind: "action" as const,
        identifier,
        message: `The ${kind} "${identifier}" ${renamed || policies.renamed ? "uses" : "may mean"} ${what(subject)}.`,
      },
    ];
  });
}
