import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { restApp } from "@/server/api/rest-app";
import { baseOf, isSystem } from "@/server/catalog/core/system-blueprints";
import { ensureSystemBlueprints } from "@/server/catalog/service/system/seed";
import { systemContext } from "@/server/kernel/context";
import { equalJson } from "@/server/properties/equal";
import { judgePermissions } from "./corpus/permissions";
import { aroundAction } from "./corpus/around-action";
import {
  aroundBlueprint,
  aroundEntity,
  aroundSearch,
  isObject,
  type Json,
  Surroundings,
} from "./corpus/surroundings";

/**
 * Sends every example of a folder to the REST API over an empty database: blueprints, entities, searches, actions and
 * automations, one to a line as `{ "json": …, "valid": true | false | null }`; forms as the inputs of an action. Tells how many were accepted, read back equal, and refused, as each
 * says of itself; `null` says nothing, and is counted alone.
 */

/** Where our contract differs from what an example expects, knowingly. */
const KNOWN: { matches: (message: string, example: Json) => boolean; reason: string }[] = [
  {
    matches: (message) => /"[^"]*" is not a colour\./.test(message),
    reason:
      "There are seventeen colours, and another could not be drawn: refused with its place rather than stored and shown as none.",
  },
  {
    matches: (message) => /mirrorProperties\..*has no relation/.test(message),
    reason:
      "A mirror through a relation that does not exist could never have a value: refused with its place.",
  },
  {
    matches: (message, example) =>
      /Must be a date and time/.test(message) && JSON.stringify(example).includes('"<'),
    reason: "A place-holder stands where a date belongs; no entity could be compared with it.",
  },
];

interface Example {
  source?: string;
  line?: number;
  valid: boolean | null;
  json: unknown;
}

interface Verdict {
  outcome: "as it says" | "knowingly different" | "different" | "not said";
  detail: string;
}

interface Answer {
  status: number;
  body: Json;
}

class Portal {
  private readonly app;
  constructor(private readonly db: Database) {
    const actor = { kind: "system" as const, name: "corpus" };
    this.app = restApp(() => Promise.resolve({ actor, origin: "API" as const, requestId: "corpus", db }));
  }

  async send(method: string, route: string, body?: unknown): Promise<Answer> {
    const response = await this.app.request(`/v1${route}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  }

  /** An empty catalog with these blueprints in it. Throws when they cannot be made, which is a fault of this script. */
  async reset(around: Surroundings, except?: string): Promise<void> {
    await this.db.execute(sql`truncate entities, entity_relations, entity_revisions, entity_marks cascade`);
    await this.db.execute(sql`truncate actions, action_revisions cascade`);
    await this.db.execute(sql`delete from blueprints where id not in (select id from corpus_system)`);
    await this.db.execute(
      sql`update blueprints b set definition = s.definition from corpus_system s where s.id = b.id`,
    );
    await this.db.execute(sql`update catalog_model set version = version + 1`);
    const [bare = [], whole = []] = around.rounds(except);
    for (const definition of bare)
      if (!isSystem(String(definition.identifier))) await this.made("POST", "/blueprints", definition);
    for (const definition of whole)
      await this.made("PATCH", `/blueprints/${encodeURIComponent(String(definition.identifier))}`, {
        relations: onlyKnown(definition, bare),
        ...(isSystem(String(definition.identifier)) ? { schema: added(definition) } : {}),
      });
  }

  /** Makes the action whose runs set off an automation. */
  async watched(automation: unknown): Promise<void> {
    const trigger = isObject(automation) && isObject(automation.trigger) ? automation.trigger : {};
    const identifier = isObject(trigger.event) ? trigger.event.actionIdentifier : undefined;
    if (typeof identifier !== "string" || trigger.type !== "automation") return;
    await this.made("POST", "/actions", {
      identifier,
      trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} } },
      invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
    });
  }

  private async made(method: string, route: string, definition: Json): Promise<void> {
    const { status, body } = await this.send(method, route, definition);
    if (status >= 300)
      throw new Error(
        `The surroundings cannot be made: ${String(body.message)} (${JSON.stringify(definition)})`,
      );
  }
}

/** What the portal's own blueprints have already stays as it is. */
const added = ({ identifier, schema }: Json) => ({
  properties: without(
    (schema as Json).properties,
    Object.keys(baseOf(String(identifier))?.schema.properties ?? {}),
  ),
});

/** Relations to the example itself cannot be there before it is. */
const onlyKnown = (definition: Json, all: Json[]) =>
  Object.fromEntries(
    Object.entries(definition.relations as Json).filter(([, relation]) =>
      all.some((other) => other.identifier === (relation as Json).target),
    ),
  );

const STAMPS = ["createdAt", "createdBy", "updatedAt", "updatedBy"];
/** What the portal adds to an action. */
const KEPT = [...STAMPS, "id", "revision"];
const without = (document: unknown, keys: string[]) =>
  Object.fromEntries(Object.entries(document as Json).filter(([key]) => !keys.includes(key)));

/** What the API gives out of what it was given. Null: equal. */
type Judge = (portal: Portal, json: unknown) => Promise<{ answer: Answer; unequal: string | null }>;

const judges: Record<string, Judge> = {
  async blueprints(portal, json) {
    const identifier = isObject(json) ? String(json.identifier) : "";
    await portal.reset(isObject(json) ? aroundBlueprint(json) : aroundSearch(null), identifier);
    const answer = await portal.send("POST", "/blueprints", json);
    if (answer.status !== 201) return { answer, unequal: null };
    const read = await portal.send("GET", `/blueprints/${encodeURIComponent(identifier)}`);
    const [got, sent] = [without(read.body.blueprint, STAMPS), without(json, STAMPS)];
    return {
      answer,
      unequal: equalJson(got, sent) ? null : `read back as ${JSON.stringify(got).slice(0, 400)}`,
    };
  },

  async entities(portal, json) {
    const { around, blueprint } = aroundEntity(isObject(json) ? json : {});
    await portal.reset(around);
    const route = `/blueprints/${encodeURIComponent(blueprint)}/entities`;
    const answer = await portal.send("POST", `${route}?create_missing_related_entities=true`, json);
    if (answer.status !== 201) return { answer, unequal: null };
    const { identifier } = answer.body.entity as Json;
    const read = await portal.send("GET", `${route}/${encodeURIComponent(String(identifier))}`);
    const got = comparable(read.body.entity as Json);
    const sent = comparable(json as Json);
    const unequal = Object.keys(sent).find((key) => !equalJson(sent[key], got[key]));
    return {
      answer,
      unequal: unequal
        ? `${unequal} read back as ${String(JSON.stringify(got[unequal])).slice(0, 300)}`
        : null,
    };
  },

  async searches(portal, json) {
    await portal.reset(aroundSearch(json));
    return { answer: await portal.send("POST", "/entities/search", json), unequal: null };
  },

  actions: judgeAction,
  automations: judgeAction,
  permissions: judgePermissions,

  async forms(portal, json) {
    const form = isObject(json) && isObject(json.userInputs) ? json.userInputs : json;
    const userInputs = isObject(form) && !isObject(form.properties) ? { properties: form } : form;
    return judgeAction(portal, {
      identifier: "form",
      trigger: { type: "self-service", operation: "CREATE", userInputs },
      invocationMethod: { type: "WEBHOOK", url: "https://example.com" },
    });
  },
};

async function judgeAction(portal: Portal, json: unknown): ReturnType<Judge> {
  const around = new Surroundings();
  if (isObject(json)) aroundAction(around, json);
  await portal.reset(around);
  await portal.watched(json);
  const answer = await portal.send("POST", "/actions", json);
  if (answer.status !== 201) return { answer, unequal: null };
  const route = `/actions/${encodeURIComponent(String((json as Json).identifier))}`;
  const read = await portal.send("GET", route);
  const got = without(read.body.action, KEPT);
  const equal = equalJson(got, json) && inputsOf(got).join() === inputsOf(json).join();
  return { answer, unequal: equal ? null : `read back as ${JSON.stringify(got).slice(0, 400)}` };
}

/** The keys of the inputs in their order, which is the order of the form. */
function inputsOf(action: unknown): string[] {
  const trigger = isObject(action) && isObject(action.trigger) ? action.trigger : {};
  const { properties } = isObject(trigger.userInputs) ? trigger.userInputs : {};
  return Object.keys(isObject(properties) ? properties : {});
}

/** An entity as far as it is written by whoever sends it; nothing given is nothing. */
function comparable(entity: Json): Json {
  const filled = (values: unknown) =>
    Object.fromEntries(Object.entries((values ?? {}) as Json).filter(([, value]) => value !== null));
  const { identifier, title, icon } = entity;
  return {
    ...Object.fromEntries(
      Object.entries({ identifier, title, icon }).filter(([, value]) => value !== undefined),
    ),
    team: [entity.team ?? []].flat().filter((team) => team !== ""),
    properties: filled(entity.properties),
    relations: filled(entity.relations),
  };
}

async function judge(portal: Portal, kind: string, example: Example): Promise<Verdict> {
  const { answer, unequal } = await judges[kind]!(portal, example.json);
  const accepted = answer.status < 300;
  const refused = answer.status >= 400 && answer.status < 500;
  const message = unequal ?? (accepted ? "accepted" : `${answer.status}: ${String(answer.body.message)}`);
  if (example.valid === null && answer.status < 500) return { outcome: "not said", detail: message };
  if (example.valid ? accepted && !unequal : refused) return { outcome: "as it says", detail: message };
  const known = KNOWN.find(({ matches }) => matches(message, isObject(example.json) ? example.json : {}));
  return known
    ? { outcome: "knowingly different", detail: `${known.reason} (${message})` }
    : { outcome: "different", detail: message };
}

async function tally(portal: Portal, folder: string): Promise<boolean> {
  let fine = true;
  for (const kind of Object.keys(judges)) {
    const file = path.join(folder, `${kind}.jsonl`);
    if (!fs.existsSync(file)) continue;
    const counts = new Map<string, number>();
    const examples = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
    for (const line of examples) {
      const example = JSON.parse(line) as Example;
      const { outcome, detail } = await judge(portal, kind, example);
      const told = detail === "accepted" ? " (accepted)" : " (refused)";
      const expected = example.valid === null ? told : example.valid ? " (valid)" : " (invalid)";
      counts.set(`${outcome}${expected}`, (counts.get(`${outcome}${expected}`) ?? 0) + 1);
      if (outcome === "as it says") continue;
      // Forms say nothing of themselves: why one is refused is worth a look.
      if (outcome === "not said" && (kind !== "forms" || detail === "accepted")) continue;
      fine &&= outcome !== "different";
      console.log(`${kind} ${example.source ?? ""}:${example.line ?? ""} ${outcome}: ${detail}`);
    }
    console.log(
      `${kind}: ${examples.length} examples; ${[...counts].map(([k, n]) => `${n} ${k}`).join(", ")}`,
    );
  }
  return fine;
}

async function main(): Promise<void> {
  const [folder] = process.argv.slice(2);
  if (!folder || !fs.existsSync(folder)) {
    console.error(
      "Say where the examples are: npm run corpus -- <folder with blueprints.jsonl, entities.jsonl, searches.jsonl, actions.jsonl, automations.jsonl, permissions.jsonl, forms.jsonl>",
    );
    process.exitCode = 2;
    return;
  }
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-corpus-"));
  const server = await startEmbedded({ dataDir, settings: { fsync: "off", synchronous_commit: "off" } });
  try {
    await migrateDatabase(server.appUrl);
    const { db, close } = createDatabase(server.appUrl, { max: 2 });
    try {
      await ensureSystemBlueprints(systemContext(db, "corpus", "corpus"));
      // What the portal makes itself, to go back to after each example.
      await db.execute(sql`create table corpus_system as select id, definition from blueprints`);
      if (!(await tally(new Portal(db), folder))) process.exitCode = 1;
    } finally {
      await close();
    }
  } finally {
    await removeEmbedded(dataDir);
  }
}

await main();
