import { stageOfRule } from "@/server/approvals/core/rule";
import { describeStages } from "@/server/approvals/core/stages";
import {
  type Approver,
  approversUnder,
  barredIn,
  excludedByRequester,
} from "@/server/approvals/service/candidates";
import { findActiveUsers } from "@/server/identity/service/people";
import { actorId, type Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { Lifetime } from "@/server/lifetimes/schema";
import { isRunnable, type RunnableInvocation } from "@/server/pipelines/schema";
import { templateGuide } from "@/server/pipelines/templates";
import type { PropertyDefinition } from "@/server/properties/schema";
import { mayExecute } from "../core/permission";
import type { UserInputs } from "../core/definition/user-inputs";
import type { ActionDefinition, ActionFilter, ExecuteInput, Operation, SelfServiceTrigger } from "../schema";
import * as store from "../store";
import { isDynamicForm, secretsOf } from "../core/form/expressions";
import type { FormState } from "../core/form/state";
import { findEntity } from "./catalog";
import { matchesCondition } from "./condition";
import { evaluateForm } from "./evaluate";
import { caseOf, type Executable, prepare } from "./execute";
import { teams } from "./options";
import { executorOf, owningTeam } from "./plan";
import { approvalRuleFor, assertMayBegin } from "./policy-decisions";
import { previewRequirement } from "./preview-rules";

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
  const offered = rows
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
    );
  const fits = await Promise.all(
    offered.map((row) => entity === null || matchesCondition(ctx, row.definition.trigger, entity)),
  );
  return offered
    .filter((_, i) => fits[i])
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
  /** What the form is like with these values. */
  state: FormState;
  /** Text to read beside the form, in Markdown. */
  documentation: string | null;
  /** Whether the state depends on the values: then it has to be asked for when they change. */
  dynamic: boolean;
  /** Secret inputs. */
  secrets: string[];
  entity: { identifier: string; title: string | null; blueprint: string; team: string[] } | null;
  options: { teams: Option[]; users: Option[] };
  /** Null: nobody has to approve. */
  approval: ApprovalPreview | null;
  /** Null: what it makes has no end. */
  lifetime: Lifetime | null;
}

/** The guide of the template that an action applies. */
const guideOf = async (invocation: RunnableInvocation): Promise<string | null> =>
  "template" in invocation && invocation.template !== undefined ? templateGuide(invocation.template) : null;

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
  const options = (await teams(ctx)).map(({ value, label }) => ({ value, label }));
  const state = await evaluateForm(
    ctx,
    { userInputs, entity, person: ctx.actor },
    { values: onlyTeam(userInputs, options) },
  );
  const { values } = state;
  return {
    ...summaryOf({ ...row, definition: { ...row.definition, trigger: action.trigger } }),
    revision: row.revision,
    submitText: action.trigger.executeActionButtonText ?? null,
    invocation: action.invocationMethod,
    userInputs,
    values,
    state,
    documentation: action.documentation ?? (await guideOf(action.invocationMethod)),
    dynamic: isDynamicForm(userInputs),
    secrets: secretsOf(userInputs),
    entity: entity && {
      identifier: entity.identifier,
      title: entity.title,
      blueprint: entity.blueprint,
      team: entity.team,
    },
    options: { teams: options, users: hasFormat(userInputs, "user") ? await userOptions(ctx) : [] },
    approval: await approvalFor(ctx, executable, values),
    lifetime: action.lifetime ?? null,
  };
}

/** Who would have to approve with these values; the values need not be complete. Null: nobody has to. */
export async function previewApproval(
  ctx: Context,
  identifier: string,
  input: ExecuteInput,
): Promise<ApprovalPreview | null> {
  checkPermission(ctx.actor, "actions.execute");
  const executable = await prepare(ctx, identifier, input.entity);
  const hidden = secretsOf(executable.action.trigger.userInputs);
  const values = Object.entries(input.properties).filter(([key]) => !hidden.includes(key));
  return approvalFor(ctx, executable, Object.fromEntries(values));
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
  const wanted = await caseOf(ctx, executable, inputs);
  const base = await approvalRuleFor(ctx, action, team, wanted);
  const given = { base, team, entity, inputs, resolved: wanted.inputs };
  const stages = action.approvalRules?.length
    ? ((await previewRequirement(ctx, action, given))?.stages ?? [])
    : base
      ? [stageOfRule(base)]
      : [];
  if (!stages.length) return null;
  const excluded = await excludedByRequester(ctx, actorId(ctx.actor));
  const found = await Promise.all(
    stages.map((stage) => approversUnder(ctx, stage.from, barredIn(stage, excluded))),
  );
  const approvers = [...new Map(found.flat().map((person) => [person.id, person])).values()];
  return {
    type: base?.type ?? "ANY",
    owningTeam: team,
    text: describeStages(stages),
    approvers: approvers.map(({ name, email, why }) => ({ name, email, why })),
  };
}

/** The actor's team, for inputs that ask for one and have no default, where there is only one to choose. */
function onlyTeam({ properties }: UserInputs, options: Option[]): Record<string, unknown> {
  const [only, another] = options;
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, { type, format, default: fallback }]) =>
      format === "team" && type === "string" && fallback === undefined && only && !another
        ? [[key, only.value]]
        : [],
    ),
  );
}

const hasFormat = ({ properties }: UserInputs, format: string): boolean =>
  Object.values(properties).some(
    (definition) =>
      definition.format === format || (definition.items as PropertyDefinition | undefined)?.format === format,
  );

async function userOptions(ctx: Context): Promise<Option[]> {
  const people = await findActiveUsers(ctx, { roles: ["admin", "member"] });
  return people.map((person) => ({ value: person.email, label: person.name }));
}
