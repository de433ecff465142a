import { entitiesNamed } from "@/server/catalog/service/read";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import { Invalid, type Issue, NotFound } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { checkForm, valuesToSend } from "../core/form/check-form";
import { clientSideKeys } from "../core/form/seal";
import type { UserInputs } from "../core/definition/user-inputs";
import { type Reference, referencesIn } from "../core/references";
import type { RunnableAction } from "../schema";
import { evaluateForm } from "./evaluate";
import { givenFrom } from "./given";
import { teamFaults, userFaults } from "./named";
import { unsealedIssues } from "./seal-inputs";

type AnyContext = Context | TransactionContext;

/**
 * Values that fit the form, with defaults filled in. The form is evaluated anew from what is there now, as it was while it
 * was filled in: a value that was in a list when the form was opened, or was never in any, is refused at its place.
 * With `keepsOpen`, values of inputs that are hidden or closed now are left out rather than refused.
 * Throws Invalid with paths that start at `properties`.
 */
export async function readInputs(
  ctx: AnyContext,
  { trigger: { userInputs } }: Pick<RunnableAction, "trigger">,
  given: Record<string, unknown>,
  entity: Entity | null = null,
  { keepsOpen = false }: { keepsOpen?: boolean } = {},
): Promise<Record<string, unknown>> {
  const state = await evaluateForm(
    ctx,
    { userInputs, entity, person: ctx.actor },
    givenFrom(userInputs, { values: given }),
  );
  const values = keepsOpen
    ? { ...unknownOf(userInputs, given), ...valuesToSend(userInputs, state, given) }
    : given;
  const checked = checkForm(userInputs, state, values, { sealed: clientSideKeys(userInputs) });
  const issues = [
    ...(checked.ok ? await missing(ctx, userInputs, checked.values) : checked.issues),
    ...unsealedIssues(userInputs, values),
  ];
  if (!checked.ok || issues.length)
    throw new Invalid(issues.map(({ path, message }) => ({ path: ["properties", ...path], message })));
  return checked.values;
}

/** Values of inputs that there are not: they are refused, and not lost. */
const unknownOf = ({ properties }: UserInputs, values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !Object.hasOwn(properties, key)));

/** What the values name and there is not, or is not the actor's to name. */
async function missing(
  ctx: AnyContext,
  { properties }: UserInputs,
  values: Record<string, unknown>,
): Promise<Issue[]> {
  const references = referencesIn(properties, values);
  const wanted = new Map<string, string[]>();
  for (const { kind, blueprint, value } of references)
    if (kind === "entity" && blueprint !== null)
      wanted.set(blueprint, [...(wanted.get(blueprint) ?? []), value]);
  const found = new Map(
    await Promise.all(
      [...wanted].map(
        async ([blueprint, named]) => [blueprint, await readable(ctx, blueprint, named)] as const,
      ),
    ),
  );
  const named = (wanted: Reference["kind"]) =>
    references.flatMap(({ kind, value }) => (kind === wanted ? [value] : []));
  const [people, teams] = await Promise.all([userFaults(ctx, named("user")), teamFaults(ctx, named("team"))]);
  return references.flatMap(({ kind, value, blueprint, path }): Issue[] => {
    const message =
      kind === "user"
        ? people.get(value)
        : kind === "team"
          ? teams.get(value)
          : found.get(blueprint ?? "")?.has(value)
            ? undefined
            : `There is no ${blueprint ?? "entity"} "${value}". Choose one from the list.`;
    return message === undefined ? [] : [{ path, message }];
  });
}

async function readable(ctx: AnyContext, blueprint: string, identifiers: string[]): Promise<Set<string>> {
  try {
    const entities = await entitiesNamed(ctx, blueprint, identifiers);
    return new Set(entities.map((entity) => entity.identifier));
  } catch (error) {
    // A blueprint that has gone took its entities with it.
    if (error instanceof NotFound) return new Set();
    throw error;
  }
}
