import { describe, expect, it } from "vitest";
import { checkAction } from "@/server/actions/core/check";
import type { ActionDefinition, RunnableAction } from "@/server/actions/schema";
import type { TerraformInvocation } from "@/server/pipelines/schema";
import { SERVICE_BLUEPRINT } from "@/server/demo/core/blueprint";
import { definitionIssues } from "@/server/catalog/core/blueprint-rules";
import { blueprintCreateSchema } from "@/server/catalog/core/blueprint-schema";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { checkTemplates, render } from "@/server/pipelines/template";
import { parse } from "yaml";
import { fillSkeleton } from "@/server/pipelines/skeleton";
import { loadSkeleton, loadTemplate, templateSlugs } from "@/server/pipelines/templates";
import { checkDefinitions } from "@/server/properties/check";

/** Golden paths are run from a form, most of them by Terraform. */
type TerraformAction = RunnableAction & { invocationMethod: TerraformInvocation };
const runnable = (definition: ActionDefinition) => definition as TerraformAction;
const byTerraform = ({ invocationMethod }: ActionDefinition): boolean =>
  invocationMethod.type === "TERRAFORM";

/** What a run knows, with every input left empty: a definition must come to something sensible with the required ones alone. */
const contextOf = (inputs: Record<string, unknown>, entity: unknown = null) => ({
  inputs,
  entity,
  run: { id: "r_1", team: "payments", entity: null, blueprint: "database" },
  trigger: { by: { user: { email: "a@x.example" } } },
  outputs: {
    engine: "PostgreSQL",
    version: null,
    host: "db",
    port: 5432,
    database: "orders_db",
    username: "orders_db",
    connection_hint: "psql",
  },
});

for (const slug of await templateSlugs()) {
  describe(`the definitions of ${slug}`, () => {
    it("are accepted where they are saved", async () => {
      const { definition } = await loadTemplate(slug);
      const known = new Map(
        [SERVICE_BLUEPRINT as BlueprintDefinition, ...definition.blueprints].map((blueprint) => [
          blueprint.identifier,
          blueprint,
        ]),
      );
      for (const blueprint of definition.blueprints) {
        expect(blueprintCreateSchema.safeParse(blueprint).error?.issues ?? []).toEqual([]);
        expect(checkDefinitions(blueprint.schema.properties, "property")).toEqual([]);
        expect(definitionIssues(blueprint, known)).toEqual([]);
      }
      for (const action of definition.actions.map(runnable)) {
        expect(checkAction(action)).toMatchObject({ ok: true });
        expect(known.has(action.trigger.blueprintIdentifier!)).toBe(true);
        expect(action.invocationMethod.template).toBe(slug);
        expect(await checkTemplates(action.invocationMethod)).toEqual([]);
      }
    });

    it("send only variables that the module declares, and all that it requires", async () => {
      const { definition, module } = await loadTemplate(slug);
      const source = module
        .filter((file) => file.path.endsWith(".tf"))
        .map((file) => file.content.toString("utf8"))
        .join("\n");
      const declared = new Map(
        [...source.matchAll(/^variable "(\w+)" \{\n([\s\S]*?)^\}/gm)].map((match) => [
          match[1]!,
          /^ {2}default\s*=/m.test(match[2]!),
        ]),
      );
      for (const action of definition.actions.filter(byTerraform).map(runnable)) {
        const sent = Object.keys(action.invocationMethod.variables);
        for (const name of sent) expect(declared.has(name), `${action.identifier} sends ${name}`).toBe(true);
        for (const [name, optional] of declared)
          if (!optional) expect(sent, action.identifier).toContain(name);
      }
    });
  });
}

describe("the database actions", () => {
  const action = async (identifier: string): Promise<TerraformAction> =>
    runnable(
      (await loadTemplate("postgres-database")).definition.actions.find(
        (one) => one.identifier === identifier,
      )!,
    );
  const entity = {
    identifier: "orders_db",
    title: "orders_db",
    team: ["payments"],
    properties: {
      engine: "PostgreSQL",
      environment: "dev",
      name: "orders_db",
      retention_days: 7,
      delete_protection: true,
      password_version: 3,
    },
    relations: { service: "checkout" },
  };

  it("make an entity of the required inputs alone", async () => {
    const { invocationMethod } = await action("create_postgres_database");
    const context = contextOf({ name: "orders_db", team: "payments", environment: "dev", retention_days: 7 });
    expect(await render(invocationMethod.variables, context)).toEqual({
      name: "orders_db",
      environment: "dev",
      team: "payments",
      owner: null,
      service: null,
      retention_days: 7,
      review_on: null,
    });
    expect(await render(invocationMethod.mapping, context)).toMatchObject({
      identifier: "orders_db",
      team: "payments",
      properties: {
        port: 5432,
        name: "orders_db",
        delete_protection: false,
        password_version: 1,
        version: null,
      },
      relations: { service: null },
    });
  });

  it("keep what is left empty, and take over false as well as true", async () => {
    const { invocationMethod } = await action("change_postgres_database");
    expect(await render(invocationMethod.mapping, contextOf({}, entity))).toMatchObject({
      properties: entity.properties,
      relations: entity.relations,
    });
    const changed = await render(
      invocationMethod.mapping,
      contextOf({ delete_protection: "off", retention_days: 30 }, entity),
    );
    expect(changed).toMatchObject({
      properties: { ...entity.properties, delete_protection: false, retention_days: 30 },
    });
    expect(await render(invocationMethod.variables, contextOf({ retention_days: 30 }, entity))).toMatchObject(
      { retention_days: 30, password_version: 3, service: "checkout", team: "payments" },
    );
  });

  it("count password versions up, and ask for protection before they destroy", async () => {
    const rotate = await action("rotate_postgres_password");
    expect(
      await render(rotate.invocationMethod.variables, contextOf({ reason: "leak" }, entity)),
    ).toMatchObject({ password_version: 4, retention_days: 7 });
    expect(await render(rotate.invocationMethod.mapping, contextOf({}, entity))).toMatchObject({
      properties: { ...entity.properties, password_version: 4 },
    });
    const drop = await action("delete_postgres_database");
    expect(await render(drop.invocationMethod.variables, contextOf({}, entity))).toEqual({
      name: "orders_db",
      environment: "dev",
      password_version: 3,
      protected: true,
    });
  });
});

describe("the ephemeral environment", () => {
  it("gets a name of its own from its service and its run, and its team from the service", async () => {
    const { definition } = await loadTemplate("ephemeral-environment");
    const create = runnable(definition.actions.find((one) => one.identifier.startsWith("create"))!);
    const service = { identifier: "Check-Out.Service", title: "Checkout", team: ["payments"] };
    const context = {
      ...contextOf({ service }),
      run: { id: "r_7Hk2mQ9xVbT4nZ8w", team: "payments", entity: null, blueprint: "ephemeral_environment" },
    };
    expect(await render(create.invocationMethod.variables, context)).toEqual({
      name: "eph_check_out_service_7hk2mq9x",
      service: "Check-Out.Service",
      team: "payments",
      owner: "a@x.example",
      purpose: null,
    });
    expect(await render(create.invocationMethod.mapping, context)).toMatchObject({
      identifier: "check-out-service-7hk2mq9x",
      title: "Checkout 7hk2mq9x",
      team: "payments",
    });
  });
});

describe("the service repository", () => {
  const inputs = {
    name: "order-history",
    team: "payments",
    summary: 'Keeps orders: "all" of them',
    language: "Kotlin",
    tier: "2",
  };

  it("is filled in from the required inputs alone, for every language", async () => {
    const { definition } = await loadTemplate("service-repository");
    const invocation = definition.actions[0]!.invocationMethod as Record<string, unknown>;
    const { files } = await loadSkeleton("service-repository");
    for (const language of ["TypeScript", "Go", "Kotlin", "Python"]) {
      const values = await render(invocation.values, contextOf({ ...inputs, language }));
      const filled = await fillSkeleton(files, values as Record<string, unknown>);
      const text = (path: string) => filled.find((file) => file.path === path)?.content?.toString() ?? "";
      expect(filled.map((file) => file.path)).toEqual([
        ".github/workflows/ci.yml",
        ".gitignore",
        "CODEOWNERS",
        "README.md",
        "catalog-info.yaml",
        "src/README.md",
      ]);
      const ci = parse(text(".github/workflows/ci.yml")) as {
        jobs: { test: { steps: { uses?: string; with?: object }[] } };
      };
      expect(ci.jobs.test.steps[1]?.uses).toMatch(/^actions\/setup-(node|go|java|python)@v\d$/);
      expect(Object.keys(ci.jobs.test.steps[1]?.with ?? {}).length).toBeGreaterThan(0);
      expect(text(".github/workflows/ci.yml")).toContain("${{ github.ref }}");
      expect(parse(text("catalog-info.yaml"))).toMatchObject({
        metadata: { name: "order-history", description: inputs.summary },
        spec: { owner: "payments" },
      });
      expect(text("README.md")).toContain("| On call | a@x.example |");
    }
  });

  it("registers the service with its repository", async () => {
    const { definition } = await loadTemplate("service-repository");
    const { mapping } = definition.actions[0]!.invocationMethod as Record<string, unknown>;
    const context = {
      ...contextOf(inputs),
      outputs: { repository: "https://github.com/acme/order-history" },
    };
    expect(await render(mapping, context)).toMatchObject({
      identifier: "order-history",
      team: "payments",
      properties: { language: "Kotlin", tier: "2", repository: "https://github.com/acme/order-history" },
    });
  });
});

it("takes from both database modules the same script", async () => {
  const script = async (slug: string) =>
    (await loadTemplate(slug)).module.find((file) => file.path === "postgres.mjs")?.content.toString();
  expect(await script("ephemeral-environment")).toBe(await script("postgres-database"));
});
