import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createAction } from "@/server/actions/service/definitions";
import { toDomainError } from "@/server/api/errors";
import { restApp } from "@/server/api/rest-app";
import { appRouter, createCaller } from "@/server/api/root";
import { createPage } from "@/server/dashboards/service/change-pages";
import { noteVisit } from "@/server/dashboards/service/widget-data";
import {
  MARKED_PAGE,
  PAGE_PROCEDURES,
  PAGE_ROUTES,
  SHOWN_PAGE,
} from "@/server/dashboards/testing-unreadable";
import { createUser } from "@/server/identity/service/people";
import { createTeam } from "@/server/identity/service/teams";
import type { Actor } from "@/server/kernel/context";
import { checkPermission, type Permission } from "@/server/kernel/permissions";
import { createBlueprint } from "./service/blueprints";
import { deleteEntity } from "./service/delete-entity";
import { createEntity, updateEntity } from "./service/entities";
import { recompute } from "./service/recompute";
import { updatePermissions } from "./service/permissions";
import { saveView } from "./service/views";
import { ADMIN, contextOf, person } from "./testing";
import { type Asked, HIDDEN, MANAGED, PROCEDURES as OF_CATALOG, WORD } from "./testing-unreadable";
import { type RestAsk, ROUTES as OF_CATALOG_ROUTES } from "./testing-unreadable-routes";

const PROCEDURES: Record<string, Asked> = { ...OF_CATALOG, ...PAGE_PROCEDURES };
const ROUTES: Record<string, typeof MANAGED | RestAsk[]> = { ...OF_CATALOG_ROUTES, ...PAGE_ROUTES };

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);
const OUTSIDER = person("ben", ["blue"]);
const CLIENT: Actor = {
  kind: "client",
  id: "00000000-0000-4000-8000-00000000c11e",
  name: "CI",
  role: "member",
  ownerId: null,
};
const text = { type: "string" };
const to = (target: string, many = false, required = false) => ({ target, many, required });

beforeAll(async () => {
  database = await createTestDatabase();
  const admin = as(ADMIN);
  for (const identifier of ["red", "blue"]) await createTeam(admin, { identifier, title: identifier });
  await createUser(admin, { email: "root@example.com", name: "Root", role: "admin" });
  const secretProperties = {
    note: text,
    tags: { type: "array", items: text },
    kind: { ...text, enum: ["a", "b"] },
    facts: { type: "object" },
  };
  await createBlueprint(admin, {
    identifier: "open",
    title: "Open",
    schema: { properties: { note: text } },
  });
  for (const identifier of ["secret", "policed", "unread"])
    await createBlueprint(admin, {
      identifier,
      title: identifier,
      schema: { properties: { ...secretProperties, shown: { type: "boolean" } } },
      relations: { needs: to("open", false, identifier === "secret"), peers: to(identifier, true) },
    });
  const caller = createCaller(admin);
  await caller.catalog.blueprints.update({
    identifier: "open",
    definition: {
      title: "Open",
      schema: { properties: { note: text } },
      relations: { secret: to("secret"), secrets: to("secret", true), policed: to("policed") },
      aggregationProperties: {
        secretCount: {
          title: "Secrets",
          target: "secret",
          calculationSpec: { calculationBy: "entities", func: "count" },
        },
      },
    },
  });
  await createEntity(admin, "open", { identifier: "o-needed", title: "Needed" });
  const marked = {
    team: "red",
    icon: "m4rk3r",
    properties: { note: "m4rk3r", tags: ["m4rk3r"], kind: "b", facts: { m4rk3r: "m4rk3r" } },
  };
  for (const n of [1, 2, 3, 4, 5, "gone"])
    await createEntity(admin, "secret", {
      ...marked,
      identifier: `m4rk3r-${n}`,
      title: `${n} m4rk3r`,
      relations: { needs: "o-needed", peers: n === 1 ? [] : [HIDDEN] },
    });
  await deleteEntity(admin, "secret", "m4rk3r-gone");
  for (const [identifier, title] of [
    ["own", "1 own"],
    ["own-2", "2 own"],
    ["own-3", "4 own"],
  ])
    await createEntity(admin, "secret", {
      identifier,
      title,
      team: "blue",
      properties: { kind: "a" },
      relations: { needs: "o-needed", peers: [HIDDEN, "own"].slice(0, identifier === "own" ? 1 : 2) },
    });
  await createEntity(admin, "unread", { ...marked, identifier: "m4rk3r-u", title: "m4rk3r" });
  await createEntity(admin, "policed", { ...marked, identifier: "m4rk3r-p", title: "m4rk3r" });
  await createEntity(admin, "policed", {
    identifier: "p",
    title: "Shown",
    team: "red",
    properties: { shown: true },
  });
  await createEntity(admin, "open", {
    identifier: "o-1",
    title: "Open",
    relations: { secret: HIDDEN, secrets: ["own", HIDDEN, "m4rk3r-2"], policed: "m4rk3r-p" },
  });
  // A mirror's value belongs to the entity that shows it: here a title that has the word only in its identifier.
  await createBlueprint(admin, {
    identifier: "mirroring",
    title: "Mirroring",
    schema: { properties: {} },
    relations: { secret: to("secret") },
    mirrorProperties: { secretTitle: { path: "secret.$title" } },
  });
  await createEntity(admin, "secret", {
    identifier: "m4rk3r-plain",
    title: "Plain",
    team: "red",
    relations: { needs: "o-needed" },
  });
  await createEntity(admin, "mirroring", { identifier: "m-1", relations: { secret: "m4rk3r-plain" } });
  await updateEntity(admin, "secret", HIDDEN, { properties: { shown: true } });
  await deleteEntity(admin, "secret", "m4rk3r-5");
  await createEntity(admin, "secret", {
    ...marked,
    identifier: "m4rk3r-6",
    title: "6 m4rk3r",
    relations: { needs: "o-1" },
  });
  await recompute(admin);
  await updatePermissions(admin, "secret", {
    entities: {
      read: { roles: ["Admin"], ownedByTeam: true },
      register: { roles: ["Member"] },
      update: { ownedByTeam: true },
      unregister: { ownedByTeam: true },
    },
  });
  await updatePermissions(admin, "secret", {
    entities: { register: { roles: ["Admin"], ownedByTeam: true } },
  });
  await updatePermissions(admin, "unread", { entities: { read: { roles: ["Admin"] } } });
  await updatePermissions(admin, "policed", {
    entities: {
      read: {
        roles: ["Admin"],
        policy: { combinator: "and", rules: [{ property: "shown", operator: "=", value: true }] },
      },
    },
  });
  await createPage(admin, SHOWN_PAGE as never);
  await createPage(admin, MARKED_PAGE as never);
  // Somebody may have looked at what they may not read any more.
  for (const actor of [ADMIN, { ...OUTSIDER, role: "admin" as const }])
    await noteVisit(as(actor), "secret", HIDDEN);
  await saveView(admin, {
    blueprint: "unread",
    title: "m4rk3r",
    shared: true,
    state: {},
  });
  await createAction(admin, {
    identifier: "change_secret",
    title: "Change",
    trigger: {
      type: "self-service",
      operation: "DAY-2",
      blueprintIdentifier: "secret",
      userInputs: {
        properties: {
          other: { ...text, format: "entity", blueprint: "secret" },
          others: {
            type: "array",
            items: {
              ...text,
              format: "entity",
              blueprint: "secret",
              dataset: {
                combinator: "and",
                rules: [{ property: "$identifier", operator: "!=", value: { jqQuery: ".form.other.title" } }],
              },
            },
          },
          said: { ...text, default: { jqQuery: "[.form.other, .form.others, .user] | tojson" } },
        },
      },
    },
    invocationMethod: { type: "TERRAFORM", template: "postgres-database", variables: {} },
  });
});
afterAll(() => database.close());

const isManaged = (permission: Permission): boolean => {
  try {
    checkPermission(OUTSIDER, permission);
    return false;
  } catch {
    return true;
  }
};

/** What an answer says beyond what was sent: a refusal may name the entity that was asked for. */
function beyond(answer: unknown, sent: unknown): string {
  const named = JSON.stringify(sent ?? null).match(/m4rk3r-\w+/g) ?? [];
  return named.reduce(
    (rest, word) => rest.replaceAll(new RegExp(`${word}(?![\\w-])`, "g"), ""),
    JSON.stringify(answer),
  );
}

async function call(actor: Actor, name: string, input: unknown): Promise<unknown> {
  const procedure = name
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], createCaller(as(actor)));
  try {
    return await (procedure as (input: unknown) => Promise<unknown>)(input);
  } catch (error) {
    const domain = toDomainError(error);
    if (!domain) throw error;
    return { refused: domain.code, message: domain.message, details: domain.details };
  }
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: unknown } }>,
)
  .map(([name, { _def }]) => ({ name, permission: (_def.meta as { permission: Permission }).permission }))
  .filter(({ name }) => /^(catalog|actions|audit|bundle|dashboards)\./.test(name));

describe("counts and pages", () => {
  it("leave out what one may not read, and are full", async () => {
    const { catalog } = createCaller(as(OUTSIDER));
    const page = (n: number) =>
      catalog.entities.list({
        blueprint: "secret",
        limit: 2,
        page: n,
        sort: { by: "$title", direction: "asc" },
      });
    const [first, second, third] = [await page(1), await page(2), await page(3)];
    expect([first, second, third].map(({ entities }) => entities.map((e) => e.identifier))).toEqual([
      ["own", "own-2"],
      ["own-3"],
      [],
    ]);
    expect(first.total).toBe(3);
    const blueprints = await catalog.blueprints.list();
    const counts = Object.fromEntries(blueprints.map((b) => [b.identifier, b.entityCount]));
    const { result } = await catalog.entities.aggregate({
      func: "count",
      query: { combinator: "and", rules: [{ property: "$blueprint", operator: "=", value: "secret" }] },
    });
    expect(result).toBe(3);
    expect(counts).toMatchObject({ secret: 3, policed: 1, unread: 0, open: 2 });
    const relations = await catalog.entities.relations({ blueprint: "open", identifier: "o-1" });
    expect(Object.fromEntries(relations.map((r) => [`${r.direction} ${r.relation}`, r.total]))).toMatchObject(
      {
        "outgoing secret": 0,
        "outgoing secrets": 1,
        "outgoing policed": 0,
      },
    );
    const { facets, total } = await catalog.entities.facets({
      blueprint: "secret",
      by: ["kind", "relation:peers", "$team"],
    });
    expect(total).toBe(3);
    expect(facets).toEqual({
      kind: [{ value: "a", count: 3 }],
      "relation:peers": [
        { value: "own", count: 2 },
        { value: null, count: 1 },
      ],
      $team: [{ value: "blue", count: 3 }],
    });
    for (const rule of [
      { relation: "secret", operator: "=", value: HIDDEN },
      { operator: "relatedTo", blueprint: "secret", value: HIDDEN },
      { property: { path: ["secrets"], fromBlueprint: "open" }, operator: "matchAny", value: [HIDDEN] },
    ]) {
      const query = { combinator: "and", rules: [rule] } as never;
      const found = await catalog.entities.list({ blueprint: "open", query });
      expect([rule, found.total, found.entities]).toEqual([rule, 0, []]);
    }
    const answer = await restApp(() => Promise.resolve(as(OUTSIDER))).request(
      "http://portal.test/v1/blueprints/secret/entities-count",
    );
    expect(await answer.json()).toMatchObject({ count: 3 });
  });
});

describe("what is computed", () => {
  it("belongs to the entity that shows it, and its cause is told without a name that one may not know", async () => {
    const input = { blueprint: "open", identifier: "o-1" };
    const steps = async (actor: Actor) => {
      const history = await createCaller(as(actor)).catalog.entities.history(input);
      return history.flatMap((step) => ("cause" in step && step.cause ? [step.cause] : []));
    };
    expect((await steps(ADMIN)).join()).toMatch(/"m4rk3r-6" of "secret"/);
    expect((await steps(OUTSIDER)).join()).toMatch(/an entity of "secret"/);
    const { properties } = await createCaller(as(OUTSIDER)).catalog.entities.get(input);
    expect(properties.secretCount).toBeGreaterThan(3);
  });
});

describe("every procedure", () => {
  it("is asked here", () => {
    expect(procedures.map(({ name }) => name).sort()).toEqual(Object.keys(PROCEDURES).sort());
  });

  it.each(procedures)("$name tells nothing of what one may not read", async ({ name, permission }) => {
    const asked = PROCEDURES[name] ?? [];
    if (asked === MANAGED) return expect(isManaged(permission)).toBe(true);
    for (const actor of [OUTSIDER, CLIENT])
      for (const { input } of asked) {
        const answer = await call(actor, name, input);
        expect(beyond(answer, input), JSON.stringify(input)).not.toMatch(WORD);
      }
    for (const { input, shows } of asked)
      if (shows) expect(beyond(await call(ADMIN, name, input), input), JSON.stringify(input)).toMatch(WORD);
  });
});

describe("every route", async () => {
  const app = (actor: Actor) => restApp(() => Promise.resolve(as(actor)));
  const document = (await (
    await restApp(() => Promise.resolve({ actor: ADMIN } as never)).request(
      "http://portal.test/v1/openapi.json",
    )
  ).json()) as { paths: Record<string, Record<string, { "x-permission": Permission }>> };
  const routes = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, route]) => ({
        name: `${method} ${path.replace(/^\/v1/, "")}`,
        permission: route["x-permission"],
      })),
    )
    .filter(({ name }) =>
      / \/(blueprints|entities|pages|sidebars|audit-log|bundle|migrations|actions(?!\/runs)|workspaces|plans)/.test(
        name,
      ),
    )
    .filter(
      ({ name, permission }) =>
        name in ROUTES || !(/ \/(actions|workspaces)/.test(name) && isManaged(permission)),
    );

  it("is asked here", () => {
    expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(routes)("$name tells nothing of what one may not read", async ({ name, permission }) => {
    const asked = ROUTES[name] ?? [];
    if (asked === MANAGED) return expect(isManaged(permission)).toBe(true);
    const [method = "get"] = name.split(" ");
    const answerOf = async (actor: Actor, path: string, body: unknown) => {
      const answer = await app(actor).request(`http://portal.test/v1${path}`, {
        method: method.toUpperCase(),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      expect(answer.status).toBeLessThan(500);
      return answer.text();
    };
    for (const actor of [OUTSIDER, CLIENT])
      for (const { path, body } of asked)
        expect(beyond(await answerOf(actor, path, body), [path, body]), path).not.toMatch(WORD);
    for (const { path, body, shows } of asked)
      if (shows) expect(await answerOf(ADMIN, path, body), path).toMatch(WORD);
  });
});

describe("what one does not see", () => {
  it("stays, whatever one writes", async () => {
    const { relations } = await createCaller(as(ADMIN)).catalog.entities.get({
      blueprint: "open",
      identifier: "o-1",
    });
    expect(relations).toEqual({ secret: HIDDEN, secrets: [HIDDEN, "m4rk3r-2"], policed: "m4rk3r-p" });
  });
});
