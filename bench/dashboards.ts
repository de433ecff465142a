import { sql } from "drizzle-orm";
import { createDatabase, type Database } from "@/db/client";
import { removeEmbedded, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { countedKeys } from "@/server/catalog/core/count-rules";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { aggregateEntities } from "@/server/catalog/service/aggregate-entities";
import { aggregateOverTime } from "@/server/catalog/service/aggregate-over-time";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { setPermissions } from "@/server/catalog/service/permissions";
import { recountFrom } from "@/server/catalog/store/counts";
import { previewWidget } from "@/server/dashboards/service/widget-data";
import type { Actor, Context } from "@/server/kernel/context";
import { BLUEPRINTS, KINDS, LIFECYCLES, SYSTEMS, TIERS } from "./catalog/model";
import { newDataDir } from "./portal";
import { median, type Measure, percentile } from "./statistics";

const ENTITIES = 100_000;
const TEAMS = 40;
const COMPONENT = "benchComponent";
const SYSTEM: Actor = { kind: "system", name: "bench" };
/** Sees what the permissions of the blueprint leave: what their team owns. */
const MEMBER: Actor = {
  kind: "user",
  id: "00000000-0000-4000-8000-000000000001",
  email: "ann@example.com",
  name: "Ann",
  role: "member",
  memberships: [{ teamId: "00000000-0000-4000-8000-000000000002", team: "team-1", role: "member" }],
};

const contextOf = (db: Database, actor: Actor = SYSTEM): Context => ({
  actor,
  origin: "UI",
  requestId: "bench",
  db,
});

/** Entities over two years, straight into the tables as the API would have written them. */
async function fill(db: Database, count: number): Promise<void> {
  const ctx = contextOf(db);
  for (const blueprint of BLUEPRINTS) await createBlueprint(ctx, blueprint);
  const list = (values: readonly string[]) => sql`${JSON.stringify(values)}::jsonb`;
  const one = (values: readonly string[], by: ReturnType<typeof sql>) =>
    sql`${list(values)} -> (${by} % ${values.length}::int)`;
  await db.execute(sql`
    insert into entities (blueprint_id, identifier, title, created_by, updated_by)
    select b.id, 'system-' || n, 'System ' || n, 'bench', 'bench'
    from blueprints b, generate_series(0, ${SYSTEMS - 1}::int) n where b.identifier = 'benchSystem'`);
  await db.execute(sql`
    insert into entities (blueprint_id, identifier, title, team, properties, created_by, updated_by, created_at, updated_at)
    select b.id, 'component-' || n, 'Component ' || n, array['team-' || n % ${TEAMS}::int], jsonb_build_object(
        'kind', ${one(KINDS, sql`(n / ${TEAMS}::int)`)}, 'lifecycle', ${one(LIFECYCLES, sql`(n / 7)`)}, 'tier', ${one(TIERS, sql`(n / 3)`)},
        'replicas', 1 + n % 17, 'repository', 'https://git.example.com/component-' || n,
        'description', 'Takes orders, and hands them on to what ships them, part ' || n),
      'bench', 'bench', now() - n * interval '730 days' / ${count}::int, now() - n * interval '365 days' / ${count}::int
    from blueprints b, generate_series(0, ${count - 1}::int) n where b.identifier = ${COMPONENT}`);
  await db.execute(sql`
    insert into entity_relations (from_id, relation, to_id)
    select c.id, 'system', s.id from entities c join blueprints b on b.id = c.blueprint_id and b.identifier = ${COMPONENT}
    join blueprints of on of.identifier = 'benchSystem'
    join entities s on s.blueprint_id = of.id
      and s.identifier = 'system-' || (split_part(c.identifier, '-', 2)::int % ${SYSTEMS}::int)`);
  const [component] = await db.execute<{ id: string; definition: BlueprintDefinition }>(
    sql`select id, definition from blueprints where identifier = ${COMPONENT}`,
  );
  const { id, definition } = component!;
  await db.transaction((tx) => recountFrom(tx, id, countedKeys(definition)));
  await db.execute(sql`vacuum (analyze) entities`);
  await db.execute(sql`vacuum (analyze) entity_relations`);
}

const rule = (property: string, value: unknown) => ({ property, operator: "=" as const, value });
const where = (...rules: object[]) => ({ combinator: "and" as const, rules });
/** Differs from one request to the next, as what people look at does. */
const some = (n: number) => where(rule("kind", KINDS[n % KINDS.length]));
const all = where();

const number = (over: object) => ({
  type: "entities-number-chart",
  blueprint: COMPONENT,
  chartType: "countEntities",
  calculationBy: "entities",
  func: "count",
  unit: "none",
  dataset: all,
  ...over,
});
const bars = (property: string, dataset: object, type = "bar-chart") => ({
  type,
  blueprint: COMPONENT,
  property,
  dataset,
});
const line = (over: object) => ({
  type: "line-chart",
  blueprint: COMPONENT,
  chartType: "countEntities",
  func: "count",
  measureTimeBy: "$createdAt",
  timeInterval: "isoWeek",
  timeRange: { preset: "last12Months" },
  ...over,
});
const ofReplicas = { chartType: "aggregateByProperty", calculationBy: "property", property: "replicas" };

/** Widgets as pages have them, the n-th time. */
const WIDGETS: Record<string, (n: number) => object> = {
  "number, all entities": () => number({}),
  "number, of a kind": (n) => number({ dataset: some(n) }),
  "number, sum of a property": (n) => number({ ...ofReplicas, func: "sum", dataset: some(n) }),
  "number, median of a property of all": () => number({ ...ofReplicas, func: "median" }),
  "number, average by month": () => number({ func: "average", averageOf: "month" }),
  "pie, by a property of all": () => bars("tier", all, "entities-pie-chart"),
  "bars, by a property": (n) => bars("tier", some(n)),
  "bars, by team": (n) => bars("$team", some(n)),
  "bars, by a relation": (n) => bars("relation:system", some(n)),
  "line, a year by week": () => line({}),
  "line, a year by week and property": (n) => line({ breakdownProperty: "tier", dataset: some(n) }),
  "line, sums by month of two years": () =>
    line({
      chartType: "aggregatePropertiesValues",
      func: "sum",
      properties: ["replicas"],
      timeInterval: "month",
      timeRange: { preset: "last2Years" },
    }),
  "table, of a kind": (n) => ({ type: "table-entities-explorer", blueprint: COMPONENT, dataset: some(n) }),
};

type Ask = (ctx: Context, n: number) => Promise<unknown>;
/** What the routes of the API answer from. */
const ROUTES: Record<string, Ask> = {
  "aggregate, count of a kind": (ctx, n) =>
    aggregateEntities(ctx, { func: "count", query: some(n) as never }, COMPONENT),
  "aggregate, values across blueprints": (ctx, n) =>
    aggregateEntities(ctx, {
      func: "countValues",
      property: "lifecycle",
      query: where(rule("$blueprint", COMPONENT), rule("kind", KINDS[n % KINDS.length])) as never,
    }),
  "aggregate over time, by day": (ctx, n) =>
    aggregateOverTime(ctx, {
      blueprint: COMPONENT,
      func: "count",
      query: some(n) as never,
      measureTimeBy: "$createdAt",
      timeInterval: "day",
      timeRange: { preset: "last12Months", timeZone: "Europe/Berlin" },
    }),
};

async function shown(ctx: Context, widget: object): Promise<void> {
  const { kind, ...rest } = await previewWidget(ctx, widget);
  if (kind !== "figure" && kind !== "entities") throw new Error(`It shows ${kind}: ${JSON.stringify(rest)}`);
}

async function measured(ctx: Context, asked: Record<string, Ask>, repeat: number): Promise<Measure[]> {
  const measures: Measure[] = [];
  const timed = async (ask: Ask, n: number) => {
    const start = performance.now();
    await ask(ctx, n);
    return performance.now() - start;
  };
  for (const [name, ask] of Object.entries(asked)) {
    const cold = await timed(ask, 0);
    const warm: number[] = [];
    for (let n = 0; n < repeat; n += 1) warm.push(await timed(ask, n));
    measures.push(
      {
        name: `${name}, p95`,
        value: percentile(warm, 0.95),
        unit: "ms",
        limit: 300,
        note: `p50 ${median(warm).toFixed(0)} ms`,
      },
      { name: `${name}, first`, value: cold, unit: "ms", limit: 1_500 },
    );
  }
  return measures;
}

/** What widgets of dashboards take over so many entities of one blueprint: for an administrator, and for one who may read a part. */
export async function dashboards({
  repeat = 20,
  entities = ENTITIES,
}: { repeat?: number | undefined; entities?: number | undefined } = {}): Promise<Measure[]> {
  const dataDir = newDataDir("dashboards");
  const server = await startEmbedded({ dataDir });
  await migrateDatabase(server.appUrl);
  const { db, close } = createDatabase(server.appUrl, { max: 8 });
  try {
    await fill(db, entities);
    const widgets = Object.fromEntries(
      Object.entries(WIDGETS).map(([name, widget]): [string, Ask] => [
        name,
        (ctx, n) => shown(ctx, widget(n)),
      ]),
    );
    const own = Object.fromEntries(
      Object.entries(widgets).map(([name, ask]) => [`${name}, of one's team`, ask]),
    );
    const whole = await measured(contextOf(db), { ...widgets, ...ROUTES }, repeat);
    await setPermissions(contextOf(db), COMPONENT, { entities: { read: { ownedByTeam: true } } });
    return [...whole, ...(await measured(contextOf(db, MEMBER), own, repeat))];
  } finally {
    await close();
    await server.stop();
    await removeEmbedded(dataDir);
  }
}
