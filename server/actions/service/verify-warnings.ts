import { propertyOf } from "@/server/catalog/core/model";
import { modelOf } from "@/server/catalog/service/model";
import { knownTeams } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { DomainError, type Issue } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { CONNECTIONS_OF, kindInfo, NEEDS_CONNECTION } from "@/server/pipelines/core/connection-kinds";
import { listConnections } from "@/server/pipelines/service";
import { isRunnable } from "@/server/pipelines/schema";
import { loadSkeleton } from "@/server/pipelines/templates";
import { formExpressions } from "../core/definition/expressions";
import { formReads } from "../core/form/references-in-jq";
import { expressionsIn, namesUnder } from "../core/payload/named";
import { isSelfService, type ParsedAction } from "../schema";

type AnyContext = Context | TransactionContext;
type Path = Issue["path"];

/**
 * What can be stored and would not work as things are now: inputs and connections that are named and do not exist, and
 * keys that the entity that is made does not have. No faults, since what is missing may be made later. Administrators only.
 */
export async function missingForRuns(ctx: AnyContext, action: ParsedAction): Promise<Issue[]> {
  return [
    ...notCarriedOut(action),
    ...unknownInputs(action),
    ...(await unknownConnection(ctx, action)),
    ...(await unknownSkeleton(action)),
    ...(await unknownKeys(ctx, action)),
    ...answersItself(action),
    ...(await unknownOwner(ctx, action)),
  ];
}

/** Who asks for help gets it from administrators where nobody is in the team that the action names. */
async function unknownOwner(ctx: AnyContext, { ownerTeam }: ParsedAction): Promise<Issue[]> {
  if (ownerTeam === undefined || (await knownTeams(ctx, [ownerTeam])).has(ownerTeam)) return [];
  const message = `There is no team "${ownerTeam}". Until there is, administrators get the requests for help.`;
  return [{ path: ["ownerTeam"], message }];
}

/** A backend of the published format that this portal keeps, and does not carry out. */
function notCarriedOut({ invocationMethod }: ParsedAction): Issue[] {
  if (isRunnable(invocationMethod)) return [];
  const message = `This portal keeps actions with the backend ${invocationMethod.type}, and does not carry them out: it writes to no broker. A WEBHOOK with agent: true can be fetched by whoever hands it on.`;
  return [{ path: ["invocationMethod", "type"], message }];
}

/** An automation whose own runs may set it off again. */
function answersItself({ identifier, trigger, invocationMethod }: ParsedAction): Issue[] {
  if (trigger.type !== "automation") return [];
  const { event } = trigger;
  const path = ["trigger", "event"];
  if ("actionIdentifier" in event && event.actionIdentifier === identifier)
    return [
      {
        path,
        message:
          "It is set off by its own runs. After five in a row it is stopped as a loop; watch another action, or narrow the condition.",
      },
    ];
  const written =
    invocationMethod.type === "UPSERT_ENTITY" ? invocationMethod.blueprintIdentifier : undefined;
  const hears =
    event.type === "ENTITY_CREATED" || event.type === "ENTITY_UPDATED" || event.type === "ANY_ENTITY_CHANGE";
  return hears && written === event.blueprintIdentifier
    ? [
        {
          path,
          message: `It writes entities of "${written}", whose changes set it off. After five in a row it is stopped as a loop; make sure that its condition does not hold for what it writes.`,
        },
      ]
    : [];
}

/** An input that nobody asks for is always null. */
function unknownInputs(action: ParsedAction): Issue[] {
  if (!isSelfService(action)) return [];
  const { userInputs } = action.trigger;
  const unknown = (path: Path, names: Iterable<string>): Issue[] =>
    [...names]
      .filter((name) => !Object.hasOwn(userInputs.properties, name))
      .map((name) => ({ path, message: `There is no input "${name}": it is always null.` }));
  return [
    ...formExpressions(userInputs).flatMap(({ path, jq }) =>
      unknown(["trigger", "userInputs", ...path], formReads(jq).keys),
    ),
    ...expressionsIn(action.invocationMethod).flatMap(({ path, expression }) =>
      unknown(["invocationMethod", ...path], new Set(namesUnder("inputs", expression))),
    ),
  ];
}

/** A connection that there is not, or of a kind that the backend cannot use; or none, where it can do nothing without. */
async function unknownConnection(ctx: AnyContext, { invocationMethod }: ParsedAction): Promise<Issue[]> {
  const kinds = CONNECTIONS_OF[invocationMethod.type] ?? [];
  const name = "connection" in invocationMethod ? invocationMethod.connection : undefined;
  const path = ["invocationMethod", "connection"];
  // What a template will name is known when it is rendered.
  if (kinds.length === 0 || name?.includes("{{")) return [];
  const all = await listConnections(ctx);
  const labels = kinds.map((kind) => kindInfo(kind).label).join(" or ");
  if (name === undefined) {
    const fitting = all.filter(({ kind }) => kinds.includes(kind)).length;
    if (!NEEDS_CONNECTION.has(invocationMethod.type) || fitting === 1) return [];
    const message = fitting
      ? `There are several connections of the kind ${labels}. Name one of them.`
      : `It needs a connection of the kind ${labels}. Make it in the settings, under Connections.`;
    return [{ path, message }];
  }
  const found = all.find(({ identifier }) => identifier === name);
  if (!found)
    return [
      { path, message: `There is no connection "${name}". Make it in the settings, under Connections.` },
    ];
  if (kinds.includes(found.kind) || invocationMethod.type === "TERRAFORM") return [];
  const message = `The connection "${name}" is of the kind ${kindInfo(found.kind).label}; one of the kind ${labels} is needed.`;
  return [{ path, message }];
}

/** A template that is to be committed and has nothing to commit. */
async function unknownSkeleton({ invocationMethod }: ParsedAction): Promise<Issue[]> {
  if (invocationMethod.type !== "GITOPS") return [];
  const { template } = invocationMethod;
  if (template === undefined || template.includes("{{")) return [];
  try {
    await loadSkeleton(template);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [{ path: ["invocationMethod", "template"], message: error.message }];
  }
}

/** Keys of the mapping that the blueprint of the entity does not have: the entity could not be registered. */
async function unknownKeys(ctx: AnyContext, { trigger, invocationMethod }: ParsedAction): Promise<Issue[]> {
  if (invocationMethod.type !== "TERRAFORM" && invocationMethod.type !== "UPSERT_ENTITY") return [];
  const model = await modelOf(ctx);
  const named =
    invocationMethod.type === "UPSERT_ENTITY"
      ? invocationMethod.blueprintIdentifier
      : trigger.type === "self-service"
        ? trigger.blueprintIdentifier
        : undefined;
  const blueprint = named === undefined ? undefined : model.blueprints.get(named);
  const { properties = {}, relations = {} } = invocationMethod.mapping ?? {};
  if (!blueprint) return [];
  const lacks = (member: "properties" | "relations", keys: string[], has: (key: string) => boolean) =>
    keys
      .filter((key) => !key.includes("{{") && !has(key))
      .map((key) => ({
        path: ["invocationMethod", "mapping", member, key],
        message: `"${blueprint.identifier}" has no ${member === "properties" ? "property" : "relation"} "${key}", so that the entity could not be registered.`,
      }));
  return [
    ...lacks(
      "properties",
      Object.keys(properties),
      (key) => propertyOf(model, blueprint.identifier, key) !== null,
    ),
    ...lacks("relations", Object.keys(relations), (key) =>
      Object.hasOwn(blueprint.definition.relations ?? {}, key),
    ),
  ];
}
