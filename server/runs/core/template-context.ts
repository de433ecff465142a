import type { Entity } from "@/server/catalog/schema";
import type { ActionSnapshot, RunTarget } from "@/server/runs/schema";
import { encryptedInputs } from "./payload-inputs";

/** What a run knows when one of its templates is rendered. */
export interface TemplateFacts {
  id: string;
  action: Pick<ActionSnapshot, "identifier" | "title" | "operation" | "revision" | "userInputs">;
  /** With the entities themselves in place of their identifiers. */
  inputs: Record<string, unknown>;
  blueprint: string | null;
  target: RunTarget | null;
  team: string | null;
  origin: string;
  requester: { id: string; name: string; email: string | null };
  createdAt: Date;
  /** What set off the automation whose run it is. */
  event?: Record<string, unknown> | null;
}

/**
 * The object that `{{ jq }}` of an invocation is evaluated against: `.inputs`, `.entity` (the one acted on, null for a
 * creation), `.trigger` (who, when, through what), `.run`, `.action`, `.event` in a run of an automation, and
 * after an apply `.outputs`, and after a call `.response`.
 */
export function templateContext(
  run: TemplateFacts,
  entity: Entity | null,
  outputs?: Record<string, unknown>,
  response?: unknown,
): Record<string, unknown> {
  return {
    inputs: run.inputs,
    entity,
    trigger: {
      by: {
        user: {
          id: run.requester.id,
          email: run.requester.email,
          name: run.requester.name,
          ...nameParts(run.requester.name),
        },
        userId: run.requester.id,
      },
      origin: run.origin,
      at: run.createdAt.toISOString(),
      operation: run.action.operation,
      blueprint: run.blueprint,
    },
    run: { id: run.id, team: run.team, entity: run.target?.identifier ?? null, blueprint: run.blueprint },
    action: {
      identifier: run.action.identifier,
      title: run.action.title,
      revision: run.action.revision,
      blueprint: run.blueprint,
      encryptedProperties: encryptedInputs(run.action.userInputs),
    },
    ...(run.event ? { event: run.event } : {}),
    ...(outputs ? { outputs } : {}),
    ...(response === undefined ? {} : { response }),
  };
}

/** A name is kept as one text; the published payload has two. */
function nameParts(name: string): { firstName: string; lastName: string } {
  const [firstName = "", ...rest] = name.split(" ");
  return { firstName, lastName: rest.join(" ") };
}

/** The input that a template reads first, so that a fault of its result can be shown at a field of the form. */
export function inputBehind(template: string): string | null {
  const found = /\.inputs(?:\.([A-Za-z_][A-Za-z0-9_]*)|\[?\.?"([^"]+)"\]?|\["([^"]+)"\])/.exec(template);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? null;
}
