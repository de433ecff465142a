import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import type { RunningPortal } from "../portal";
import type { Client } from "./load";
import { BLUEPRINTS, component, group, GROUPS, system, SYSTEMS } from "./model";

const BULK = 20;
const CONNECTIONS = 10;

/** Sends entities by the bulk route over ten connections. Out: how long it took, in s. Throws when any is refused. */
export async function ingest(client: Client, blueprint: string, entities: object[]): Promise<number> {
  const batches = Array.from({ length: Math.ceil(entities.length / BULK) }, (_, i) =>
    entities.slice(i * BULK, (i + 1) * BULK),
  );
  const path = `/v1/blueprints/${blueprint}/entities/bulk?upsert=true`;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop()) {
        const { status, body } = await client.send({ method: "POST", path, body: { entities: batch } });
        if (status !== 200) throw new Error(`The bulk route answered ${status}: ${body.slice(0, 500)}`);
      }
    }),
  );
  return (performance.now() - start) / 1000;
}

/** Makes the blueprints, groups and systems. */
export async function prepare(client: Client): Promise<void> {
  for (const blueprint of BLUEPRINTS) {
    const { status, body } = await client.send({ method: "POST", path: "/v1/blueprints", body: blueprint });
    if (status !== 201) throw new Error(`The blueprint was answered with ${status}: ${body}`);
  }
  await ingest(
    client,
    "benchGroup",
    Array.from({ length: GROUPS }, (_, i) => group(i)),
  );
  await ingest(
    client,
    "benchSystem",
    Array.from({ length: SYSTEMS }, (_, i) => system(i)),
  );
}

/** Waits until the server has looked at what was just written, as it does by itself within some seconds. */
export async function analysed(portal: RunningPortal): Promise<void> {
  const sql = postgres(portal.databaseUrl(), { max: 1, onnotice: () => undefined });
  try {
    for (let i = 0; i < 300; i += 1) {
      const [row] = await sql<{ stale: boolean }[]>`
        select bool_or(n_mod_since_analyze > 500 + n_live_tup / 10) as stale from pg_stat_user_tables
        where relname in ('entities', 'entity_relations', 'entity_counts')`;
      if (!row?.stale) return;
      await pause(1000);
    }
    throw new Error("The server did not analyse its tables within five minutes.");
  } finally {
    await sql.end();
  }
}

/** Components from `from` up to `to`, through the front door. Out: how many a second. */
export async function ingestComponents(client: Client, from: number, to: number): Promise<number> {
  const entities = Array.from({ length: to - from }, (_, i) => component(from + i));
  const seconds = await ingest(client, "benchComponent", entities);
  return entities.length / seconds;
}

/**
 * Copies of the components that are there, up to `total` of them, straight into the tables: what the API writes for one,
 * numbered on. Counts follow. Histories and audit rows are not copied, since no measured request reads them.
 */
export async function multiply(portal: RunningPortal, have: number, total: number): Promise<void> {
  const sql = postgres(portal.databaseUrl(), { max: 1, onnotice: () => undefined });
  try {
    await sql`set maintenance_work_mem = '512MB'`;
    const step = 100_000;
    for (let from = have; from < total; from += step) {
      const to = Math.min(from + step, total);
      await sql.begin(async (tx) => {
        await tx`
          create temp table copies on commit drop as
            select n, gen_random_uuid() as id, e.id as source, e.identifier as of
            from generate_series(${from}::int, ${to - 1}::int) n
            join entities e on e.identifier = 'component-' || (n % ${have}::int)
            join blueprints b on b.id = e.blueprint_id and b.identifier = 'benchComponent'`;
        await tx`
          insert into entities (id, blueprint_id, identifier, title, icon, team, properties, created_by, updated_by)
            select c.id, e.blueprint_id, 'component-' || c.n, regexp_replace(e.title, '[0-9]+$', c.n::text), e.icon, e.team, e.properties,
              e.created_by, e.updated_by
            from copies c join entities e on e.id = c.source`;
        await tx`
          insert into entity_relations (from_id, relation, to_id, position)
            select c.id, r.relation, r.to_id, r.position from copies c join entity_relations r on r.from_id = c.source`;
      });
    }
    await sql`
      insert into entity_counts (blueprint_id, key, value, n)
        select blueprint_id, key, value, (sum(n) * ${total}::numeric / ${have}::numeric - sum(n))::bigint
        from entity_counts where blueprint_id = (select id from blueprints where identifier = 'benchComponent')
        group by blueprint_id, key, value`;
    await sql`vacuum (analyze) entities`;
    await sql`vacuum (analyze) entity_relations`;
  } finally {
    await sql.end();
  }
}
