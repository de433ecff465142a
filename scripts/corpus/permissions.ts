import { equalJson } from "@/server/properties/equal";
import { isObject, type Json, Surroundings } from "./surroundings";

interface Answer {
  status: number;
  body: Json;
}
interface Sender {
  reset(around: Surroundings): Promise<void>;
  send(method: string, route: string, body?: unknown): Promise<Answer>;
}

/** The blueprint and the action whose permissions are set. */
const BLUEPRINT = "guarded";
const ACTION = {
  identifier: "guarded",
  trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} } },
  invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
};

/** Sets permissions of an action, or of a blueprint's entities, and reads them back: what was given must be as it was sent. */
export async function judgePermissions(
  portal: Sender,
  json: unknown,
): Promise<{ answer: Answer; unequal: string | null }> {
  const given = isObject(json) ? json : {};
  const ofEntities = isObject(given.entities);
  const around = new Surroundings();
  const stub = around.stub(BLUEPRINT);
  const entities = ofEntities ? (given.entities as Json) : {};
  for (const key of Object.keys(isObject(entities.updateProperties) ? entities.updateProperties : {}))
    stub.properties[key] ??= { type: "string" };
  for (const key of Object.keys(isObject(entities.updateRelations) ? entities.updateRelations : {}))
    stub.relations[key] ??= { target: around.stub("related").identifier, required: false, many: false };
  await portal.reset(around);
  if ("read" in given)
    return { answer: { status: 404, body: { message: "permissions of pages" } }, unequal: null };
  if (!ofEntities) await portal.send("POST", "/actions", ACTION);
  const route = ofEntities
    ? `/blueprints/${BLUEPRINT}/permissions`
    : `/actions/${ACTION.identifier}/permissions`;
  // A policy that stands alone is one of execution.
  const patch = "policy" in given ? { execute: given } : ofEntities ? ownRoles(given) : given;
  const answer = await portal.send("PATCH", route, patch);
  if (answer.status >= 300) return { answer, unequal: null };
  const read = (await portal.send("GET", route)).body.permissions;
  return {
    answer,
    unequal: holds(read, patch) ? null : `read back as ${JSON.stringify(read).slice(0, 400)}`,
  };
}

/** Roles of moderators name their blueprint, which is another here. */
const ownRoles = (given: Json): Json =>
  JSON.parse(JSON.stringify(given).replaceAll(/"[\w-]+-moderator"/gi, `"${BLUEPRINT}-moderator"`)) as Json;

/** Whether a document has everything of another, and the same. */
function holds(whole: unknown, part: unknown): boolean {
  if (!isObject(part)) return equalJson(whole, part);
  return isObject(whole) && Object.entries(part).every(([key, value]) => holds(whole[key], value));
}
