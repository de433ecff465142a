import { analysed, ingestComponents, multiply, prepare } from "./catalog/data";
import { load, openClient, type Client, type Load, type Request } from "./catalog/load";
import { KINDS, LIFECYCLES, SYSTEMS, topic } from "./catalog/model";
import { newDataDir, withPortal, type RunningPortal } from "./portal";
import { readDemo } from "./session";
import { median, type Measure } from "./statistics";
import { people } from "./traffic";

const CONNECTIONS = 10;
const SMALL = 10_000;
const COMPONENTS = SMALL - SYSTEMS - 100;
const LARGE = 1_000_000;
const ROUNDS = 3;

const ofComponents = (path: string, body: unknown): Request => ({
  method: "POST",
  path: `/v1/blueprints/benchComponent/entities/${path}`,
  body,
});
const rule = (property: string, value: unknown) => ({ property, operator: "=", value });

/** What is asked, the n-th time; parameters differ from one request to the next, as they do between people. */
const REQUESTS = {
  list: (n: number) =>
    ofComponents("search", {
      query: { combinator: "and", rules: [rule("kind", KINDS[n % KINDS.length])] },
      sort: { by: "$title", direction: "asc" },
      limit: 20,
      page: 1 + (n % 5),
      total: true,
    }),
  "list with two filters": (n: number) =>
    ofComponents("search", {
      query: {
        combinator: "and",
        rules: [rule("kind", KINDS[n % KINDS.length]), rule("lifecycle", LIFECYCLES[n % LIFECYCLES.length])],
      },
      sort: { by: "$title", direction: "asc" },
      limit: 20,
      total: true,
    }),
  "free text": (n: number) =>
    ofComponents("search", {
      query: { combinator: "and", rules: [rule("kind", KINDS[n % KINDS.length])] },
      text: topic(n),
      limit: 20,
      total: true,
    }),
  "one entity": (n: number): Request => ({
    method: "GET",
    path: `/v1/blueprints/benchComponent/entities/component-${(n * 7919) % COMPONENTS}`,
  }),
  facets: () => ofComponents("facets", { by: ["kind", "lifecycle", "tier"] }),
} as const;
type Name = keyof typeof REQUESTS;

/** The least rate at 10,000 entities, and how many times longer it may take at 1,000,000. */
const DEMANDS: Record<Name, { rate?: number; growth: number }> = {
  list: { rate: 500, growth: 2 },
  "list with two filters": { growth: 2 },
  "free text": { rate: 400, growth: 5 },
  "one entity": { rate: 1500, growth: 2 },
  facets: { rate: 250, growth: 5 },
};

/** The median of three rounds, by rate. */
async function rounds(client: Client, seconds: number, name: Name): Promise<Load> {
  const all: Load[] = [];
  for (let i = 0; i < ROUNDS; i += 1)
    all.push(await load(client, { seconds, connections: CONNECTIONS }, REQUESTS[name]));
  return all.sort((a, b) => a.rate - b.rate)[Math.floor(ROUNDS / 2)]!;
}

export async function tokenOf(portal: RunningPortal): Promise<string> {
  const answer = await fetch(`${portal.address}/v1/auth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(readDemo(portal.dataDir).client),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

/** Requests over HTTP with a token at 10,000 entities and, if asked, at 1,000,000; ingest, an aggregation and a page. */
export async function catalog(options: { seconds: number; large: boolean }): Promise<Measure[]> {
  const measures: Measure[] = [];
  await withPortal({ dataDir: newDataDir("catalog") }, async (portal) => {
    const client = openClient(portal.address, await tokenOf(portal), CONNECTIONS);
    try {
      await prepare(client);
      measures.push(await ingestRate(client));
      await analysed(portal);
      const small = new Map<Name, Load>();
      for (const name of Object.keys(REQUESTS) as Name[]) {
        const result = await rounds(client, options.seconds, name);
        small.set(name, result);
        measures.push(...smallMeasures(name, result));
      }
      measures.push(await relatedPage(portal, client));
      measures.push(await aggregation(portal, client));
      if (!options.large) return;
      await multiply(portal, COMPONENTS, LARGE);
      for (const name of Object.keys(REQUESTS) as Name[]) {
        const result = await rounds(client, options.seconds, name);
        const before = small.get(name)!;
        measures.push({
          name: `${name}: p50 at 1,000,000 against 10,000`,
          value: result.p50 / before.p50,
          unit: "x",
          limit: DEMANDS[name].growth,
          note: `${result.rate.toFixed(0)}/s, p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms`,
        });
      }
    } finally {
      await client.close();
    }
  });
  return measures;
}

function smallMeasures(name: Name, { rate, p50, p95, p99 }: Load): Measure[] {
  const note = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
  const of = (limit: number): Measure => ({
    name: `${name} at 10,000`,
    value: rate,
    unit: "/s",
    limit,
    atLeast: true,
    note,
  });
  return [
    of(DEMANDS[name].rate ?? 0),
    ...(name === "list" ? [{ name: "list at 10,000, p95", value: p95, unit: "ms" as const, limit: 40 }] : []),
  ];
}

/** Thirds of the components one after the other: the median of their rates. */
async function ingestRate(client: Client): Promise<Measure> {
  const rates: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1)
    rates.push(
      await ingestComponents(
        client,
        Math.round((i * COMPONENTS) / ROUNDS),
        Math.round(((i + 1) * COMPONENTS) / ROUNDS),
      ),
    );
  return {
    name: "ingest by the bulk route, entities",
    value: median(rates),
    unit: "/s",
    limit: 2000,
    atLeast: true,
    note: `with relation, mirrors, history and audit; thirds: ${rates.map((r) => r.toFixed(0)).join(", ")}`,
  };
}

/** The page of an entity that 200 others relate to: time to the last byte, p95 of 40. */
async function relatedPage(portal: RunningPortal, client: Client): Promise<Measure> {
  const { admin } = await people(portal);
  await send(client, "POST", "/v1/blueprints/benchSystem/entities", { identifier: "hub", title: "Hub" });
  for (let from = 0; from < 200; from += 20)
    await send(client, "POST", "/v1/blueprints/benchComponent/entities/bulk?upsert=true", {
      entities: Array.from({ length: 20 }, (_, i) => ({
        identifier: `spoke-${from + i}`,
        properties: { kind: "service" },
        relations: { system: "hub" },
      })),
    });
  const times: number[] = [];
  for (let i = 0; i < 50; i += 1) {
    const start = performance.now();
    const response = await admin.request("/catalog/benchSystem/hub");
    await response.text();
    if (response.status !== 200) throw new Error(`The entity's page answered ${response.status}.`);
    if (i >= 10) times.push(performance.now() - start);
  }
  const sorted = times.sort((a, b) => a - b);
  return {
    name: "page of an entity with 200 related, p95",
    value: sorted[Math.floor(sorted.length * 0.95)]!,
    unit: "ms",
    limit: 80,
    note: `p50 ${median(times).toFixed(1)} ms`,
  };
}

const FAMILY = 100_000;

/** A sum over 100,000 related entities: from the change of one until the right sum is read. Median of five changes. */
async function aggregation(portal: RunningPortal, client: Client): Promise<Measure> {
  await send(client, "POST", "/v1/blueprints", {
    identifier: "benchTotal",
    title: "Total",
    schema: { properties: {} },
    relations: {},
  });
  await send(client, "POST", "/v1/blueprints", {
    identifier: "benchItem",
    title: "Item",
    schema: { properties: { amount: { type: "number" } } },
    relations: { total: { target: "benchTotal", required: false, many: false } },
  });
  await send(client, "PATCH", "/v1/blueprints/benchTotal", {
    aggregationProperties: {
      amount: {
        title: "Amount",
        target: "benchItem",
        calculationSpec: { calculationBy: "property", func: "sum", property: "amount" },
      },
    },
  });
  await send(client, "POST", "/v1/blueprints/benchTotal/entities", { identifier: "all" });
  await fillFamily(portal);
  const times: number[] = [];
  let sum = FAMILY;
  for (let i = 0; i < 5; i += 1) {
    const start = performance.now();
    await send(client, "PATCH", `/v1/blueprints/benchItem/entities/item-${i + 1}`, {
      properties: { amount: 10 + i },
    });
    sum += 9 + i;
    for (;;) {
      const { entity } = JSON.parse(await send(client, "GET", "/v1/blueprints/benchTotal/entities/all")) as {
        entity: { properties: { amount?: number } };
      };
      if (entity.properties.amount === sum) break;
      if (performance.now() - start > 60_000)
        throw new Error(`The sum is ${entity.properties.amount}, not ${sum}.`);
    }
    times.push((performance.now() - start) / 1000);
  }
  return {
    name: "sum over 100,000 related, right after a change within",
    value: median(times),
    unit: "s",
    limit: 1,
    note: times.map((t) => t.toFixed(2)).join(", "),
  };
}

async function fillFamily(portal: RunningPortal): Promise<void> {
  const { default: postgres } = await import("postgres");
  const sql = postgres(portal.databaseUrl(), { max: 1, onnotice: () => undefined });
  try {
    await sql`
      with made as (
        insert into entities (blueprint_id, identifier, properties, created_by, updated_by)
          select b.id, 'item-' || n, '{"amount": 1}'::jsonb, 'bench', 'bench'
          from blueprints b, generate_series(1, ${FAMILY}::int) n where b.identifier = 'benchItem'
          returning id)
      insert into entity_relations (from_id, relation, to_id)
        select made.id, 'total', t.id from made, entities t join blueprints b on b.id = t.blueprint_id
        where b.identifier = 'benchTotal' and t.identifier = 'all'`;
    await sql`analyze entities`;
    await sql`analyze entity_relations`;
  } finally {
    await sql.end();
  }
}

async function send(
  client: Client,
  method: Request["method"],
  path: string,
  body?: unknown,
): Promise<string> {
  const answer = await client.send({ method, path, body });
  if (answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.slice(0, 500)}`);
  return answer.body;
}
