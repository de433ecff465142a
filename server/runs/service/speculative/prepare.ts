import type { Secret } from "@/server/kernel/secrets";
import type { Context } from "@/server/kernel/context";
import type { SpeculativeInput } from "@/server/pipelines/backend";
import { terraformOf } from "@/server/runs/core/invocation";
import type { SpeculativeRow } from "@/server/runs/store/speculative";
import { findWorkspace, stateHead } from "@/server/runs/store/workspaces";
import { findEntity } from "../catalog";
import type { Engine } from "../engine";
import { moduleReference } from "../module-reference";
import { engineInputs } from "../payload-inputs";
import { type Renderable, renderVariables } from "../run-secrets";
import { setEnvironment } from "../set-variables";
import { latestState } from "../state";
import { type Asked, openAsked } from "./request";

/** A run works on the workspace, which is looked at another time. */
export class Held extends Error {}

export interface Prepared {
  /** What is recorded of it. */
  facts: Pick<SpeculativeRow, "module" | "variableSources" | "stateSerial">;
  input: SpeculativeInput;
  /** Texts that must not be seen in what Terraform says. */
  secrets: string[];
}

/**
 * Gathers what a speculative plan is made of, as a run would. Throws what `explain` can tell people, and Held.
 */
export async function preparePlan(ctx: Context, engine: Engine, row: SpeculativeRow): Promise<Prepared> {
  if (!row.sealed) throw new Error(`The plan ${row.id} has lost what it was asked with.`);
  const asked = openAsked(row.id, row.sealed);
  const invocation = terraformOf(row.action);
  const workspace = row.workspaceId ? await findWorkspace(ctx.db, row.workspaceId) : null;
  if (row.kind === "drift" && workspace?.heldByRun) throw new Held();
  const run = renderable(row, asked);
  const module = await engine.loadModule(ctx, await moduleReference(ctx.db, run));
  const existing = row.target ? await findEntity(ctx, row.target.blueprint, row.target.identifier) : null;
  const { inputs } = await engineInputs(ctx, run);
  const variables = await renderVariables(ctx, run, {
    inputs,
    entity: row.action.operation === "CREATE" ? null : existing,
    module: module.files,
    secretInputs: new Map(Object.entries(asked.secretInputs)),
  });
  const connection = await engine.connection(ctx, invocation.connection);
  const sets = await setEnvironment(ctx, { ...run, variableSources: variables.sources });
  const head = workspace ? await stateHead(ctx.db, workspace.id) : null;
  const secret = secretValues(variables.values);
  return {
    facts: {
      module: module.snapshot,
      variableSources: variables.sources,
      stateSerial: head?.serial ?? null,
    },
    input: {
      kind: row.kind,
      invocation,
      module: module.files,
      variables: { ...variables.stored, ...secret },
      sensitive: Object.keys(secret),
      connection: { ...sets.environment, ...connection },
      state: workspace ? await latestState(ctx, workspace.id) : null,
      binary: await engine.binary(),
    },
    secrets: [
      ...revealed([...Object.values(connection), ...sets.sensitive]),
      ...Object.values(variables.values).flatMap((json) => {
        const value = JSON.parse(json) as unknown;
        return typeof value === "string" ? [value] : [json];
      }),
    ],
  };
}

const revealed = (secrets: Secret[]): string[] => secrets.map((secret) => secret.reveal());

const secretValues = (values: Record<string, string>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, json]) =>
      key.startsWith("variables.") ? [[key.slice("variables.".length), JSON.parse(json) as unknown]] : [],
    ),
  );

/** The plan in the place of a run, for the templates of its action. */
function renderable(
  row: SpeculativeRow,
  asked: Asked,
): Renderable & Pick<Parameters<typeof moduleReference>[1], "module" | "workspaceId"> {
  return {
    id: row.id,
    action: row.action,
    inputs: asked.inputs,
    blueprint: asked.blueprint,
    target: row.target,
    team: asked.team,
    environment: asked.environment,
    origin: asked.origin,
    requesterId: row.requesterId,
    requesterName: row.requesterName,
    requesterEmail: asked.requesterEmail,
    createdAt: row.createdAt,
    module: row.kind === "drift" ? row.module : null,
    workspaceId: row.workspaceId,
  };
}
