import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createAction, getAction } from "@/server/actions/service/definitions";
import { updatePermissions } from "@/server/actions/service/permissions";
import { setHidden } from "@/server/catalog/service/blueprint-revisions";
import { createBlueprint, getBlueprint, updateBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity, updateEntity } from "@/server/catalog/service/entities";
import { setPermissions } from "@/server/catalog/service/permissions";
import { getEntity } from "@/server/catalog/service/read";
import { contextOf, DEPLOYMENT, ENVIRONMENT, person, SERVICE } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import { bundleText, parseBundle } from "../core/text";
import type { Bundle } from "../schema";
import { applyBundle, planBundle } from "./apply";
import { exportBundle } from "./export";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  database = await createTestDatabase();
  ctx = contextOf(database.db);
});
afterAll(() => database.close());

const wipe = async () => {
  await database.db.execute(
    sql`truncate blueprints, blueprint_revisions, entities, entity_relations, entity_revisions, actions, action_revisions cascade`,
  );
  // As every writer of blueprints says.
  await database.db.execute(sql`update catalog_model set version = version + 1`);
};

/** Two blueprints that relate to each other, and entities that do. */
const TEAM = {
  identifier: "squad",
  title: "Squad",
  schema: { properties: { size: { type: "number" } } },
  relations: { favourite: { target: "service", required: false, many: false } },
};
const ACTION = {
  identifier: "create_service",
  title: "Create",
  trigger: {
    type: "self-service",
    operation: "CREATE",
    blueprintIdentifier: "service",
    userInputs: { properties: { name: { type: "string" } } },
  },
  invocationMethod: {
    type: "TERRAFORM",
    template: "postgres-database",
    mapping: { identifier: "{{ .inputs.name }}" },
  },
};
/** Stands before the action whose runs set it off. */
const AUTOMATION = {
  identifier: "a_reaction",
  trigger: { type: "automation", event: { type: "RUN_CREATED", actionIdentifier: "create_service" } },
  invocationMethod: { type: "KAFKA", payload: {} },
};

beforeEach(async () => {
  await wipe();
  for (const definition of [ENVIRONMENT, SERVICE, DEPLOYMENT, TEAM]) await createBlueprint(ctx, definition);
  await updateBlueprint(ctx, "service", {
    relations: { squad: { target: "squad", required: false, many: false } },
  });
  await createEntity(ctx, "environment", { identifier: "prod", title: "Production" });
  await createEntity(ctx, "squad", { identifier: "s", properties: { size: 3 } });
  await createEntity(ctx, "service", {
    identifier: "a",
    title: "A: yes",
    team: "payments",
    properties: { language: "Go", replicas: null, tags: ["007", "no"] },
    relations: { environment: "prod", squad: "s" },
  });
  await createEntity(ctx, "service", {
    identifier: "b",
    properties: { language: "Rust" },
    relations: { dependsOn: ["a"] },
  });
  await updateEntity(ctx, "service", "a", { relations: { dependsOn: ["b", "a"] } });
  await updateEntity(ctx, "squad", "s", { relations: { favourite: "a" } });
  await createEntity(ctx, "deployment", { identifier: "d", relations: { service: "b" } });
  await setPermissions(ctx, "service", { entities: { update: { roles: ["Admin"] } } });
  await setHidden(ctx, "environment", true);
  await createAction(ctx, ACTION);
  await createAction(ctx, AUTOMATION);
  await updatePermissions(ctx, "create_service", { execute: { roles: ["Admin"] } });
});

const kinds = (plan: { steps: { type: string; identifier: string; kind: string }[] }) =>
  plan.steps.filter((s) => s.kind !== "same").map((s) => `${s.kind} ${s.type} ${s.identifier}`);

describe("a bundle", () => {
  it("brings everything back: export, wipe, import, export", async () => {
    const before = await exportBundle(ctx, { entities: true });
    expect(before.entities).toHaveLength(5);
    for (const format of ["yaml", "json"] as const) {
      const text = bundleText(before, format);
      await wipe();
      const done = await applyBundle(ctx, parseBundle(text));
      expect(done.counts).toEqual({ create: 12, change: 0, delete: 0, same: 0 });
      const after = await exportBundle(ctx, { entities: true });
      expect(bundleText(after, format)).toBe(text);
    }
    expect(await getEntity(ctx, "service", "a")).toMatchObject({
      relations: { dependsOn: ["b", "a"], squad: "s" },
    });
    expect(await getAction(ctx, "create_service")).toMatchObject({ title: "Create" });
  });

  it("changes nothing when it is applied again, in whatever order it stands", async () => {
    const bundle = await exportBundle(ctx, { entities: true });
    bundle.blueprints.reverse();
    bundle.entities?.reverse();
    const plan = await applyBundle(ctx, bundle, { prune: true });
    expect(plan.counts).toEqual({ create: 0, change: 0, delete: 0, same: 12 });
    expect(await getBlueprint(ctx, "squad")).toMatchObject({ revision: 1 });
    expect((await getEntity(ctx, "service", "b")).revision).toBe(1);
  });

  it("says before what it will do, and does only that", async () => {
    const bundle = await exportBundle(ctx, { entities: true });
    const changed: Bundle = {
      ...bundle,
      blueprints: [
        ...bundle.blueprints.filter((b) => b.identifier !== "deployment" && b.identifier !== "squad"),
        { ...TEAM, title: "Crew" },
        { identifier: "region", title: "Region", schema: { properties: {} } },
      ],
      hidden: [],
      permissions: {},
      actions: [],
      entities: [
        ...bundle.entities!.filter((e) => e.blueprint === "environment" || e.blueprint === "service"),
        { blueprint: "squad", identifier: "s", properties: { size: 4 }, relations: { favourite: "a" } },
        { blueprint: "region", identifier: "eu" },
      ],
    };
    const plan = await planBundle(ctx, changed, { prune: true });
    expect(plan.issues).toEqual([]);
    expect(kinds(plan)).toEqual([
      "change blueprint environment",
      "change blueprint squad",
      "create blueprint region",
      "delete blueprint deployment",
      "delete permissions service",
      "delete action a_reaction",
      "delete action create_service",
      "change entity squad/s",
      "create entity region/eu",
      "delete entity deployment/d",
    ]);
    expect(plan.steps.find((s) => s.identifier === "squad/s")?.changes).toEqual([
      { path: ["properties", "size"], before: 3, after: 4 },
    ]);
    expect(await exportBundle(ctx, { entities: true })).toEqual(bundle);

    expect(kinds(await applyBundle(ctx, changed, { prune: true }))).toEqual(kinds(plan));
    expect(kinds(await planBundle(ctx, changed, { prune: true }))).toEqual([]);
  });

  it("leaves alone what it has no word of", async () => {
    const plan = await applyBundle(ctx, {
      version: 1,
      entities: [{ blueprint: "squad", identifier: "t", properties: { size: 1 } }],
    });
    expect(kinds(plan)).toEqual(["create entity squad/t"]);
    expect((await exportBundle(ctx, { entities: true })).entities).toHaveLength(6);
  });

  it("is refused as a whole, with the place of each fault", async () => {
    const before = await exportBundle(ctx, { entities: true });
    const faulty = {
      version: 1,
      blueprints: [
        {
          identifier: "x",
          title: "X",
          schema: { properties: {} },
          relations: { r: { target: "nowhere", required: false, many: false } },
        },
      ],
      entities: [{ blueprint: "squad", identifier: "u", properties: { size: "three" } }],
    };
    const paths = async (bundle: unknown) =>
      (await planBundle(ctx, bundle)).issues.map((issue) => issue.path.join("."));
    expect(await paths(faulty)).toEqual(["blueprints.0.relations.r.target"]);
    expect(await paths({ ...faulty, blueprints: [] })).toEqual(["entities.0.properties.size"]);
    expect(
      await paths({
        version: 1,
        entities: [
          { blueprint: "squad", identifier: "u", relations: { favourite: "nobody" } },
          { blueprint: "nothing", identifier: "v" },
        ],
      }),
    ).toEqual(["entities.1.blueprint", "entities.0.relations.favourite"]);
    expect(await paths({ ...faulty, blueprints: [...before.blueprints, ...faulty.blueprints] })).toEqual([
      "blueprints.4.relations.r.target",
    ]);
    await expect(applyBundle(ctx, faulty)).rejects.toMatchObject({ code: "invalid" });
    expect(await exportBundle(ctx, { entities: true })).toEqual(before);
    for (const bad of [
      { version: 2 },
      { version: 1, surprise: true },
      { version: 1, blueprints: [TEAM, TEAM] },
      { version: 1, entities: [{ identifier: "no blueprint" }] },
    ])
      await expect(planBundle(ctx, bad)).rejects.toMatchObject({ code: "invalid" });
    expect(() => parseBundle("a: [")).toThrow("neither as JSON nor as YAML");
  });

  it("is for administrators", async () => {
    const member = contextOf(database.db, person("ada"));
    await expect(exportBundle(member)).rejects.toMatchObject({ code: "forbidden" });
    await expect(applyBundle(member, { version: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("holds a part of the model when asked", async () => {
    const part = await exportBundle(ctx, { blueprints: ["squad"], entities: true });
    expect(part).toMatchObject({
      blueprints: [{ identifier: "squad" }],
      permissions: {},
      hidden: [],
      actions: [],
    });
    expect(part.entities).toHaveLength(1);
    await expect(exportBundle(ctx, { blueprints: ["nothing"] })).rejects.toMatchObject({ code: "not_found" });
  });
});
