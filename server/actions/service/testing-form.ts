import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { setPermissions } from "@/server/catalog/service/permissions";
import { createUser } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";

export type Person = Extract<Actor, { kind: "user" }>;

/** A catalog of regions, clusters and namespaces, and people of whom not all may read all of it. */
export interface FormWorld {
  database: TestDatabase;
  ada: Person;
  dora: Person;
  as(actor: Actor): Context;
}

const text = { type: "string" as const };

/** Makes the world of the tests of forms. The caller closes its database. */
export async function formWorld(): Promise<FormWorld> {
  process.env.WAYMARK_ENCRYPTION_KEY = randomBytes(32).toString("base64");
  const database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  for (const identifier of ["payments", "logistics"])
    await createTeam(system, { identifier, title: identifier });
  const person = async (name: string, role: "admin" | "member"): Promise<Person> => {
    const { id, email } = await createUser(system, { email: `${name}@example.com`, name, role });
    await setMembership(system, { team: "payments", userId: id, role: "member" });
    return {
      kind: "user",
      id,
      email,
      name,
      role,
      memberships: [{ teamId: newId(), team: "payments", role: "member" }],
    };
  };
  const world = {
    database,
    ada: await person("ada", "admin"),
    dora: await person("dora", "member"),
    as: (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db }),
  };
  await createBlueprint(system, {
    identifier: "cluster",
    title: "Cluster",
    schema: {
      properties: {
        region: text,
        zones: { type: "array", items: text },
        nodes: { type: "number" },
        stage: text,
      },
    },
  });
  await createBlueprint(system, {
    identifier: "namespace",
    title: "Namespace",
    schema: { properties: { tier: text } },
    relations: { cluster: { target: "cluster", required: false, many: false } },
  });
  await createBlueprint(system, { identifier: "app", title: "App", schema: { properties: { tier: text } } });
  const clusters = [
    {
      identifier: "west",
      title: "West",
      team: "payments",
      properties: { region: "eu", zones: ["a", "b"], nodes: 3, stage: "prod" },
    },
    {
      identifier: "east",
      title: "East",
      team: "payments",
      properties: { region: "us", zones: ["c"], nodes: 9, stage: "test" },
    },
    {
      identifier: "hidden",
      title: "Hidden",
      team: "logistics",
      properties: { region: "eu", zones: ["z"], nodes: 1 },
    },
  ];
  for (const cluster of clusters) await createEntity(system, "cluster", cluster, {});
  for (const [identifier, cluster, tier] of [
    ["w-1", "west", "gold"],
    ["w-2", "west", "iron"],
    ["e-1", "east", "gold"],
  ])
    await createEntity(
      system,
      "namespace",
      { identifier, properties: { tier }, relations: { cluster: cluster! } },
      {},
    );
  await createEntity(
    system,
    "app",
    { identifier: "shop", team: "payments", properties: { tier: "gold" } },
    {},
  );
  await createEntity(
    system,
    "app",
    { identifier: "blog", team: "payments", properties: { tier: "iron" } },
    {},
  );
  await setPermissions(system, "cluster", { entities: { read: { roles: ["Admin"], ownedByTeam: true } } });
  return world;
}

const jq = (jqQuery: string) => ({ jqQuery });
const equals = (property: string, value: unknown) => ({ property, operator: "=", value });

/** A cascade of clusters, namespaces and zones, with everything that can be computed. */
export const cascade = {
  properties: {
    cluster: {
      ...text,
      format: "entity",
      blueprint: "cluster",
      dataset: { combinator: "and", rules: [equals("region", jq(".form.region"))] },
    },
    region: { ...text, enum: ["eu", "us"], default: "eu" },
    namespace: {
      ...text,
      format: "entity",
      blueprint: "namespace",
      dependsOn: ["cluster"],
      dataset: {
        combinator: "and",
        rules: [
          { relation: "cluster", operator: "=", value: jq(".form.cluster.identifier") },
          {
            combinator: "or",
            rules: [equals("tier", "gold"), equals("tier", jq(".entity.properties.tier"))],
          },
        ],
      },
    },
    zone: {
      ...text,
      dependsOn: ["cluster"],
      enum: jq(".form.cluster.properties.zones"),
      default: jq(".form.cluster.properties.zones[0]"),
    },
    nodes: { type: "number", minimum: 1, maximum: jq(".form.cluster.properties.nodes // 1") },
    reason: { ...text, visible: jq('.form.cluster.properties.stage == "prod"'), default: "none" },
    owner: { ...text, format: "user", readOnly: true, default: jq(".user.email") },
    name: { ...text, pattern: jq('"^" + .form.region + "-[a-z]+$"') },
    broken: {
      ...text,
      visible: jq('.form.region == "us"'),
      default: jq('if .form.region == "us" then 1 + {} else "fine" end'),
    },
    clusters: { type: "array", items: { ...text, format: "entity", blueprint: "cluster" } },
    extra: text,
  },
  required: jq('if .form.cluster.properties.stage == "prod" then ["name", "reason"] else ["cluster"] end'),
  steps: [
    {
      title: "Place",
      order: ["region", "cluster", "namespace", "zone", "nodes", "reason", "owner", "broken", "clusters"],
    },
    {
      title: "Name",
      order: ["name"],
      validations: [{ constraint: '.form.name != "eu-taken"', message: "This name is taken." }],
    },
    { title: "More", order: ["extra"], visible: jq('.form.zone == "b"') },
  ],
};
