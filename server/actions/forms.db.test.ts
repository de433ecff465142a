import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runs } from "@/db/schema/runs";
import { toDomainError } from "@/server/api/errors";
import { restApp } from "@/server/api/rest-app";
import { createCaller } from "@/server/api/root";
import { checkForm, valuesToSend } from "./core/form/check-form";
import type { UserInputs } from "./core/definition/user-inputs";
import { createAction } from "./service/definitions";
import { cascade, formWorld, type FormWorld } from "./service/testing-form";

let world: FormWorld;
const identifier = "deploy";
const jq = (jqQuery: string) => ({ jqQuery });

beforeAll(async () => {
  world = await formWorld();
  const definition = {
    identifier,
    trigger: {
      type: "self-service",
      operation: "DAY-2",
      blueprintIdentifier: "app",
      userInputs: cascade,
      condition: {
        type: "SEARCH",
        combinator: "and",
        rules: [{ property: "tier", operator: "!=", value: "paper" }],
      },
    },
    invocationMethod: { type: "TERRAFORM", template: "postgres-database", variables: {} },
  };
  await createAction(world.as(world.ada), definition);
  const { steps: _steps, required: _required, ...rest } = cascade;
  const faulty = { properties: { ...rest.properties, late: { type: "string", enum: jq('"no list"') } } };
  await createAction(world.as(world.ada), {
    ...definition,
    identifier: "faulty",
    trigger: { ...definition.trigger, userInputs: faulty },
  });
});
afterAll(() => world.database.close());

const caller = () => createCaller(world.as(world.dora)).actions;

async function byTrpc(
  properties: Record<string, unknown>,
  action = identifier,
): Promise<string[] | "accepted"> {
  try {
    await caller().execute({ identifier: action, entity: "blog", properties });
    return "accepted";
  } catch (error) {
    const domain = toDomainError(error);
    if (domain?.code !== "invalid") throw error;
    return domain.details.issues!.map(({ path }) => path.join("."));
  }
}

async function byRest(
  properties: Record<string, unknown>,
  action = identifier,
): Promise<string[] | "accepted"> {
  const app = restApp(async () => ({ ...world.as(world.dora), origin: "API" as const }));
  const response = await app.fetch(
    new Request(`http://127.0.0.1/v1/actions/${action}/runs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ entity: "blog", properties }),
    }),
  );
  const body = (await response.json()) as { details?: { issues?: { path: string[] }[] }; error?: string };
  if (response.status < 300) return "accepted";
  expect(response.status).toBe(422);
  return issuesIn(body).map((path) => path.join("."));
}

/** The paths of an error's issues, wherever the published form has them. */
function issuesIn(body: unknown): (string | number)[][] {
  if (typeof body !== "object" || body === null) return [];
  const { path } = body as { path?: unknown };
  if (Array.isArray(path)) return [path as (string | number)[]];
  return Object.values(body).flatMap(issuesIn);
}

const good = { region: "eu", cluster: "west", name: "eu-shop", reason: "because" };

describe("a request is held to exactly what the form is", () => {
  it("and is taken where it fits", async () => {
    expect(
      await byTrpc({
        ...good,
        zone: "b",
        nodes: 3,
        namespace: "w-1",
        extra: "x",
        clusters: ["west", "east"],
      }),
    ).toBe("accepted");
    expect(await byRest({ region: "us", cluster: "east", nodes: 9 })).not.toBe("accepted");
    expect(await byRest(good)).toBe("accepted");
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["a forged choice", { ...good, region: "mars", cluster: undefined }, ["properties.region"]],
    ["a computed choice that is not offered", { ...good, zone: "c" }, ["properties.zone"]],
    ["a forged entity", { ...good, cluster: "nope" }, ["properties.cluster"]],
    ["an entity of another blueprint", { ...good, cluster: "w-1" }, ["properties.cluster"]],
    ["an entity that the person may not read", { ...good, cluster: "hidden" }, ["properties.cluster"]],
    ["an entity outside of the dataset", { ...good, namespace: "e-1" }, ["properties.namespace"]],
    ["a forged entity in a list", { ...good, clusters: ["west", "nope"] }, ["properties.clusters"]],
    ["a list for one entity", { ...good, cluster: ["west"] }, ["properties.cluster"]],
    ["an unknown key", { ...good, nmae: "x" }, ["properties.nmae"]],
    ["a wrong type", { ...good, nodes: "3" }, ["properties.nodes"]],
    ["a number beyond a computed bound", { ...good, nodes: 4 }, ["properties.nodes"]],
    ["a text against a computed pattern", { ...good, name: "us-shop" }, ["properties.name"]],
    [
      "a hidden input with a value of its own",
      { region: "us", cluster: "east", reason: "mine" },
      ["properties.reason"],
    ],
    ["an input of a step that is not shown", { ...good, zone: "a", extra: "x" }, ["properties.extra"]],
    [
      "another value than that of a closed input",
      { ...good, owner: "ada@example.com" },
      ["properties.owner"],
    ],
    ["a value of an input that still waits", { region: "eu", zone: "a" }, ["properties.zone"]],
    ["a missing required", { ...good, name: undefined }, ["properties.name"]],
    ["a required that was emptied", { ...good, name: "" }, ["properties.name"]],
    ["a rule over several inputs that does not hold", { ...good, name: "eu-taken" }, ["properties"]],
    ["an input whose expression fails", { region: "us", cluster: "east" }, ["properties.broken"]],
  ])("%s is refused at its place, by both ways in", async (_what, values, places) => {
    const properties = JSON.parse(JSON.stringify(values)) as Record<string, unknown>;
    const before = await world.database.db.$count(runs);
    for (const paths of [await byTrpc(properties), await byRest(properties)])
      expect(paths).toEqual(expect.arrayContaining(places));
    expect(await world.database.db.$count(runs)).toBe(before);
  });

  it("and never with a value from before an expression failed", async () => {
    expect(await byTrpc({ ...good, late: "no list" }, "faulty")).toContain("properties.late");
  });

  it("evaluates only for the revision that the form was made from, and where the action is offered", async () => {
    const form = await caller().form({ identifier, entity: "blog" });
    expect(form).toMatchObject({
      dynamic: true,
      secrets: [],
      documentation: expect.stringContaining("PostgreSQL"),
      values: { region: "eu" },
    });
    await expect(
      caller().evaluate({ identifier, entity: "blog", revision: form.revision + 1, values: {} }),
    ).rejects.toThrow("Reload it");
    const touched = await caller().evaluate({
      identifier,
      entity: "blog",
      revision: form.revision,
      values: { cluster: "west", zone: "b" },
      touched: ["cluster"],
    });
    expect(touched.values).toMatchObject({ cluster: "west", zone: "a" });
    await createCaller(world.as(world.ada)).catalog.entities.update({
      blueprint: "app",
      identifier: "shop",
      patch: { properties: { tier: "paper" } },
    });
    await expect(caller().form({ identifier, entity: "shop" })).rejects.toThrow("not offered");
    const offered = await caller().list({ blueprint: "app", entity: "shop" });
    expect(offered).toEqual([]);
  });
});

describe("browser and server", () => {
  const pool = {
    cluster: ["west", "east", "hidden", "nope", "w-1"],
    region: ["eu", "us", "mars"],
    namespace: ["w-1", "w-2", "e-1", "nope"],
    zone: ["a", "b", "c"],
    nodes: [1, 3, 9, "3"],
    reason: ["none", "because"],
    owner: ["dora@example.com", "ada@example.com"],
    name: ["eu-shop", "us-shop", "eu-taken", "X"],
    clusters: [["west"], ["west", "nope"], [], "west"],
    extra: ["x"],
    nmae: ["x"],
  };
  const sent = fc.record(
    Object.fromEntries(
      Object.entries(pool).map(([key, values]) => [
        key,
        fc.oneof(
          { weight: key === "nmae" ? 30 : 3, arbitrary: fc.constant<unknown>(undefined) },
          { weight: 3, arbitrary: fc.constant<unknown>(values[0]) },
          { weight: 2, arbitrary: fc.constantFrom<unknown>(...values, null, "") },
        ),
      ]),
    ),
  );

  it("agree over entities and datasets on what is valid, and where it is not", async () => {
    const { revision } = await caller().form({ identifier, entity: "blog" });
    const tally = { accepted: 0, refused: 0 };
    const userInputs = cascade as unknown as UserInputs;
    await fc.assert(
      fc.asyncProperty(sent, async (given) => {
        const kept = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
        const first = await caller().evaluate({ identifier, entity: "blog", revision, values: kept });
        for (const values of [kept, valuesToSend(userInputs, first, kept)]) {
          const state = await caller().evaluate({ identifier, entity: "blog", revision, values });
          const here = checkForm(userInputs, state, values);
          tally[here.ok ? "accepted" : "refused"]++;
          expect(await byTrpc(values)).toEqual(
            here.ok ? "accepted" : here.issues.map(({ path }) => ["properties", ...path].join(".")),
          );
        }
      }),
      { seed: 20261125, numRuns: 40 },
    );
    expect(tally.accepted).toBeGreaterThan(3);
    expect(tally.refused).toBeGreaterThan(30);
  }, 60_000);
});
