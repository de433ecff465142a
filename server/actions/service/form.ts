import { describeRule } from "@/server/approvals/core/rule";
import { type Approver, approversUnder, excludedByRequester } from "@/server/approvals/service/candidates";
import { entityOptions as entitiesToPick } from "@/server/catalog/service/read";
import { findActiveUsers } from "@/server/identity/service/people";
import { listTeams } from "@/server/identity/service/teams";
import { actorId, type Context, isAdmin, teamsOf } from "@/server/kernel/context";
import { DomainError, Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isRunnable, type RunnableInvocation } from "@/server/pipelines/schema";
import { compile } from "@/server/properties/compile";
import type { PropertyDefinition } from "@/server/properties/schema";
import { mayExecute } from "../core/permission";
import type { UserInputs } from "../core/definition/user-inputs";
import type { ActionDefinition, ActionFilter, ExecuteInput, Operation, SelfServiceTrigger } from "../schema";
import * as store from "../store";
import { findEntity } from "./catalog";
import { caseOf, type Executable, prepare, understood } from "./execute";
import { executorOf, owningTeam } from "./plan";
import { approvalRuleFor, assertMayBegin } from "./policy-decisions";

type AnyContext = Context | TransactionContext;

export interface Option {
  value: string;
  label: string;
}

export interface ActionSummary {
  id: string;
  identifier: string;
  title: string;
  description: string | null;
  icon: string | null;
  operation: Operation;
  blueprint: string | null;
  requiredApproval: boolean;
  published: boolean;
  buttonText: string | null;
  /** The heading under which the gallery shows it. */
  group: string | null;
  /** Whether there is text to read beside the form. */
  documented: boolean;
}

/** The actions that the actor may execute, by title; with an entity, those on it. */
export async function listActions(ctx: AnyContext, filter: ActionFilter = {}): Promise<ActionSummary[]> {
  checkPermission(ctx.actor, "actions.read");
  const rows = await store.selectActions(ctx.db, {
    blueprints: filter.blueprint === undefined ? undefined : [filter.blueprint],
    operations: filter.operation === undefined ? undefined : [filter.operation],
  });
  const entity =
    filter.entity !== undefined && filter.blueprint !== undefined
      ? await findEntity(ctx, filter.blueprint, filter.entity)
      : null;
  const executor = executorOf(ctx);
  return rows
    .filter(isSelfServiceRow)
    .filter(
      (row) =>
        row.published &&
        isRunnable(row.definition.invocationMethod) &&
        mayExecute(row.permissions, row.definition.trigger.operation, executor, entity ? entity.team : null),
    )
    .filter(
      (row) =>
        filter.entity === undefined || (entity !== null && row.definition.trigger.operation !== "CREATE"),
    )
    .map(summaryOf)
    .sort((a, b) => a.title.localeCompare(b.title));
}

/** An action that people run from a form, as it is stored. */
interface SelfServiceRow extends store.ActionRow {
  definition: ActionDefinition & { trigger: SelfServiceTrigger };
}
const isSelfServiceRow = (row: store.ActionRow): row is SelfServiceRow =>
  row.definition.trigger.type === "self-service";

const summaryOf = ({ id, identifier, definition, published }: SelfServiceRow): ActionSummary => ({
  id,
  identifier,
  title: definition.title ?? identifier,
  description: definition.description ?? null,
  icon: definition.icon ?? null,
  operation: definition.trigger.operation,
  blueprint: definition.trigger.blueprintIdentifier ?? null,
  requiredApproval: Boolean(definition.requiredApproval),
  published,
  buttonText: definition.trigger.actionCardButtonText ?? null,
  group: definition.group ?? null,
  documented: definition.documentation !== undefined,
});

/** Who will have to approve a request; `approvers` is empty when nobody can. */
export interface ApprovalPreview {
  type: "ANY" | "ALL";
  owningTeam: string | null;
  /** As a sentence. */
  text: string;
  approvers: Pick<Approver, "name" | "email" | "why">[];
}

export interface ActionForm extends ActionSummary {
  revision: number;
  submitText: string | null;
  invocation: RunnableInvocation;
  userInputs: UserInputs;
  /** What the form starts with: the defaults, and the actor's team where there is only one. */
  values: Record<string, unknown>;
  entity: { identifier: string; title: string | null; blueprint: string; team: string[] } | null;
  options: { teams: Option[]; users: Option[] };
  /** Null: nobody has to approve. */
  approval: ApprovalPreview | null;
}

/** Everything that the form of an action needs. Throws like `executeAction` when the actor may not execute it. */
export async function formOf(
  ctx: Context,
  identifier: string,
  input: { entity?: string } = {},
): Promise<ActionForm> {
  checkPermission(ctx.actor, "actions.execute");
  const executable = await prepare(ctx, identifier, input.entity);
  const { row, action, entity } = executable;
  await assertMayBegin(ctx, action.trigger.operation, executable);
  const { userInputs } = action.trigger;
  const teams = await teamOptions(ctx);
  const values = startValues(userInputs, teams);
  return {
    ...summaryOf({ ...row, definition: { ...row.definition, trigger: action.trigger } }),
    revision: row.revision,
    submitText: action.trigger.executeActionButtonText ?? null,
    invocation: action.invocationMethod,
    userInputs,
    values,
    entity: entity && {
      identifier: entity.identifier,
      title: entity.title,
      blueprint: entity.blueprint,
      team: entity.team,
    },
    options: { teams, users: hasFormat(userInputs, "user") ? await userOptions(ctx) : [] },
    approval: await approvalFor(ctx, executable, values),
  };
}

/** Who would have to approve with these values; the values need not be complete. Null: nobody has to. */
export async function previewApproval(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
): Promise<ApprovalPreview | null> {
  checkPermission(ctx.actor, "actions.execute");
  return approvalFor(ctx, await prepare(ctx, identifier, input.entity), input.properties);
}

async function approvalFor(
  ctx: Context,
  executable: Executable,
  inputs: Record<string, unknown>,
): Promise<ApprovalPreview | null> {
  const { row, action, entity } = executable;
  let team: string | null;
  try {
    team = await owningTeam(ctx, row, action, { inputs, entity });
  } catch (error) {
    // A form that is not filled in yet names no team, or one that will be refused at its input.
    if (!(error instanceof DomainError)) throw error;
    team = null;
  }
  const rule = await approvalRuleFor(ctx, action, team, await caseOf(ctx, executable, inputs));
  if (!rule) return null;
  const approvers = await approversUnder(ctx, rule, await excludedByRequester(ctx, actorId(ctx.actor)));
  return {
    type: rule.type,
    owningTeam: team,
    text: describeRule(rule),
    approvers: approvers.map(({ name, email, why }) => ({ name, email, why })),
  };
}

function startValues(userInputs: UserInputs, teams: Option[]): Record<string, unknown> {
  const values = compile({ properties: userInputs.properties }, { scope: "input" }).withDefaults({});
  const [only, another] = teams;
  for (const [key, definition] of Object.entries(userInputs.properties))
    if (
      definition.format === "team" &&
      definition.type === "string" &&
      values[key] === undefined &&
      only &&
      !another
    )
      values[key] = only.value;
  return values;
}

const hasFormat = ({ properties }: UserInputs, format: string): boolean =>
  Object.values(properties).some(
    (definition) =>
      definition.format === format || (definition.items as PropertyDefinition | undefined)?.format === format,
  );

/** The teams that the actor may act for. */
async function teamOptions(ctx: Context): Promise<Option[]> {
  const mine = teamsOf(ctx.actor);
  const teams = await listTeams(ctx);
  return teams
    .filter((team) => isAdmin(ctx.actor) || mine.includes(team.identifier))
    .map((team) => ({ value: team.identifier, label: team.title }));
}

async function userOptions(ctx: Context): Promise<Option[]> {
  const people = await findActiveUsers(ctx, { roles: ["admin", "member"] });
  return people.map((person) => ({ value: person.email, label: person.name }));
}

/** Entities that can be chosen for an input of format entity, found by text in title or identifier. Throws Invalid for another input. */
export async function entityOptions(
  ctx: Context,
  input: { action: string; input: string; text: string },
): Promise<Option[]> {
  const row = await store.findAction(ctx.db, input.action);
  const definition = row ? understood(row).action.trigger.userInputs.properties[input.input] : undefined;
  const blueprint = definition?.blueprint ?? (definition?.items as PropertyDefinition | undefined)?.blueprint;
  if (!blueprint)
    throw Invalid.at(["input"], `The action has no input "${input.input}" that picks an entity.`);
  const entities = await entitiesToPick(ctx, blueprint, input.text);
  return entities.map(({ identifier, title }) => ({ value: identifier, label: title ?? identifier }));
}
