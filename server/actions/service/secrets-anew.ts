import type { Context } from "@/server/kernel/context";
import { Invalid, Precondition } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { compile } from "@/server/properties/compile";
import type { PropertyDefinitions } from "@/server/properties/schema";
import type { ActionSnapshot } from "@/server/runs/schema";
import { visibleWorkspace } from "@/server/runs/service/workspaces";
import { lastApplied } from "@/server/runs/service/workspace-last";
import type { UserInputs } from "../core/definition/user-inputs";
import { serverSideKeys } from "../core/form/seal";
import { sealInputs, type SealedInputs } from "./seal-inputs";

/** Values of secret inputs, by input, as whoever repeats a run gives them. */
export type SecretsAnew = Readonly<Record<string, unknown>>;

/** A secret input of a run whose value is not kept. */
export interface SecretToGive {
  key: string;
  title: string;
  description: string | null;
  /** Whether the value is an object, given as JSON. */
  isObject: boolean;
}

/** Those that have a value: an empty one is none. */
export const filledIn = (given: SecretsAnew): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "" && value !== null));

type Repeated = { action: Pick<ActionSnapshot, "userInputs">; inputs: Record<string, unknown> };

const formOf = (run: Repeated) => run.action.userInputs as unknown as UserInputs;

/** The secret inputs that a run had, and of which only the ciphertext is left. */
export const lostSecrets = (run: Repeated): string[] =>
  serverSideKeys(formOf(run)).filter((key) => ![undefined, null, ""].includes(run.inputs[key] as null));

/** What has to be given again to repeat what was last applied to a workspace. Throws NotFound for one that the actor may not see. */
export async function secretsToGive(ctx: Context, workspaceId: string): Promise<SecretToGive[]> {
  checkPermission(ctx.actor, "actions.execute");
  const workspace = await visibleWorkspace(ctx, workspaceId);
  const last = await lastApplied(ctx, workspace.id);
  if (!last) return [];
  const { properties } = formOf(last);
  return lostSecrets(last).map((key) => ({
    key,
    title: properties[key]?.title ?? key,
    description: properties[key]?.description ?? null,
    isObject: properties[key]?.type === "object",
  }));
}

/**
 * The inputs of a run with its secret ones given anew and encrypted; in clear they go to the new run alone, which forgets them when
 * it ends. Throws Precondition with the inputs that are `needed` and were not given, Invalid at `secrets` for what the run did not
 * have, or what does not fit its form.
 */
export async function sealAnew(
  ctx: Context | TransactionContext,
  run: Repeated,
  secretsGiven: SecretsAnew,
  needed: readonly string[],
): Promise<SealedInputs> {
  const given = filledIn(secretsGiven);
  const { properties } = formOf(run);
  const lost = lostSecrets(run);
  const foreign = Object.keys(given).find((key) => !lost.includes(key));
  if (foreign !== undefined)
    throw Invalid.at(
      ["secrets", foreign],
      `The run to repeat had no secret input "${foreign}". Leave it out.`,
    );
  const missing = needed.filter((key) => !Object.hasOwn(given, key));
  if (missing.length)
    throw new Precondition(
      `Its last run had secret inputs, which are not kept: ${missing.map((key) => properties[key]?.title ?? key).join(", ")}. Give them again.`,
      { error: "secret_inputs", inputs: missing },
    );
  const own = Object.fromEntries(Object.entries(properties).filter(([key]) => Object.hasOwn(given, key)));
  const set = { properties: own as PropertyDefinitions, required: Object.keys(own) };
  const checked = compile(set, { scope: "input" }).schema.safeParse(given);
  if (!checked.success)
    throw new Invalid(
      checked.error.issues.map(({ path, message }) => ({
        path: ["secrets", ...path.map((part) => (typeof part === "symbol" ? String(part) : part))],
        message,
      })),
    );
  const { inputs, secrets } = await sealInputs(ctx, { ...formOf(run), properties: own }, given);
  return { inputs: { ...run.inputs, ...inputs }, secrets };
}
