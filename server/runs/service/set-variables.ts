import type { Executor } from "@/db/client";
import { Secret } from "@/server/kernel/secrets";
import type { VariableSource, VariableSources } from "@/server/pipelines/schema";
import { readVariables } from "@/server/pipelines/core/variables";
import { type GivenVariable, resolveVariableSets } from "@/server/pipelines/variable-sets";
import type { SecretReference } from "@/server/runs/core/secret-variables";
import type { RunRow } from "@/server/runs/store/runs";

type Scope = Pick<RunRow, "team" | "environment">;
type Reader = { db: Executor };

/** What variable sets add to the variables of a run. */
export interface FromSets {
  /** Variables of the module as they are stored: in place of a sensitive one stands where it comes from. */
  stored: Record<string, unknown>;
  /** Sensitive variables of the module with their values. */
  sealed: Record<string, unknown>;
  sources: VariableSources;
}

/**
 * What the variable sets of a team and an environment give: to variables that the module declares and the action does not set
 * (`own`), and to the environment. What a module does not declare is passed over.
 */
export async function variablesFromSets(
  ctx: Reader,
  scope: Scope,
  module: { path: string; content: Buffer }[],
  own: Record<string, unknown>,
): Promise<FromSets> {
  const given = await resolve(ctx, scope);
  const declared = new Set(readVariables(module).variables.map(({ name }) => name));
  const found: FromSets = { stored: {}, sealed: {}, sources: { terraform: {}, environment: {} } };
  for (const variable of given) {
    const { kind, name, sensitive } = variable;
    if (kind === "terraform" && (!declared.has(name) || Object.hasOwn(own, name))) continue;
    found.sources[kind][name] = sourceOf(variable);
    if (kind === "environment") continue;
    found.stored[name] = sensitive ? referenceTo(variable) : variable.value.reveal();
    if (sensitive) found.sealed[name] = variable.value.reveal();
  }
  return found;
}

/** The environment that sets give to a run whose sources are known; `sensitive` are the names of values to be kept out of logs. */
export async function setEnvironment(
  ctx: Reader,
  run: Scope & { variableSources: VariableSources | null },
): Promise<{ environment: Record<string, Secret>; sensitive: Secret[] }> {
  const names = run.variableSources?.environment ?? {};
  if (Object.keys(names).length === 0) return { environment: {}, sensitive: [] };
  const found = (await resolve(ctx, run)).filter(
    ({ kind, name }) => kind === "environment" && Object.hasOwn(names, name),
  );
  const values = found.map((v): [GivenVariable, Secret] => [v, new Secret(String(v.value.reveal()))]);
  return {
    environment: Object.fromEntries(values.map(([{ name }, value]) => [name, value])),
    sensitive: values.flatMap(([{ sensitive }, value]) => (sensitive ? [value] : [])),
  };
}

/** Why the environment that sets give is no longer the one that was planned with; null when it is. */
export async function movedSet(ctx: Reader, run: RunRow): Promise<string | null> {
  const planned = run.variableSources?.environment ?? {};
  if (Object.keys(planned).length === 0) return null;
  const now = new Map(
    (await resolve(ctx, run)).filter((v) => v.kind === "environment").map((v) => [v.name, v.version]),
  );
  const moved = Object.entries(planned).find(([name, { version }]) => now.get(name) !== version);
  return moved
    ? `The variable ${moved[0]} of the set "${moved[1].title}" was changed or removed since the plan was made.`
    : null;
}

/** What the hash of a run says of the environment that sets give; undefined where they give none. */
export function setVersions(run: Pick<RunRow, "variableSources">): Record<string, string> | undefined {
  const environment = Object.entries(run.variableSources?.environment ?? {});
  return environment.length
    ? Object.fromEntries(environment.map(([name, { version }]) => [name, version]))
    : undefined;
}

/** Names of the variables of a run that sets gave and that nobody may see. */
export const sensitiveFromSets = (run: Pick<RunRow, "variableSources">): string[] =>
  Object.entries(run.variableSources?.terraform ?? {}).flatMap(([name, { sensitive }]) =>
    sensitive ? [name] : [],
  );

const resolve = (ctx: Reader, { team, environment }: Scope) =>
  resolveVariableSets(ctx, { team, environment });

const sourceOf = ({ set, title, version, sensitive }: GivenVariable): VariableSource => ({
  set,
  title,
  version,
  sensitive,
});

const referenceTo = ({ set, name }: GivenVariable): SecretReference => ({
  $secret: [`sets.${set}.${name}`],
  versions: {},
});
