import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { setPermissions } from "@/server/catalog/service/permissions";
import { createUser } from "@/server/identity/service/people";
import { type Actor, type Context, systemContext } from "@/server/kernel/context";
import { Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { renderPayload } from "./render-payload";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let admin: User, dev: User;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

beforeAll(async () => {
  database = await createTestDatabase();
  const system = systemContext(database.db, "test", "t");
  const person = async (name: string, role: "admin" | "member"): Promise<User> => {
    const { id, email } = await createUser(system, {
      email: `${name}@example.com`,
      name: `${name} Low`,
      role,
    });
    return { kind: "user", id, email, name: `${name} Low`, role, memberships: [] };
  };
  admin = await person("ada", "admin");
  dev = await person("dora", "member");
  await createBlueprint(system, {
    identifier: "service",
    title: "Service",
    schema: { properties: { tier: { type: "string" } } },
  });
  await createBlueprint(system, { identifier: "vault", title: "Vault", schema: { properties: {} } });
  for (const identifier of ["checkout", "search"])
    await createEntity(system, "service", { identifier, properties: { tier: "gold" } }, {});
  await createEntity(system, "vault", { identifier: "safe", properties: {} }, {});
  await setPermissions(system, "vault", { entities: { read: { roles: ["Admin"] } } });
});
afterAll(() => database.close());

const entityInput = { type: "string", format: "entity", blueprint: "service" };
const definition = (invocationMethod: Record<string, unknown>, blueprint = "service") => ({
  identifier: "notify",
  title: "Notify",
  trigger: {
    type: "self-service",
    operation: "DAY-2",
    blueprintIdentifier: blueprint,
    userInputs: {
      properties: {
        service: entityInput,
        services: { type: "array", items: entityInput },
        safe: { type: "string", format: "entity", blueprint: "vault" },
        token: { type: "string", encryption: "aes256-gcm" },
        n: { type: "number" },
      },
    },
  },
  invocationMethod,
});
const webhook = (body: Record<string, unknown>) =>
  definition({ type: "WEBHOOK", url: "https://x.example", body });

describe("a payload that is tried", () => {
  it("has entities, the person, the action and masked secrets in it", async () => {
    const { payload, issues } = await renderPayload(as(admin), {
      definition: webhook({
        one: "{{ .inputs.service.properties.tier }}",
        many: "{{ .inputs.services | map(.identifier) }}",
        on: "{{ .entity.identifier }}",
        by: "{{ .trigger.by.user.firstName }} <{{ .trigger.by.user.email }}>",
        run: "{{ .run.id }}",
        action: "{{ .action.identifier }}/{{ .action.blueprint }}",
        encrypted: "{{ .action.encryptedProperties }}",
        authorization: 'Bearer {{ .secrets.TOKEN }}{{ .secrets["other"] }}',
        token: "{{ .inputs.token }}",
        n: "{{ .inputs.n }}",
        "{{ if .inputs.n then null else 'k' end }}": 1,
        "{{ spreadValue() }}": "{{ {spread: true} }}",
      }),
      as: "dora@example.com",
      entity: "search",
      values: { service: "checkout", services: ["search", "checkout"], token: "hush", n: 3 },
    });
    expect(issues).toEqual([]);
    expect((payload as { body: unknown }).body).toEqual({
      one: "gold",
      many: ["search", "checkout"],
      on: "search",
      by: "dora <dora@example.com>",
      run: "r_example",
      action: "notify/service",
      encrypted: ["token"],
      authorization: "Bearer ••••••••",
      token: "••••",
      n: 3,
      spread: true,
    });
  });

  it("names each template that fails at its place, and renders the others", async () => {
    const { payload, issues } = await renderPayload(as(admin), {
      definition: webhook({ bad: ["{{ .inputs.n.x }}", "{{ .open"], ok: "{{ .inputs.n }}" }),
      values: { n: 1 },
    });
    expect((payload as { body: unknown }).body).toEqual({ bad: [null, null], ok: 1 });
    expect(issues.map(({ path }) => path)).toEqual([
      ["invocationMethod", "body", "bad", 0],
      ["invocationMethod", "body", "bad", 1],
    ]);
    expect(issues.map(({ message }) => message).join()).toContain("Cannot index number");
  });

  it("shows a mapping with relations as they are stored, and marks what only a run knows", async () => {
    const { payload, issues } = await renderPayload(as(admin), {
      definition: definition({
        type: "TERRAFORM",
        template: "x",
        variables: {},
        mapping: {
          identifier: "{{ .inputs.service.identifier }}-db",
          properties: { host: "{{ .outputs.host }}", port: "{{ .outputs.port + 1 }}" },
          relations: { service: "{{ .inputs.service }}", services: "{{ .inputs.services }}" },
        },
      }),
      values: { service: "checkout", services: ["search"] },
    });
    expect(issues).toEqual([]);
    expect((payload as { mapping: unknown }).mapping).toEqual({
      identifier: "checkout-db",
      properties: { host: "(output host)", port: "(known after the run)" },
      relations: { service: "checkout", services: ["search"] },
    });
  });

  it("reads with the rights of the person, and takes a definition that is not complete", async () => {
    const given = { definition: webhook({ safe: "{{ .inputs.safe }}" }), values: { safe: "safe" } };
    const seen = async (person: string) =>
      ((await renderPayload(as(admin), { ...given, as: person })).payload as { body: { safe: unknown } }).body
        .safe;
    expect(await seen(admin.id)).toMatchObject({ identifier: "safe" });
    expect(await seen(dev.id)).toBeNull();
    const acting = { definition: { ...definition({}, "vault") }, entity: "safe", values: {} };
    await expect(renderPayload(as(admin), { ...acting, as: dev.id })).rejects.toBeInstanceOf(Invalid);
    expect(await renderPayload(as(admin), { definition: {}, values: {} })).toEqual({
      payload: {},
      issues: [],
    });
  });

  it("is for administrators, and for people that there are", async () => {
    await expect(renderPayload(as(dev), { definition: {}, values: {} })).rejects.toBeInstanceOf(Forbidden);
    await expect(
      renderPayload(as(admin), { definition: {}, values: {}, as: "nobody@example.com" }),
    ).rejects.toBeInstanceOf(NotFound);
  });
});
