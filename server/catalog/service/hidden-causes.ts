import type { Model } from "../core/model";
import { readableIdentifiers, readsEverything } from "./access";
import type { AnyContext } from "./write";

/** How a cause names the entity whose change it tells of; identifiers have no quotes. */
const NAMED = /^"([^"]+)" of "([^"]+)"/;

/** What brought computed values about, in words, without the names of entities that the actor may not read. */
export async function withoutHiddenNames(
  ctx: AnyContext,
  model: Model,
  causes: readonly string[],
): Promise<string[]> {
  if (readsEverything(ctx, model)) return [...causes];
  const named = new Map<string, Set<string>>();
  for (const cause of causes) {
    const [, identifier, blueprint] = NAMED.exec(cause) ?? [];
    if (identifier && blueprint) named.set(blueprint, (named.get(blueprint) ?? new Set()).add(identifier));
  }
  const readable = new Map<string, Set<string>>();
  for (const [blueprint, identifiers] of named) {
    const of = model.blueprints.get(blueprint);
    if (of) readable.set(blueprint, await readableIdentifiers(ctx, model, of, [...identifiers]));
  }
  return causes.map((cause) =>
    cause.replace(NAMED, (text, identifier: string, blueprint: string) =>
      readable.get(blueprint)?.has(identifier) ? text : `an entity of "${blueprint}"`,
    ),
  );
}
