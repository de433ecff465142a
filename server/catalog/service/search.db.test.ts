import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { ADMIN, contextOf, person } from "../testing";
import { setPermissions } from "./permissions";
import { createBlueprint } from "./blueprints";
import { createEntity, updateEntity } from "./entities";
import { entityFacets } from "./facets";
import { listEntities } from "./read";
import { recount } from "./counts";
import { modelOf } from "./model";
import { searchEntities } from "./global-search";
import { write } from "./write";

let database: TestDatabase;
let actor: Actor = ADMIN;
const app = restApp(() => Promise.resolve(contextOf(database.db, actor)));
const admin = () => contextOf(database.db);

async function post(path: string, body: unknown) {
  const response = await app.request(`/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & { entities: { identifier: string }[] },
  };
}
const rule = (property: string, operator: string, value?: unknown) => ({
  property,
  operator,
  ...(value === undefined ? {} : { value }),
});
const and = (...rules: unknown[]) => ({ combinator: "and", rules });
const names = (entities: { identifier: string }[]) => entities.map((e) => e.identifier);

const COUNT = 2500;

beforeAll(async () => {
  database = await createTestDatabase();
  const ctx = admin();
  await createBlueprint(ctx, {
    identifier: "cluster",
    title: "Cluster",
    schema: { properties: { region: { type: "string" } } },
  });
  await createBlueprint(ctx, {
    identifier: "app",
    title: "Application",
    icon: "Service",
    schema: {
      properties: {
        kind: { type: "string", enum: ["job", "web"], title: "Kind" },
        live: { type: "boolean" },
        size: { type: "number" },
        docs: { type: "string", format: "markdown", title: "Documents" },
        tags: { type: "array", items: { type: "string" } },
      },
    },
    relations: { cluster: { target: "cluster", required: false, many: false } },
    mirrorProperties: { region: { title: "Region", path: "cluster.region" } },
  });
  await createEntity(ctx, "cluster", { identifier: "eu-1", title: "Europe", properties: { region: "eu" } });
  await createEntity(ctx, "cluster", { identifier: "us-1", title: "America", properties: { region: "us" } });
  await database.db.execute(sql`
    insert into entities (blueprint_id, identifier, title, team, properties, created_by, updated_by)
    select b.id, 'app-' || n, 'App ' || n, case when n % 10 = 0 then '{red}'::text[] else '{}' end,
      jsonb_build_object('kind', case when n % 5 = 0 then 'job' else 'web' end, 'live', n % 2 = 0, 'size', n,
        'tags', jsonb_build_array('t' || n % 3, 'all'), 'region', case when n % 2 = 0 then 'eu' else 'us' end), 'x', 'x'
    from blueprints b, generate_series(1, ${COUNT}::int) n where b.identifier = 'app'`);
  await database.db.execute(sql`
    insert into entity_relations (from_id, relation, to_id)
    select e.id, 'cluster', c.id from entities e
    join entities c on c.identifier = case when (e.properties ->> 'size')::int % 2 = 0 then 'eu-1' else 'us-1' end
    where e.identifier like 'app-%'`);
  const model = await modelOf(ctx);
  await write(ctx, (tx) => recount(tx, model.blueprints.get("app")!));
  await database.db.execute(sql`analyze entities`);
});
afterAll(() => database.close());

describe("a list", () => {
  it("filters, sorts and counts, whichever way it is read", async () => {
    const ctx = admin();
    const list = (query: unknown, more = {}) =>
      listEntities(ctx, "app", { query: query as never, limit: 3, ...more });
    expect(await list(and())).toMatchObject({ total: COUNT, totalIsExact: true, page: 1, limit: 3 });
    const jobs = await list(and(rule("kind", "=", "job")), { sort: { by: "size", direction: "desc" } });
    expect(jobs).toMatchObject({ total: 500, totalIsExact: true });
    expect(names(jobs.entities)).toEqual(["app-2500", "app-2495", "app-2490"]);
    expect(jobs.entities[0]).toMatchObject({
      relations: { cluster: "eu-1" },
      properties: { kind: "job", region: "eu" },
      blueprint: "app",
    });
    const both = and(rule("kind", "=", "job"), rule("live", "=", true));
    expect(await list(both)).toMatchObject({ total: 250, totalIsExact: true });
    expect(await list(and(rule("$team", "=", "red"), rule("region", "=", "eu")))).toMatchObject({
      total: 250,
    });
    expect(await list(and(rule("size", ">", 2490)))).toMatchObject({ total: 10 });
    expect(await list(and(rule("kind", "=", "job")), { page: 200 })).toMatchObject({
      entities: [],
      total: 500,
    });
    const byTwo = await list(and(), {
      sort: [
        { by: "kind", direction: "asc" },
        { by: "size", direction: "desc" },
      ],
    });
    expect(names(byTwo.entities)).toEqual(["app-2500", "app-2495", "app-2490"]);
    const byRelation = await list(and(), {
      sort: [
        { by: "relation:cluster", direction: "desc" },
        { by: "size", direction: "asc" },
      ],
    });
    expect(names(byRelation.entities)).toEqual(["app-1", "app-3", "app-5"]);
  });

  it("pages without gap or repetition in every order, the rare found by index and the common in order", async () => {
    for (const query of [
      and(rule("kind", "=", "job")),
      and(rule("kind", "=", "web"), rule("live", "=", true)),
      and(rule("tags", "=", "t1")),
    ])
      for (const by of ["$title", "$updatedAt", "size", "kind"])
        for (const direction of ["asc", "desc"] as const) {
          const seen: string[] = [];
          let total = 0;
          for (let page = 1; page <= 4; page++) {
            const found = await listEntities(admin(), "app", {
              query: query as never,
              sort: { by, direction },
              limit: 300,
              page,
            });
            seen.push(...names(found.entities));
            total = found.total;
          }
          expect(new Set(seen).size, `${by} ${direction}`).toBe(seen.length);
          expect(seen).toHaveLength(Math.min(total, 1200));
        }
  });

  it("finds words and parts of names, safely", async () => {
    const ctx = admin();
    const found = async (text: string) =>
      names((await listEntities(ctx, "app", { text, limit: 3 })).entities);
    expect(await found("app 2500")).toEqual(["app-2500"]);
    for (const value of ["job", "web"])
      expect(
        await listEntities(ctx, "app", {
          text: "all",
          query: and(rule("kind", "=", value), rule("size", "<=", 10)) as never,
        }),
      ).toMatchObject({ total: value === "job" ? 2 : 8 });
    expect(await found("P-249")).toEqual(["app-249", "app-2490", "app-2491"]);
    expect(await found("jo eu 2490")).toEqual(["app-2490"]);
    for (const text of ["' | !", "a & b:*", "\\", "%", "(", "<->", "🙂", "!!"])
      expect(await found(text)).toEqual([]);
    expect(
      await listEntities(ctx, "app", { text: "job", query: and(rule("live", "=", true)) as never }),
    ).toMatchObject({ total: 250 });
  });

  it("names what it does not know", async () => {
    const refused = (input: object) =>
      listEntities(admin(), "app", input).then(
        () => null,
        (error: { details: { issues: { path: unknown[] }[] } }) =>
          error.details.issues.map((i) => i.path.join(".")),
      );
    expect(await refused({ query: and(rule("secret", "=", 1)) })).toEqual(["query.rules.0.property"]);
    expect(await refused({ query: and(rule("kind", "~", 1)) })).toEqual(["query.rules.0.operator"]);
    expect(await refused({ sort: { by: "secret", direction: "asc" } })).toEqual(["sort.by"]);
    expect(await refused({ limit: 1001 })).toEqual(["limit"]);
  });
});

describe("facets", () => {
  it("count from what is kept and from what is read alike", async () => {
    const by = ["kind", "live", "$team"];
    const kept = await entityFacets(admin(), "app", { by });
    const read = await entityFacets(admin(), "app", { by, query: and(rule("size", ">", 0)) as never });
    expect(kept).toEqual(read);
    expect(kept).toEqual({
      facets: {
        kind: [
          { value: "web", count: 2000 },
          { value: "job", count: 500 },
        ],
        live: [
          { value: false, count: 1250 },
          { value: true, count: 1250 },
        ],
        $team: [{ value: "red", count: 250 }],
      },
      total: COUNT,
      totalIsExact: true,
    });
  });

  it("count members of lists, related entities and what has no value", async () => {
    const { facets } = await entityFacets(admin(), "app", {
      by: ["tags", "relation:cluster", "relation:cluster.$title", "docs", "region"],
      query: and(rule("size", "<=", 4)) as never,
    });
    expect(facets).toEqual({
      tags: [
        { value: "all", count: 4 },
        { value: "t1", count: 2 },
        { value: "t0", count: 1 },
        { value: "t2", count: 1 },
      ],
      "relation:cluster": [
        { value: "eu-1", count: 2 },
        { value: "us-1", count: 2 },
      ],
      "relation:cluster.$title": [
        { value: "America", count: 2 },
        { value: "Europe", count: 2 },
      ],
      docs: [{ value: null, count: 4 }],
      region: [
        { value: "eu", count: 2 },
        { value: "us", count: 2 },
      ],
    });
    await expect(entityFacets(admin(), "app", { by: ["secret"] })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("search over REST", () => {
  const path = "/blueprints/app/entities/search";

  it("pages by cursor through all of them, also while entities come and go", async () => {
    const seen: string[] = [];
    let from: string | undefined;
    let pages = 0;
    do {
      const { status, body } = await post(path, { limit: 400, ...(from ? { from } : {}) });
      expect(status).toBe(200);
      seen.push(...names(body.entities));
      from = body.next as string | undefined;
      if (pages++ === 1) {
        await database.db.execute(sql`delete from entities where identifier = ${seen[3]}`);
        await updateEntity(admin(), "app", seen[5]!, { title: "Moved" });
      }
    } while (from);
    expect(pages).toBe(7);
    expect(new Set(seen).size).toBe(COUNT);
    await createEntity(admin(), "app", { identifier: seen[3]!, properties: { kind: "web" } });
    const { body } = await post(path, { limit: 400, from: "e_nonsense" });
    expect(body).toMatchObject({ ok: false, details: { issues: [{ path: ["from"] }] } });
  });

  it("gives totals, sorted pages, and the parts that are asked for", async () => {
    const query = and(
      { relation: "cluster", targetProperty: "$title", operator: "=", value: "Europe" },
      rule("size", "<", 9),
    );
    const sort = { property: "size", order: "desc" };
    const first = await post(path, {
      query,
      sort,
      limit: 3,
      total: true,
      include: ["identifier", "properties.size", "relations"],
    });
    expect(first.body).toEqual({
      ok: true,
      entities: [8, 6, 4].map((n) => ({
        identifier: `app-${n}`,
        properties: { size: n },
        relations: { cluster: "eu-1" },
      })),
      next: "n_3",
      total: 4,
      totalIsExact: true,
    });
    const second = await post(path, { query, sort, limit: 3, from: "n_3" });
    expect(names(second.body.entities)).toEqual(["app-2"]);
    expect(second.body.next).toBeUndefined();
    const titled = await post(`${path}?attach_title_to_relation=true&exclude_calculated_properties=true`, {
      query,
      sort,
      limit: 1,
    });
    expect(titled.body.entities[0]).toMatchObject({
      relations: { cluster: { identifier: "eu-1", title: "Europe" } },
    });
    expect(titled.body.entities[0]).not.toHaveProperty("properties.region");
    expect((await post("/blueprints/app/entities/search/count", { query })).body).toEqual({
      ok: true,
      count: 4,
    });
    expect((await post(path, { limit: 1001 })).status).toBe(422);
    expect((await post("/blueprints/nothing/entities/search", {})).status).toBe(404);
    expect((await post(path, { query: and(rule("secret", "=", 1)) })).body).toMatchObject({
      error: "invalid_request",
      details: { issues: [{ path: ["query", "rules", 0, "property"] }] },
    });
  });

  it("groups, and finds named entities", async () => {
    const top = "/blueprints/app/entities/top-search";
    const query = and(rule("size", "<=", 10));
    expect((await post(top, { query, groupBy: { property: "kind" } })).body).toEqual({
      ok: true,
      groups: [
        { value: "web", count: 8 },
        { value: "job", count: 2 },
      ],
      total: 10,
    });
    const groups = {
      query,
      groupBy: { relation: "cluster" },
      groupSort: { by: "value", order: "desc" },
      identifiers: ["app-1", "app-2", "app-3"],
    };
    expect((await post(top, groups)).body.groups).toEqual([
      { value: "us-1", count: 2 },
      { value: "eu-1", count: 1 },
    ]);
    const sorted = await post(top, {
      identifiers: ["app-1", "app-2"],
      sort: [{ property: "size", order: "desc" }],
    });
    expect(names(sorted.body.entities)).toEqual(["app-2", "app-1"]);
    expect((await post(top, { query, countOnly: true })).body).toEqual({ ok: true, count: 10 });
  });

  it("searches all blueprints as published", async () => {
    const { status, body } = await post(
      "/entities/search?include=identifier",
      and(rule("region", "=", "eu"), rule("$identifier", "in", ["eu-1", "app-2", "app-3"])),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, failedBlueprints: [] });
    expect([...(body.matchingBlueprints as string[])].sort()).toEqual(["app", "cluster"]);
    expect(body.entities.map((e) => e.identifier).sort()).toEqual(["app-2", "eu-1"]);
    const related = await post(
      "/entities/search",
      and({ operator: "relatedTo", blueprint: "app", value: "app-2", direction: "upstream" }),
    );
    expect(names(related.body.entities)).toEqual(["eu-1"]);
    expect((await post("/entities/search", and(rule("$blueprint", "=", "nothing")))).body).toMatchObject({
      details: { issues: [{ path: ["rules", 0, "value"] }] },
    });
  });
});

describe("what may not be read", () => {
  const MARK = "zebrafish";

  beforeAll(async () => {
    await createBlueprint(admin(), {
      identifier: "vault",
      title: "Vault",
      schema: { properties: { note: { type: "string" } } },
      relations: { of: { target: "app", required: false, many: false } },
    });
    await createBlueprint(admin(), {
      identifier: "pointer",
      title: "Pointer",
      schema: { properties: {} },
      relations: { vault: { target: "vault", required: false, many: false } },
    });
    await createEntity(admin(), "vault", {
      identifier: MARK,
      title: MARK,
      team: "red",
      properties: { note: MARK },
      relations: { of: "app-1" },
    });
    await createEntity(admin(), "vault", {
      identifier: "open",
      team: "blue",
      properties: { note: "open" },
      relations: { of: "app-1" },
    });
    await createEntity(admin(), "pointer", { identifier: "p1", relations: { vault: MARK } });
    await setPermissions(admin(), "vault", { entities: { read: { ownedByTeam: true } } });
    return () => {
      actor = ADMIN;
    };
  });

  it("is in no list, count, facet, search or walk", async () => {
    actor = person("bob", ["blue"]);
    const bob = contextOf(database.db, actor);
    const answers: unknown[] = [
      await listEntities(bob, "vault", {}),
      await listEntities(bob, "vault", { query: and(rule("note", "contains", "zebra")) as never }),
      await listEntities(bob, "pointer", { sort: { by: "relation:vault", direction: "asc" } }),
      await entityFacets(bob, "vault", { by: ["note", "$team"] }),
      await entityFacets(bob, "pointer", { by: ["relation:vault"] }),
      (await post("/entities/search?attach_title_to_relation=true", and(rule("$title", "isNotEmpty")))).body
        .entities.length > 0,
      (await post("/entities/search", and(rule("$blueprint", "in", ["vault", "pointer"])))).body,
      (await post("/blueprints/vault/entities/search", { total: true })).body,
      await searchEntities(bob, MARK),
    ];
    expect(JSON.stringify(answers)).not.toContain(MARK);
    expect((await listEntities(bob, "vault", {})).total).toBe(1);
    for (const query of [
      and({ relation: "vault", operator: "=", value: MARK }),
      and({ relation: "vault", operator: "isNotEmpty" }),
      and({ property: { path: ["vault"] }, operator: "matchAny", value: MARK }),
      and({ property: { path: ["vault", "of"] }, operator: "matchAny", value: "app-1" }),
      and({ operator: "relatedTo", blueprint: "vault", value: MARK }),
      and({ operator: "relatedTo", blueprint: "app", value: "app-1" }),
    ])
      expect(
        (await listEntities(bob, "pointer", { query: query as never })).total,
        JSON.stringify(query),
      ).toBe(0);
    expect(
      (
        await listEntities(admin(), "pointer", {
          query: and({ property: { path: ["vault", "of"] }, operator: "matchAny", value: "app-1" }) as never,
        })
      ).total,
    ).toBe(1);
    expect((await post("/blueprints/vault/entities/search/count", {})).body).toEqual({ ok: true, count: 1 });
  });
});

describe("the search over everything", () => {
  it("ranks names first, and says where the words are", async () => {
    await createEntity(admin(), "app", {
      identifier: "manual",
      title: "Manual",
      properties: { kind: "web", docs: "# Restart\n\nTurn the quetzalcoatl off and on." },
    });
    await createEntity(admin(), "app", {
      identifier: "quetzalcoatl",
      title: "Quetzalcoatl",
      properties: { kind: "web" },
    });
    const hits = await searchEntities(admin(), "quetzal");
    expect(names(hits)).toEqual(["quetzalcoatl", "manual"]);
    expect(hits[0]).toMatchObject({
      blueprint: "app",
      blueprintTitle: "Application",
      icon: "Service",
      match: { property: null },
    });
    expect(hits[1]?.match).toEqual({
      property: "docs",
      title: "Documents",
      snippet: "# Restart Turn the quetzalcoatl off and on.",
    });
    await updateEntity(admin(), "app", "manual", {
      properties: { docs: "See https://example.com/runbooks/failover" },
    });
    expect(names(await searchEntities(admin(), "failover"))).toEqual(["manual"]);
    expect(names((await listEntities(admin(), "app", { text: "anual" })).entities)).toEqual(["manual"]);
    expect(names(await searchEntities(admin(), "quetzalcaotl"))).toContain("quetzalcoatl");
    expect(names(await searchEntities(admin(), "Evrope"))).toContain("eu-1");
    expect(await searchEntities(admin(), "'; drop table entities; --")).toEqual([]);
  });

  it("leaves out blueprints that are hidden or say so", async () => {
    for (const [identifier, over] of [
      ["quiet", { includeInGlobalSearch: false }],
      ["loud", {}],
    ] as const) {
      await createBlueprint(admin(), { identifier, title: identifier, schema: { properties: {} }, ...over });
      await createEntity(admin(), identifier, { identifier: `${identifier}-axolotl` });
    }
    expect(names(await searchEntities(admin(), "axolotl"))).toEqual(["loud-axolotl"]);
  });
});
