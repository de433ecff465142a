import { databaseNow } from "@/server/kernel/clock";
import type { Context } from "@/server/kernel/context";
import { Invalid, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { chosenEnd, endFault } from "@/server/lifetimes/core/end";
import type { Lifetime } from "@/server/lifetimes/schema";
import { isRunnable } from "@/server/pipelines/schema";
import type { UserInputs } from "../core/definition/user-inputs";
import type { ParsedAction, RunnableAction } from "../schema";
import { findAction } from "../store";

type AnyContext = Context | TransactionContext;

/** What is wrong with the lifetime of a definition: above all, it must be known today how what it makes will be destroyed. */
export async function lifetimeFaults(ctx: AnyContext, action: ParsedAction): Promise<Issue[]> {
  const { lifetime, trigger, invocationMethod } = action;
  if (!lifetime) return [];
  const at = (path: Issue["path"], message: string): Issue => ({ path: ["lifetime", ...path], message });
  if (trigger.type !== "self-service" || trigger.operation !== "CREATE")
    return [
      at([], "Only what an action creates can end by itself. Leave it out, or make the operation CREATE."),
    ];
  const issues = fromFaults(lifetime, trigger.userInputs).map((message) => at(["from"], message));
  if (!("mapping" in invocationMethod) || !invocationMethod.mapping)
    issues.push(
      at([], "The action registers no entity, so there is nothing that could end. Give it a mapping."),
    );
  const destroy = await destroyFault(ctx, lifetime, trigger.blueprintIdentifier);
  return destroy ? [...issues, at(...destroy)] : issues;
}

function fromFaults({ from }: Lifetime, { properties }: UserInputs): string[] {
  if (from === undefined) return [];
  const input = properties[from];
  if (!input) return [`There is no input "${from}".`];
  if (input.type !== "string" || ![undefined, "date-time"].includes(input.format as undefined))
    return [`"${from}" cannot say how long: it must be a plain text, such as "4h", or a date and time.`];
  return input.encryption ? [`"${from}" is encrypted, so that nobody could read when it ends.`] : [];
}

async function destroyFault(
  ctx: AnyContext,
  { destroy, destroyInputs = {} }: Lifetime,
  blueprint: string | undefined,
): Promise<[Issue["path"], string] | null> {
  const row = await findAction(ctx.db, destroy);
  if (!row) return [["destroy"], `There is no action "${destroy}". Make it first.`];
  const { trigger, invocationMethod } = row.definition;
  if (trigger.type !== "self-service" || trigger.operation !== "DELETE")
    return [["destroy"], `"${destroy}" does not delete. Choose an action of the operation DELETE.`];
  if (trigger.blueprintIdentifier !== blueprint)
    return [
      ["destroy"],
      `"${destroy}" works on "${trigger.blueprintIdentifier}", and this makes "${blueprint}".`,
    ];
  if (!isRunnable(invocationMethod) || !row.published)
    return [
      ["destroy"],
      `"${destroy}" cannot be run: publish it, and choose a backend that this portal has.`,
    ];
  const { properties, required } = trigger.userInputs;
  const unknown = Object.keys(destroyInputs).find((key) => !properties[key]);
  if (unknown !== undefined)
    return [["destroyInputs", unknown], `The action "${destroy}" has no input "${unknown}".`];
  const missing = (Array.isArray(required) ? required : []).find(
    (key) => destroyInputs[key] === undefined && properties[key]?.default === undefined,
  );
  return missing === undefined
    ? null
    : [["destroyInputs"], `The action "${destroy}" requires "${missing}". Say here what it is to be given.`];
}

/** Throws Invalid at the input in which somebody chose an end that cannot be had. */
export async function assertLifetime(
  ctx: AnyContext,
  { lifetime }: RunnableAction,
  inputs: Record<string, unknown>,
): Promise<void> {
  if (!lifetime) return;
  const chosen = chosenEnd(lifetime, inputs);
  const path = ["properties", ...(lifetime.from === undefined ? [] : [lifetime.from])];
  if (!chosen.ok) throw Invalid.at(path, chosen.message);
  const fault = endFault(lifetime, chosen.end, await databaseNow(ctx.db));
  if (fault) throw Invalid.at(path, fault);
}
