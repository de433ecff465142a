import { type Reference, referencesIn } from "@/server/actions/core/references";
import type { Entity } from "@/server/catalog/schema";
import type { PropertyDefinitions } from "@/server/properties/schema";

/** An entity that the inputs of a run name. */
export interface NamedEntity {
  input: string;
  blueprint: string;
  identifier: string;
}

const entityKey = (blueprint: string, identifier: string): string => JSON.stringify([blueprint, identifier]);

const referencesOf = (userInputs: Record<string, unknown>, inputs: Record<string, unknown>) =>
  referencesIn((userInputs.properties ?? {}) as PropertyDefinitions, inputs).filter(
    (reference): reference is Reference & { blueprint: string } =>
      reference.kind === "entity" && reference.blueprint !== null,
  );

/** Every entity that the values name, those in lists among them. */
export const namedEntities = (
  userInputs: Record<string, unknown>,
  inputs: Record<string, unknown>,
): NamedEntity[] =>
  referencesOf(userInputs, inputs).map(({ path, blueprint, value }) => ({
    input: String(path[0]),
    blueprint,
    identifier: value,
  }));

/**
 * The inputs as templates see them: in place of the identifier of an entity stands the entity. One that is not among the
 * found gives null, and is left out of a list. Persons and teams stay texts.
 */
export function withEntities(
  userInputs: Record<string, unknown>,
  inputs: Record<string, unknown>,
  found: readonly Entity[],
): { inputs: Record<string, unknown>; gone: NamedEntity[] } {
  const known = new Map(found.map((entity) => [entityKey(entity.blueprint, entity.identifier), entity]));
  const result = { ...inputs };
  const gone: NamedEntity[] = [];
  for (const { path, blueprint, value } of referencesOf(userInputs, inputs)) {
    const key = String(path[0]);
    const entity = known.get(entityKey(blueprint, value)) ?? null;
    if (!entity) gone.push({ input: key, blueprint, identifier: value });
    if (path.length === 1) result[key] = entity;
    else {
      const list = result[key] === inputs[key] ? [] : (result[key] as Entity[]);
      result[key] = entity ? [...list, entity] : list;
    }
  }
  return { inputs: result, gone };
}

const targetOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "identifier" in value ? value.identifier : value;

/** Rendered relations as the catalog takes them: a whole entity stands for its identifier. */
export const relationTargets = (relations: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(relations).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(targetOf) : targetOf(value),
    ]),
  );

/** The keys of the inputs whose values are encrypted. */
export const encryptedInputs = (userInputs: Record<string, unknown>): string[] =>
  Object.entries((userInputs.properties ?? {}) as Record<string, { encryption?: unknown }>).flatMap(
    ([key, definition]) => (definition.encryption === undefined ? [] : [key]),
  );
