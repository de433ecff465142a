import { type Context, actorId, actorName } from "@/server/kernel/context";
import { Invalid, type Issue } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { renderAll } from "@/server/pipelines/template";
import { encryptedInputs, relationTargets } from "@/server/runs/core/payload-inputs";
import { templateContext } from "@/server/runs/core/template-context";
import { payloadInputs } from "@/server/runs/service/payload-inputs";
import { expressionsIn, MASKED, namesUnder } from "../core/payload/named";
import type { Operation } from "../schema";
import { findEntity } from "./catalog";
import { personaOf } from "./persona";

export interface PayloadTrial {
  /** The action as it is in the editor; it need not be complete. */
  definition: Record<string, unknown>;
  /** Whose request it would be: user id or e-mail address; oneself when left out. */
  as?: string;
  /** Identifier of the entity acted on. */
  entity?: string;
  values: Record<string, unknown>;
  /** What set off the automation. */
  event?: Record<string, unknown>;
}

export interface RenderedPayload {
  /** `invocationMethod` with every template rendered. Secrets are masked, and what only a run knows stands in brackets. */
  payload: unknown;
  /** Each template that failed, at its path in the definition. */
  issues: Issue[];
}

type Loose = Record<string, unknown>;
const asRecord = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};

/**
 * What the backend of an action would be sent, for any kind of backend, without running anything. Entities are read with the
 * persona's rights. Administrators only. Throws Invalid at `entity` when the persona may not read it, NotFound for the persona.
 */
export async function renderPayload(ctx: Context, trial: PayloadTrial): Promise<RenderedPayload> {
  checkPermission(ctx.actor, "actions.manage");
  const { invocationMethod = {} } = trial.definition;
  const issues: Issue[] = [];
  const context = await contextOf(
    await personaOf(ctx, trial.as),
    trial,
    namedIn("secrets", invocationMethod),
  );
  const outputs = namedIn("outputs", invocationMethod);
  const payload = asRecord(
    await renderAll(
      invocationMethod,
      { ...context, outputs: Object.fromEntries(outputs.map((name) => [name, `(output ${name})`])) },
      (fault) => {
        // What is computed from outputs cannot be tried before there are any.
        if (fault.expression?.includes(".outputs")) return "(known after the run)";
        issues.push({
          path: ["invocationMethod", ...fault.path],
          message: fault.expression === null ? fault.reason : `{{ ${fault.expression} }}: ${fault.reason}`,
        });
        return null;
      },
    ),
  );
  const mapping = asRecord(payload.mapping);
  if (mapping.relations !== undefined)
    payload.mapping = { ...mapping, relations: relationTargets(asRecord(mapping.relations)) };
  // They fail in the order in which jq answers.
  issues.sort((a, b) => a.path.join("/").localeCompare(b.path.join("/")));
  return { payload, issues };
}

const namedIn = (part: "secrets" | "outputs", value: unknown): string[] => [
  ...new Set(expressionsIn(value).flatMap(({ expression }) => namesUnder(part, expression))),
];

/** What the templates would see. */
async function contextOf(persona: Context, trial: PayloadTrial, secrets: string[]): Promise<Loose> {
  const { definition, values } = trial;
  const trigger = asRecord(definition.trigger);
  const userInputs = asRecord(trigger.userInputs);
  const blueprint = typeof trigger.blueprintIdentifier === "string" ? trigger.blueprintIdentifier : null;
  const entity =
    trial.entity === undefined || blueprint === null
      ? null
      : await findEntity(persona, blueprint, trial.entity);
  if (trial.entity !== undefined && !entity)
    throw Invalid.at(
      ["entity"],
      `There is no ${blueprint ?? "entity"} "${trial.entity}" that they may read.`,
    );
  const { actor } = persona;
  const hidden = Object.fromEntries(
    encryptedInputs(userInputs)
      .filter((key) => Object.hasOwn(values, key))
      .map((key) => [key, MASKED]),
  );
  const { inputs } = await payloadInputs(persona, userInputs, values);
  const context = templateContext(
    {
      id: "r_example",
      action: {
        identifier: String(definition.identifier ?? ""),
        title: String(definition.title ?? definition.identifier ?? ""),
        operation: (trigger.operation ?? "CREATE") as Operation,
        revision: 0,
        userInputs,
      },
      inputs: { ...inputs, ...hidden },
      blueprint,
      target: entity && { blueprint: entity.blueprint, identifier: entity.identifier, title: entity.title },
      team: entity?.team[0] ?? null,
      origin: persona.origin,
      requester: {
        id: actorId(actor),
        name: actorName(actor),
        email: actor.kind === "user" ? actor.email : null,
      },
      createdAt: new Date(),
      event: trial.event,
    },
    entity,
  );
  return { ...context, secrets: Object.fromEntries(secrets.map((name) => [name, MASKED])) };
}
