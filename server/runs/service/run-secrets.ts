import { remoteOf, terraformOf } from "@/server/runs/core/invocation";
import type { Executor } from "@/db/client";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import { Precondition } from "@/server/kernel/errors";
import { decrypt, encrypt, type Secret } from "@/server/kernel/secrets";
import { resolveSecrets, secretVersions } from "@/server/pipelines/secrets";
import { render, TemplateError } from "@/server/pipelines/template";
import {
  referenceTo,
  secretVariables,
  type SecretReference,
  textsOf,
} from "@/server/runs/core/secret-variables";
import { templateContext } from "@/server/runs/core/template-context";
import type { VariableSources } from "@/server/pipelines/schema";
import type { ActionSnapshot } from "@/server/runs/schema";
import type { RunRow } from "@/server/runs/store/runs";
import { keepSealed, sealedOf } from "@/server/runs/store/secrets";
import { type Facts, factsOf } from "./facts";
import { sensitiveFromSets, variablesFromSets } from "./set-variables";

/** The run and the name are bound into the ciphertext, so that a value cannot be moved to another. */
const purpose = (runId: string, name: string): string => `run-secret:${runId}:${name}`;

/** The name under which the payload of a run is kept, with marks in the place of its secrets. */
export const PAYLOAD = "payload";

/** Keeps values of a run, sealed, by name. */
export const keep = (db: Executor, runId: string, values: Record<string, string>): Promise<void> =>
  keepSealed(
    db,
    runId,
    Object.entries(values).map(([name, text]) => ({ name, sealed: encrypt(purpose(runId, name), text) })),
  );

/** What is kept of a run, in clear. Throws when something of it was altered. */
export async function kept(db: Executor, runId: string): Promise<Map<string, string>> {
  const rows = await sealedOf(db, runId);
  return new Map(
    rows.map(({ name, sealed }) => [name, decrypt(purpose(runId, name), sealed).toString("utf8")]),
  );
}

/** Keeps secret inputs in clear, sealed, as long as the run needs them: values as JSON, by input. */
export const keepInputs = (
  db: Executor,
  runId: string,
  inputs: Record<string, Secret<unknown>>,
): Promise<void> =>
  keep(
    db,
    runId,
    Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [`inputs.${key}`, JSON.stringify(value.reveal())]),
    ),
  );

export interface RenderedVariables {
  /** As they are stored: in place of a secret one stands what it is made of. */
  stored: Record<string, unknown>;
  /** Which of them variable sets gave. */
  sources: VariableSources;
  /** Every secret in clear as JSON: `variables.<name>`, and `secrets.<name>` of the organisation. */
  values: Record<string, string>;
  /** Writes the secret ones, sealed; in the transaction that stores the others. */
  keep(db: Executor): Promise<void>;
}

/** What of a run its variables are rendered from. */
export type Renderable = Facts & Pick<RunRow, "id" | "environment"> & { action: ActionSnapshot };

/**
 * Renders the variables of a run. Those that name secrets are rendered apart, and their values are only ever stored sealed.
 * Throws Precondition when a secret that the action names is no longer there, TemplateError.
 */
export async function renderVariables(
  ctx: Context,
  run: Renderable,
  given: {
    inputs: Record<string, unknown>;
    entity: Entity | null;
    module: { path: string; content: Buffer }[];
    /** Secret inputs in clear as JSON; those that are kept for the run where left out. */
    secretInputs?: Map<string, string>;
  },
): Promise<RenderedVariables> {
  const { inputs, entity } = given;
  const { variables } = terraformOf(run.action);
  const secret = secretVariables(variables, run.action.userInputs);
  const context = templateContext({ ...factsOf(run), inputs }, entity);
  const open = Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(secret, name)));
  const stored = (await render(open, context)) as Record<string, unknown>;
  const names = [...new Set(Object.values(secret).flatMap(({ secrets }) => secrets))];
  const [resolved, own] = [
    await resolveSecrets(ctx, names),
    given.secretInputs ?? (await kept(ctx.db, run.id)),
  ];
  const versions = Object.fromEntries(Object.entries(resolved).map(([name, { version }]) => [name, version]));
  const values: Record<string, string> = Object.fromEntries(
    Object.entries(resolved).map(([name, { value }]) => [`secrets.${name}`, JSON.stringify(value.reveal())]),
  );
  for (const [name, sources] of Object.entries(secret)) {
    const clear = clearInputs(own, sources.inputs);
    const secrets = Object.fromEntries(sources.secrets.map((key) => [key, resolved[key]?.value.reveal()]));
    const value = await renderSecret(name, variables[name], {
      ...context,
      inputs: { ...inputs, ...clear },
      secrets,
    });
    values[`variables.${name}`] = JSON.stringify(value ?? null);
    stored[name] = referenceTo(sources, versions);
  }
  const sets = await variablesFromSets(ctx, run, given.module, variables);
  for (const [name, value] of Object.entries(sets.sealed))
    values[`variables.${name}`] = JSON.stringify(value);
  return {
    stored: { ...sets.stored, ...stored },
    sources: sets.sources,
    values,
    keep: (db) => keep(db, run.id, values),
  };
}

/** The inputs among what is kept, in clear. */
export const clearInputs = (own: Map<string, string>, keys: string[]): Record<string, unknown> =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const text = own.get(`inputs.${key}`);
      return text === undefined ? [] : [[key, JSON.parse(text) as unknown]];
    }),
  );

/** What jq says of a failure repeats the values that it failed on, so that only where it failed is told. */
export async function renderSecret(name: string, template: unknown, context: unknown): Promise<unknown> {
  try {
    return await render(template, context);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TemplateError(
      [name, ...error.path],
      "It cannot be evaluated with the values of its secrets.",
      error.expression,
    );
  }
}

/** The variables of a run with their values, and the names of those that nobody may see. */
export async function variablesOf(
  ctx: Context,
  run: RunRow,
): Promise<{ variables: Record<string, unknown>; sensitive: string[] }> {
  const sensitive = secretNames(run);
  if (!sensitive.length) return { variables: run.variables ?? {}, sensitive };
  const values = await kept(ctx.db, run.id);
  const revealed = sensitive.map((name): [string, unknown] => {
    const text = values.get(`variables.${name}`);
    if (text === undefined)
      throw new Precondition("The secrets of this run are no longer kept. Run the action again.");
    return [name, JSON.parse(text) as unknown];
  });
  return { variables: { ...run.variables, ...Object.fromEntries(revealed) }, sensitive };
}

/** Every secret text of a run, to be taken out of whatever its backend says. */
export async function secretTexts(ctx: { db: Executor }, runId: string): Promise<string[]> {
  const values = await kept(ctx.db, runId);
  values.delete(PAYLOAD);
  return [...values.values()].flatMap((json) => {
    const value = JSON.parse(json) as unknown;
    return typeof value === "object" ? [json, ...textsOf(value)] : [String(value)];
  });
}

const secretNames = (run: Pick<RunRow, "action" | "variableSources">): string[] => [
  ...Object.keys(secretVariables(terraformOf(run.action).variables, run.action.userInputs)),
  ...sensitiveFromSets(run),
];

/** What the hash of a run says of its secrets: which variable takes which, in which version. Undefined: it has none. */
export function secretReferences(run: RunRow): Record<string, SecretReference> | undefined {
  if (remoteOf(run.action)) return (run.variables as Record<string, SecretReference> | null) ?? undefined;
  const names = secretNames(run);
  return names.length
    ? Object.fromEntries(names.map((name) => [name, run.variables?.[name] as SecretReference]))
    : undefined;
}

/** Why the secrets of a run are no longer those that it was planned with; null when they are. */
export async function movedSecret(
  ctx: Pick<Context, "actor"> & { db: Executor },
  run: RunRow,
): Promise<string | null> {
  const planned = Object.assign(
    {},
    ...Object.values(secretReferences(run) ?? {}).map((r) => r.versions),
  ) as Record<string, string>;
  const current = await secretVersions(ctx as Context, Object.keys(planned));
  const moved = Object.keys(planned).find((name) => planned[name] !== current[name]);
  const made = remoteOf(run.action) ? "payload" : "plan";
  return moved === undefined
    ? null
    : `The secret ${moved} was replaced or deleted since the ${made} was made.`;
}
