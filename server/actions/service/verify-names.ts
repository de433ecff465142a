import { checkQueryOf } from "@/server/catalog/service/check-query";
import { modelOf } from "@/server/catalog/service/model";
import { type Model, propertyOf } from "@/server/catalog/core/model";
import type { Context } from "@/server/kernel/context";
import { env } from "@/server/kernel/env";
import { DomainError, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { ModuleSource, TerraformInvocation } from "@/server/pipelines/schema";
import { listTemplateVersions } from "@/server/pipelines/version-standing";
import { sourceFault } from "@/server/pipelines/git-modules";
import { connectionOrNone } from "@/server/pipelines/service";
import { loadTemplate } from "@/server/pipelines/templates";
import type { PropertyDefinition } from "@/server/properties/schema";
import { pickerOf } from "../core/form/expressions";
import type { InputDefinition, InputSort } from "../core/definition/user-inputs";
import type { AutomationTrigger, ParsedAction, SelfServiceTrigger } from "../schema";
import { findAction } from "../store";

type AnyContext = Context | TransactionContext;
type Path = Issue["path"];

/** What the definition names and the portal does not have: blueprints, properties of datasets and sorting, templates, actions. */
export async function unknownNames(ctx: AnyContext, action: ParsedAction): Promise<Issue[]> {
  const model = await modelOf(ctx);
  const { trigger, invocationMethod } = action;
  const parts = await Promise.all([
    trigger.type === "self-service" ? inSelfService(ctx, model, trigger) : inEvent(ctx, model, trigger),
    missingTemplate(ctx, action),
  ]);
  const written = invocationMethod.type === "UPSERT_ENTITY" ? invocationMethod.blueprintIdentifier : null;
  return [
    ...parts.flat(),
    // What a template will name is known when it is rendered.
    ...(written === null || written.includes("{{")
      ? []
      : missingBlueprint(model, written, ["invocationMethod", "blueprintIdentifier"])),
  ];
}

function missingBlueprint(model: Model, identifier: unknown, path: Path): Issue[] {
  return typeof identifier !== "string" || model.blueprints.has(identifier)
    ? []
    : [{ path, message: `There is no blueprint "${identifier}". Make it first.` }];
}

const below = (at: Path, issues: Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: [...at, ...path], message }));

async function inSelfService(ctx: AnyContext, model: Model, trigger: SelfServiceTrigger): Promise<Issue[]> {
  const { blueprintIdentifier, condition, userInputs } = trigger;
  const issues = missingBlueprint(model, blueprintIdentifier, ["blueprintIdentifier"]);
  if (condition && !issues.length) {
    const { type: _, ...query } = condition;
    const found = await checkQueryOf(ctx, query, blueprintIdentifier);
    issues.push(...below(["condition"], found.issues));
  }
  for (const [key, input] of Object.entries(userInputs.properties))
    issues.push(...below(["userInputs", "properties", key], await inInput(ctx, model, input)));
  return below(["trigger"], issues);
}

async function inInput(ctx: AnyContext, model: Model, input: InputDefinition): Promise<Issue[]> {
  const items = (input.items ?? {}) as Partial<InputDefinition>;
  const issues = [
    ...missingBlueprint(model, input.blueprint, ["blueprint"]),
    ...missingBlueprint(model, items.blueprint, ["items", "blueprint"]),
  ];
  const { kind, blueprint } = pickerOf(input) ?? {};
  if (issues.length || kind !== "entity" || !blueprint) return issues;
  for (const [holder, at] of [
    [input, []],
    [items, ["items"]],
  ] as const) {
    if (holder.dataset) {
      const found = await checkQueryOf(ctx, holder.dataset, blueprint, { dynamic: true });
      issues.push(...below([...at, "dataset"], found.issues));
    }
    if (holder.sort)
      issues.push(...below([...at, "sort", "property"], unsortable(model, blueprint, holder.sort)));
  }
  return issues;
}

/** Objects and lists have no order. */
function unsortable(model: Model, blueprint: string, { property }: InputSort): Issue[] {
  const found = propertyOf(model, blueprint, property);
  if (!found) return [{ path: [], message: `"${blueprint}" has no property "${property}".` }];
  const { type } = found.definition;
  return type === "object" || type === "array"
    ? [{ path: [], message: `"${property}" is of the type "${type}", by which nothing can be sorted.` }]
    : [];
}

async function inEvent(ctx: AnyContext, model: Model, { event }: AutomationTrigger): Promise<Issue[]> {
  const at: Path = ["trigger", "event"];
  if (event.type === "SCHEDULE") return [];
  if ("actionIdentifier" in event) {
    const { actionIdentifier: identifier } = event;
    return (await findAction(ctx.db, identifier))
      ? []
      : [
          {
            path: [...at, "actionIdentifier"],
            message: `There is no action "${identifier}". Make it first.`,
          },
        ];
  }
  const issues = missingBlueprint(model, event.blueprintIdentifier, ["blueprintIdentifier"]);
  if (!issues.length && event.type === "TIMER_PROPERTY_EXPIRED")
    issues.push(...noTimer(model, event.blueprintIdentifier, event.propertyIdentifier));
  return below(at, issues);
}

function noTimer(model: Model, blueprint: string, property: string): Issue[] {
  const path = ["propertyIdentifier"];
  const found: PropertyDefinition | undefined = propertyOf(model, blueprint, property)?.definition;
  if (!found) return [{ path, message: `"${blueprint}" has no property "${property}".` }];
  return found.format === "timer"
    ? []
    : [
        {
          path,
          message: `"${property}" is no timer, so that it never expires. Choose one of format "timer".`,
        },
      ];
}

/** A version that the action is pinned to is one that the portal has seen. */
async function unknownVersion(
  ctx: AnyContext,
  { template, version }: TerraformInvocation,
  inFolder: string,
): Promise<Issue[]> {
  if (version === undefined || version === inFolder) return [];
  const known = await listTemplateVersions(ctx, template);
  return known.some((one) => one.version === version)
    ? []
    : [
        {
          path: ["invocationMethod", "version"],
          message: `The template "${template}" has no version ${version}. There are ${[...new Set([...known.map((one) => one.version), inFolder])].join(", ")}.`,
        },
      ];
}

/** A source in a git repository names a commit; what names something else is told which one to give. */
async function unpinnedSource(ctx: AnyContext, source: ModuleSource): Promise<Issue[]> {
  const path = ["invocationMethod", "source", "commit"];
  try {
    const fault = await sourceFault(
      { dataDir: env().WAYMARK_DATA_DIR, connection: await connectionOrNone(ctx, source.connection) },
      source,
    );
    return fault === null ? [] : [{ path, message: fault }];
  } catch (error) {
    if (error instanceof DomainError) return [{ path, message: error.message }];
    throw error;
  }
}

async function missingTemplate(ctx: AnyContext, { invocationMethod }: ParsedAction): Promise<Issue[]> {
  if (invocationMethod.type !== "TERRAFORM") return [];
  const { template, source } = invocationMethod;
  if (source) return unpinnedSource(ctx, source);
  if (template === undefined) return [];
  try {
    const { manifest } = await loadTemplate(template);
    return await unknownVersion(ctx, invocationMethod, manifest.version);
  } catch (error) {
    if (error instanceof DomainError)
      return [{ path: ["invocationMethod", "template"], message: error.message }];
    throw error;
  }
}
