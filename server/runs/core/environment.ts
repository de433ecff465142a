/** What an environment can be told from: the inputs of a run, and the entity that it acts on. */
interface Told {
  inputs: Record<string, unknown>;
  entity: { properties: Record<string, unknown>; relations: Record<string, unknown> } | null;
}

const named = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value : null;

/**
 * The environment that a run works on, as policies, budgets and variable sets see it: the input `environment` (a text, or the
 * identifier of an entity), else the property or the relation `environment` of the entity acted on; null when none says one.
 */
export const environmentOf = ({ inputs, entity }: Told): string | null =>
  named(inputs.environment) ?? named(entity?.properties.environment) ?? named(entity?.relations.environment);
