import fs from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { teams } from "@/db/schema/identity";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { allocateStale } from "@/server/cost/service/billing/allocation";
import { sumAnew } from "@/server/cost/store/billing/rollups";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";

export const TEAMS = 12;
export const SERVICES = 60;
/** Different resources; each is of one service, which has a team, runs in three environments and uses five of ten things. */
const RESOURCES = 20_000;
const MONTHS = 12;
const ENVIRONMENTS = ["production", "staging", "test"];
const PROVIDERS = ["AWS", "Microsoft", "Google Cloud"];
const KINDS = [
  ["Compute", "Virtual machines"],
  ["Compute", "Functions"],
  ["Storage", "Objects"],
  ["Storage", "Block storage"],
  ["Databases", "Managed PostgreSQL"],
  ["Databases", "Key-value store"],
  ["Networking", "Traffic"],
  ["Networking", "Load balancers"],
  ["Management and Governance", "Logs"],
  ["Security", "Keys"],
] as const;

/** The first day of the bills: twelve months, the last of them over. */
export const MONTH_STARTS = Array.from({ length: MONTHS }, (_, n) => {
  const today = new Date();
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - MONTHS + n, 1));
});

const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** A number in 0…1 of an integer, the same each time. */
const spread = (n: number) => ((n * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

const COLUMNS =
  "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,ContractedUnitPrice,EffectiveCost,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingQuantity,PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,ServiceCategory,ServiceName,SkuId,SkuPriceId,SubAccountId,SubAccountName,Tags,x_UsageType";

const START = MONTH_STARTS.at(-1)!.getTime();
const END = Date.UTC(new Date(START).getUTCFullYear(), new Date(START).getUTCMonth() + 1, 1);
const HOURS = (END - START) / 3_600_000;

function focusRow(n: number, rows: number): string {
  const resource = n % RESOURCES;
  const kind = (resource + (Math.floor(resource / 180) % 5)) % KINDS.length;
  const [category, service] = KINDS[kind]!;
  const provider = PROVIDERS[kind % PROVIDERS.length]!;
  const environment = ENVIRONMENTS[Math.floor(resource / 60) % 3];
  const at = START + Math.floor((n / rows) * HOURS) * 3_600_000;
  const credit = n % 100 === 0;
  const cost = ((credit ? -1 : 1) * (0.0001 + spread(n) * 3)).toFixed(10);
  const tags = `"{""team"": ""team-${resource % TEAMS}"", ""environment"": ""${environment}"", ""service"": ""service-${resource % SERVICES}""}"`;
  return `${cost},acct-${resource % 4},Account ${resource % 4},USD,${iso(END)},${iso(START)},${credit ? "Credit" : "Usage"},NULL,"${service}, per hour",Usage-Based,${iso(at + 3_600_000)},${iso(at)},${(1 + spread(n)).toFixed(4)},Hours,${cost},0.0960000000,${cost},${provider},${cost},0.1000000000,Standard,${(1 + spread(n)).toFixed(4)},Hours,${provider},${provider},region-${resource % 5},Region ${resource % 5},res-${resource},thing-${resource},${service},${category},${service},sku-${resource % 500},price-${resource % 900},sub-${resource % 40},Sub-account ${resource % 40},${resource % 7 === 0 ? "NULL" : tags},${service}-hours\n`;
}

/** One more row, by which a file is another. */
export const EXTRA = focusRow(0, 1);

/** Writes a bill of one month in FOCUS 1.0, by hour and resource; a hundredth of the rows are credits. */
export async function writeFocus(file: string, rows: number): Promise<void> {
  const out = fs.createWriteStream(file);
  out.write(`${COLUMNS}\n`);
  let part = "";
  for (let n = 0; n < rows; n += 1) {
    part += focusRow(n, rows);
    if (part.length > 1 << 20) {
      if (!out.write(part)) await once(out, "drain");
      part = "";
    }
  }
  out.end(part);
  await finished(out);
}

/** Teams, and entities of the catalog that costs are found to be of. */
export async function fillCatalog(ctx: Context): Promise<void> {
  await ctx.db
    .insert(teams)
    .values(
      Array.from({ length: TEAMS }, (_, n) => ({ identifier: `team-${n}`, title: `Team number ${n}` })),
    );
  await createBlueprint(ctx, {
    identifier: "service",
    title: "Service",
    schema: { properties: {}, required: [] },
  });
  for (let n = 0; n < SERVICES; n += 1)
    await createEntity(ctx, "service", {
      identifier: `service-${n}`,
      title: `Service number ${n}`,
      team: [`team-${n % TEAMS}`],
      properties: {},
    });
}

/** `total` lines of twelve months under three sources, allocated and summed up as an import does it. */
export async function fillLines(ctx: Context, total: number): Promise<void> {
  const { db } = ctx;
  const kinds = JSON.stringify(KINDS);
  await db.execute(sql`
    insert into cost_keys (digest, provider, billing_account_id, sub_account_id, service_category, service_name, region, resource_id,
      resource_name, resource_type, tags, allocation)
    select md5('bench' || n)::uuid, (${sql.param(`{${PROVIDERS.map((one) => `"${one}"`).join(",")}}`)}::text[])[(1 + k.at % 3)::int],
      'acct-' || n % 4, 'sub-' || n % 40, k.kind->>0, k.kind->>1, 'region-' || n % 5, 'old-' || n, 'thing-' || n, k.kind->>1,
      case when n % 7 <> 0 then jsonb_build_object('team', 'team-' || n % ${TEAMS}::int, 'environment',
        (${sql.param(`{${ENVIRONMENTS.join(",")}}`)}::text[])[1 + n / 60 % 3], 'service', 'service-' || n % ${SERVICES}::int) end, 0
    from generate_series(0, ${RESOURCES - 1}::int) n
    join (select ordinality - 1 as at, value as kind from jsonb_array_elements(${kinds}::jsonb) with ordinality) k
      on k.at = (n + n / 180 % 5) % ${KINDS.length}::int`);
  const perMonth = Math.floor(total / MONTHS);
  for (const [month, start] of MONTH_STARTS.entries()) {
    await db.execute(sql`
      with made as (
        insert into cost_imports (source, format, file_name, bytes, digest, status, created_by, created_by_name)
        values ('bench', 'focus-csv', 'made', 1, 'made' || ${month}::int, 'imported', 'bench', 'bench') returning id
      ), first as (select min(id) as id from cost_keys where resource_id like 'old-%')
      insert into cost_lines (import_id, row, source, key_id, billing_month, day, period_start, period_end, category, correction,
        billed, effective, list, currency, quantity, unit, description)
      select made.id, n, 'bench-' || (n % ${RESOURCES}::int + n % ${RESOURCES}::int / 180 % 5) % 10 % 3, first.id + n % ${RESOURCES}::int, d.start::date, at::date, at, at + interval '1 hour',
        case when n % 100 = 0 then 'Credit' else 'Usage' end, false, cost, cost * 0.9, cost * 1.2, 'USD', 1, 'Hours', 'Made up'
      from made, first, (select ${start.toISOString()}::timestamp as start) d, lateral (
        select n, d.start + (n::float8 / ${perMonth}::int) * (d.start + interval '1 month' - d.start) as at,
          round(((n * 2654435761) % 4294967296)::numeric / 4294967296 * case when n % 100 = 0 then -1 else 3 end, 10) as cost
        from generate_series(1::bigint, ${perMonth}::bigint) n) lines`);
  }
  await db.execute(sql`analyze cost_lines`);
  await transaction(ctx, (tx) => allocateStale(tx));
  for (const source of [0, 1, 2])
    await sumAnew(
      db,
      `bench-${source}`,
      MONTH_STARTS.map((start) => start.toISOString().slice(0, 10)),
    );
  await db.execute(sql`vacuum analyze cost_lines`);
  await db.execute(sql`vacuum analyze cost_days`);
  await db.execute(sql`vacuum analyze cost_scope_days`);
  await db.execute(sql`vacuum analyze cost_key_months`);
  await db.execute(sql`vacuum analyze cost_months`);
}
