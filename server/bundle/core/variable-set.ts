import { variableSetInput, type VariableSetSummary } from "@/server/pipelines/core/variable-sets";
import type { Json } from "./normal";

/** A set as a bundle has it: what nobody may read is named, and has no value. */
export const exportedVariableSet = (set: VariableSetSummary): Json => ({
  identifier: set.identifier,
  title: set.title,
  ...(set.description === null ? {} : { description: set.description }),
  ...(set.team === null ? {} : { team: set.team }),
  ...(set.environment === null ? {} : { environment: set.environment }),
  variables: set.variables.map(({ kind, name, sensitive, description, value }) => ({
    kind,
    name,
    ...(sensitive ? { sensitive } : { value }),
    ...(description === null ? {} : { description }),
  })),
});

/**
 * A set in the form in which equal ones are equal, and by which a plan shows it. A sensitive value that the bundle gives is
 * said to be there, never shown. One that cannot be read stays without its variables, for its verb to refuse.
 */
export function normalVariableSet(document: Json): Json {
  const { success, data } = variableSetInput.safeParse(document);
  if (!success) return { ...document, variables: undefined };
  const variables = data.variables
    .map(({ kind, name, sensitive, description, value }) => ({
      kind,
      name,
      sensitive,
      description: description ?? null,
      ...(!sensitive ? { value } : value === undefined ? {} : { value: "(given in the bundle)" }),
    }))
    .sort((a, b) => (`${a.kind}:${a.name}` < `${b.kind}:${b.name}` ? -1 : 1));
  const { identifier, title, description = null, team = null, environment = null } = data;
  return { identifier, title, description, team, environment, variables };
}
